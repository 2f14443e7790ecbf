"""What the vision tests share: real detectors and the real default model, loaded once."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.types import Image
from app.vision import image_io, models
from app.vision.detect import MtcnnDetector, YuNetDetector
from app.vision.embed import Embedder
from app.vision.sources import VideoSource
from trainer.backbones import SFace


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Find the file of a model that an installed package carries."""
    nowhere = tmp_path_factory.mktemp("models")

    def find(name: str) -> Path:
        path = models.find_weights(models.card(name), nowhere)
        assert path is not None, f"the package that carries {name} is not installed"
        return path

    return find


@pytest.fixture(scope="session")
def yunet(weights: Callable[[str], Path]) -> YuNetDetector:
    return YuNetDetector(weights("yunet"))


@pytest.fixture(scope="session")
def mtcnn() -> MtcnnDetector:
    return MtcnnDetector()


@pytest.fixture(scope="session")
def sface(weights: Callable[[str], Path]) -> SFace:
    return SFace.from_onnx(weights("sface"))


@pytest.fixture(scope="session")
def embedder(sface: SFace) -> Embedder:
    return Embedder("sface", sface)


@pytest.fixture(scope="session")
def photos(faces: Path) -> list[Image]:
    """The 100 loose photos of ten people, 250x250."""
    return [image_io.load(path) for path in sorted(faces.glob("lfw10/*/*.jpg"))]


@pytest.fixture(scope="session")
def street(faces: Path) -> list[Image]:
    """Every tenth of the first 100 frames of the street video, 1920x1080."""
    with VideoSource(str(faces / "street.mp4")) as video:
        return [frame.image for frame in video if frame.number % 10 == 0 and frame.number < 100]


@contextmanager
def without_privileges() -> Iterator[None]:
    """Let file permissions count even where the tests run as the superuser."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[None]:
    """Run the test as nobody in particular; the test's own folder stays reachable."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    with without_privileges():
        yield
