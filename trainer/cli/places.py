"""Places that a command writes to: asked about before its work, and told of where they fail."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EISDIR
from pathlib import Path

from trainer.errors import TrainerError, of_system
from trainer.text import quote, say


def check_place(path: Path, *, overwrite: bool) -> None:
    """Refuse a file for which there is no folder, or that cannot be written, before it is computed.

    Args:
        path: Of the file.
        overwrite: One that is there already may be lost. Devices and pipes are no files.

    Raises:
        TrainerError: It is one, or a folder, or a file that may not be lost.
    """
    _check_within(path)
    if path.is_file() and not overwrite:
        raise TrainerError(
            say("{path} is there already and is not overwritten", path=path),
            remedy=say("Choose another name, or give the command --overwrite"),
        )
    if path.is_dir():
        raise TrainerError(say("{path} cannot be written", path=path), why=quote(os.strerror(EISDIR)))


def _check_within(path: Path) -> None:
    """Refuse what there is no folder for, or what cannot be written in it."""
    if not path.parent.is_dir():
        raise TrainerError(
            say("{path} cannot be written", path=path),
            why=say("there is no folder {folder}", folder=path.parent),
        )
    _check_writable(path, path.parent)


def check_folder(place: Path) -> None:
    """Refuse a folder that cannot be made or written, before anything is computed for it.

    Raises:
        TrainerError: It cannot, or is a file.
    """
    if place.is_file():
        raise _a_file(place)
    _check_writable(place, *place.absolute().parents)


def _check_writable(place: Path, *above: Path) -> None:
    """Ask of what is there already: the place itself, or else the nearest above it."""
    with writing(place):
        there = next(one for one in (place, *above) if one.exists())
        if not os.access(there, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))


def check_empty(place: Path) -> None:
    """Refuse a folder that holds something, with which what is written would be mixed, or a file.

    Raises:
        TrainerError: It does, or there is no folder to put it in.
    """
    _check_within(place)
    if place.is_file():
        raise _a_file(place)
    if place.is_dir() and any(place.iterdir()):
        raise TrainerError(say("{path} cannot be written", path=place), why=say("it holds something already"))


def _a_file(place: Path) -> TrainerError:
    return TrainerError(say("{path} cannot be written", path=place), why=say("this is a file, not a folder"))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say which file could not be written.

    Raises:
        TrainerError: It could not.
    """
    try:
        yield
    except OSError as error:
        why = quote(error) if error.filename == str(path) else of_system(error)
        raise TrainerError(say("{path} cannot be written", path=path), why=why) from error
