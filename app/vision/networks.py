"""The networks that Kith runs, opened by what they are for. Each is loaded once for all who use it."""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import onnx
from platformdirs import user_cache_path

from app.core.errors import ModelError
from app.core.progress import ProgressSink, ignore_progress
from app.core.text import quote, say
from app.domain.preprocessing import Preprocessing
from app.keys import sealed
from app.vision import graphs, models
from app.vision.convert import converted
from app.vision.detect import FaceDetector, YuNetDetector
from app.vision.detect.yunet import yunet_graph
from app.vision.embed import Embedder
from app.vision.landmarks import LandmarkPlacer
from app.vision.runtime import Network, OneByOne, Use, open_network, reopen_network

_KEPT = 8
"""Networks kept ready in one process."""
_turn = Lock()
Opened = TypeVar("Opened")


def open_detector(
    name: str, folder: Path, device: str, progress: ProgressSink = ignore_progress
) -> FaceDetector:
    """Open a detector by its name in the settings.

    Raises:
        ModelError: Its file cannot be had or used.
    """
    if name == "mtcnn":
        from app.vision.detect.mtcnn import MtcnnDetector  # needs torch, and is for those alone who choose it

        return MtcnnDetector(device)
    path = models.ensure_weights(models.card("yunet"), folder, progress)
    with _turn:
        return _detector(path, models.card("yunet").sha256, device)


def open_placer(folder: Path, device: str, progress: ProgressSink = ignore_progress) -> LandmarkPlacer:
    """Open the network that places landmarks.

    Raises:
        ModelError: Its file cannot be had or used.
    """
    card = models.card("onet")
    path = models.ensure_weights(card, folder, progress)
    with _turn:
        return LandmarkPlacer(_network(as_graph("onet", path, card.sha256), card.sha256, device))


def open_embedder(
    model_id: str, dimension: int, file: Path, backbone: str, preprocessing: Preprocessing, device: str
) -> Embedder:
    """Open a recogniser.

    Args:
        model_id: The identifier of its embeddings.
        dimension: Their length.
        file: Its weights, whose hash was checked: an ONNX graph, or a torch file of the backbone.
        backbone: Its architecture.
        preprocessing: How it wants its crops.
        device: Where it runs.

    Raises:
        ModelError: The file cannot be used.
    """
    sha256 = models.file_hash(file)
    with _turn:
        # nobody has measured what fewer bits do to a network of unknown origin
        exact = backbone == models.IMPORTED
        network = _network(as_graph(backbone, file, sha256), sha256, device, exact=exact)
    return Embedder(model_id, dimension, network, preprocessing)


def as_graph(kind: str, file: Path, sha256: str) -> Path:
    """The ONNX form of a network's file, made if it is of another kind.

    Raises:
        ModelError: It cannot be converted.
    """
    if file.suffix.lower() == ".onnx":
        return file
    return converted(kind, file, sha256, cache_folder())


def cache_folder() -> Path:
    """Where converted networks are kept: KITH_CACHE_DIR, else the system's place for such."""
    if named := os.environ.get("KITH_CACHE_DIR"):
        return Path(named)
    return user_cache_path("kith", appauthor=False) / "networks"


def forget(sha256: str) -> None:
    """Delete what the cache holds of a network that is deleted."""
    for file in cache_folder().glob(f"*{sha256[:16]}*"):
        file.unlink(missing_ok=True)


def _compiled(sha256: str, how: str) -> Path:
    return cache_folder() / f"{sha256[:16]}-{how}"


@lru_cache(_KEPT)
def _detector(path: Path, sha256: str, device: str) -> YuNetDetector:
    use = Use(kept=_compiled(sha256, "pictures"))
    return _opened(
        path,
        lambda: YuNetDetector(reopen_network(device, use) or open_network(yunet_graph(path), device, use)),
    )


@lru_cache(_KEPT)
def _network(path: Path, sha256: str, device: str, *, exact: bool = False) -> Network:
    how = "exact" if exact else "fast"
    kept = None if sealed.is_sealed(path) else _compiled(sha256, how)  # which would lie there plain
    use = Use(exact, crops=True, kept=kept)

    def load() -> Network:
        graph = graphs.plain(onnx.load_from_string(sealed.read(path)))
        if graphs.is_one_by_one(graph):
            return OneByOne(open_network(graph, device, Use(exact)))
        return open_network(graphs.with_free_sizes(graph, {0: "batch"}), device, use)

    return _opened(path, lambda: reopen_network(device, use) or load())


def _opened(path: Path, make: Callable[[], Opened]) -> Opened:
    """Open a network; whatever is wrong with its file is said in one way."""
    try:
        return make()
    except Exception as error:  # readers of damaged files raise nearly anything
        raise ModelError(
            say("the model file {source} cannot be used", source=path),
            why=quote(str(error).rstrip(".") or type(error).__name__),
            remedy=say("Use another file, or switch to another model"),
        ) from error
