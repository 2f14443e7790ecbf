"""Networks that are being written: a kill leaves one whole and known to the gallery, or none."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from app.core import files
from app.core.errors import ModelError
from app.core.files import writing_model
from app.core.paths import UNFINISHED, DataFolder
from app.domain.model import Model
from app.gallery import models
from app.gallery.database import Database

_LOCK = "lock"
SUFFIXES = (".safetensors", ".onnx")
"""Of the files in which a network is kept."""


@contextmanager
def writing(folder: DataFolder) -> Iterator[Path]:
    """A folder for networks that are being written, which is gone at the end.

    Once the gallery knows a network, `put` it in its place.

    Raises:
        ModelError: It cannot be made.
    """
    with writing_model(folder.models), ExitStack() as held:
        folder.models.mkdir(parents=True, exist_ok=True)
        part = Path(held.enter_context(tempfile.TemporaryDirectory(dir=folder.models, prefix=UNFINISHED)))
        lock = held.enter_context((part / _LOCK).open("w", encoding="utf-8"))
        files.locked(lock)  # which falls as this process dies
        kept = held.pop_all()
    with kept:
        yield part


def put(db: Database, written: Sequence[Model], part: Path) -> None:
    """Put models' networks in their places, from the folder in which they were written.

    Raises:
        ModelError: One cannot be put there: it and those after it are models no more.
    """
    for n, model in enumerate(written):
        place = str(model.weights_path)
        try:
            with writing_model(part.parent / Path(place).name):
                _put(part, place)
        except ModelError:
            with db.write() as session:
                for one in written[n:]:
                    models.remove(session, one.id)
            raise


def _put(part: Path, weights_path: str) -> None:
    for suffix in SUFFIXES:
        written = (part / Path(weights_path).name).with_suffix(suffix)
        if written.is_file():
            written.replace(part.parent / written.name)


def finish(db: Database, folder: DataFolder) -> None:
    """Put networks that a kill left unfinished in their place if the gallery knows them; overwrite others.

    What another process is writing just now is left alone.
    """
    for part in folder.models.glob(f"{UNFINISHED}*"):
        with suppress(OSError), (part / _LOCK).open("r+", encoding="utf-8") as lock:
            if files.locked(lock):
                with db.read() as session:
                    known = [one.weights_path for one in models.everything(session)]
                for path in filter(None, known):
                    _put(part, path)
                for rest in part.iterdir():
                    files.wipe(rest)
                part.rmdir()
