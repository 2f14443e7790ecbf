"""What the vision tests share: real detectors and the real default model, loaded once."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from app.domain.arrays import Image
from app.vision import image_io, models, networks
from app.vision.detect import YuNetDetector
from app.vision.detect.mtcnn import MtcnnDetector
from app.vision.detect.yunet import yunet_graph
from app.vision.embed import Embedder
from app.vision.landmarks import LandmarkPlacer
from app.vision.reader import FaceReader
from app.vision.runtime import open_network
from app.vision.sources import VideoSource

_NOBODY = 65534


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
    return YuNetDetector(open_network(yunet_graph(weights("yunet"))))


@pytest.fixture(scope="session")
def mtcnn() -> MtcnnDetector:
    return MtcnnDetector()


@pytest.fixture(scope="session")
def placer(tmp_path_factory: pytest.TempPathFactory) -> LandmarkPlacer:
    return networks.open_placer(tmp_path_factory.mktemp("models"), "cpu")


@pytest.fixture(scope="session")
def embedder(weights: Callable[[str], Path]) -> Embedder:
    card = models.card("sface")
    assert card.preprocessing is not None
    return networks.open_embedder(
        "sface", card.dimension, weights("sface"), card.backbone, card.preprocessing, "cpu"
    )


@pytest.fixture(scope="session")
def reader(yunet: YuNetDetector, placer: LandmarkPlacer, embedder: Embedder) -> FaceReader:
    """The reader as the app builds it for a new gallery."""
    thresholds = models.card("sface").thresholds
    assert thresholds is not None
    return FaceReader(yunet, placer, embedder, thresholds.recognisable)


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
def _acting_as(user: int) -> Iterator[None]:
    before = os.geteuid()
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def owner() -> Callable[[], AbstractContextManager[None]]:
    """Act, inside a test that is unprivileged, as whoever started the tests."""
    return lambda: _acting_as(os.getuid())


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[None]:
    """Let file permissions count even where the tests run as the superuser."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.geteuid() != 0:
        yield
        return
    for folder in (tmp_path, *list(tmp_path.parents)[:-1]):
        if folder.stat().st_uid == 0:
            folder.chmod(folder.stat().st_mode | 0o011)  # nobody must be able to come this far
    with _acting_as(_NOBODY):
        yield
