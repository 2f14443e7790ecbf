"""Places that a command writes to: asked about before its work, and told of where they fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainer.errors import TrainerError
from trainer.text import quote, say


def check_place(path: Path) -> None:
    """Refuse a file for which there is no folder, before anything is computed for it.

    Raises:
        TrainerError: There is none.
    """
    if not path.parent.is_dir():
        raise TrainerError(
            say("{path} cannot be written", path=path),
            why=say("there is no folder {folder}", folder=path.parent),
        )


def check_empty(place: Path) -> None:
    """Refuse a folder that holds something, with which what is written would be mixed.

    Raises:
        TrainerError: It does, or there is no folder to put it in.
    """
    check_place(place)
    if place.is_dir() and any(place.iterdir()):
        raise TrainerError(say("{path} cannot be written", path=place), why=say("it holds something already"))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say which file could not be written.

    Raises:
        TrainerError: It could not.
    """
    try:
        yield
    except OSError as error:
        raise TrainerError(say("{path} cannot be written", path=path), why=quote(error)) from error
