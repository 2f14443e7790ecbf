"""Networks that are being written: a kill leaves one whole and known to the gallery, or none."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core import files
from app.core.paths import UNFINISHED, DataFolder
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
        OSError: It cannot be made.
    """
    folder.models.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=folder.models, prefix=UNFINISHED) as part,
        (Path(part) / _LOCK).open("w", encoding="utf-8") as lock,
    ):
        files.locked(lock)  # which falls as this process dies
        yield Path(part)


def put(part: Path, weights_path: str) -> None:
    """Put a network's files in their place, from the folder in which they were written.

    Raises:
        OSError: One cannot be put there.
    """
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
                    put(part, path)
                for rest in part.iterdir():
                    files.wipe(rest)
                part.rmdir()
