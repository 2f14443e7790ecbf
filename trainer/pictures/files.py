"""Picture files: their bytes, and which there are in a folder."""

import os
from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path
from typing import IO

from trainer.errors import PictureError
from trainer.pictures.kinds import HEAD, JPEG_START, PICTURES, by_content, by_name, of_other
from trainer.text import Number, quote, say

MAX_BYTES = 200_000_000
"""File size that is still read."""

_SCAN = 0xDA
"""The marker of a JPEG behind which its pixels stand."""
_MOST_SEGMENTS = 1000
"""Before that; each holds 64 KB at most."""

_Key = tuple[int, int]
"""Device and inode: the same for one file or folder, whatever it is called."""


def read_bytes(path: Path) -> bytes:
    """Read a picture file's bytes, within the size limit.

    Raises:
        PictureError: It is missing, not a file, empty, too large, or may not be read.
    """
    try:
        if not path.is_file():
            raise _missing(path)
        size = path.stat().st_size
        if size == 0:
            raise PictureError(
                say("the file is empty (0 bytes)"), remedy=say("Copy it again from where it came from")
            )
        if size > MAX_BYTES:
            raise PictureError(
                say("the file is too large ({megabytes} MB)", megabytes=Number(size / 1e6, 0)),
                why=say("the limit is {megabytes} MB", megabytes=MAX_BYTES // 1_000_000),
                remedy=say("Save a smaller copy and use that"),
            )
        return path.read_bytes()
    except OSError as error:
        raise PictureError(say("the file cannot be read"), why=quote(error)) from error


def read_head(path: Path) -> bytes:
    """Read as much of a picture file as its header takes: of a JPEG what stands before its pixels, else all.

    Raises:
        PictureError: As `read_bytes` does.
    """
    try:
        if path.is_file():
            with path.open("rb") as file:
                end = _scan(file)
                file.seek(0)
                if end:
                    return file.read(end)
    except OSError as error:
        raise PictureError(say("the file cannot be read"), why=quote(error)) from error
    return read_bytes(path)


def _scan(file: IO[bytes]) -> int:
    """Where the pixels of a JPEG begin; 0 where that cannot be told."""
    if file.read(3) != JPEG_START:
        return 0
    at = 2
    for _ in range(_MOST_SEGMENTS):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return 0
        if head[1] == 0xFF:  # fills up
            at += 1
            continue
        at += 2 + int.from_bytes(head[2:], "big")
        if head[1] == _SCAN:
            return at
    return 0


def _missing(path: Path) -> PictureError:
    if path.is_dir():
        return _not_a_file(path)
    if path.exists():
        return PictureError(say("this is not a regular file"))
    return PictureError(say("there is no such file"))


def _not_a_file(folder: Path) -> PictureError:
    try:
        os.scandir(folder).close()
    except OSError as error:
        return PictureError(say("the folder cannot be read"), why=quote(error))
    return PictureError(say("this is a folder, not a picture"))


@dataclass(slots=True)
class Found:
    """What lies in a folder.

    Attributes:
        pictures: Files that are pictures by name or by content, and folders that may not be read: reading
            one of either says why it cannot be used.
        skipped: How many others there are, which are left out, by kind: "video", "sidecar", "audio",
            "document", "archive", "text" and "unknown" are files, but hidden ones; "link" leads to what is
            there already or nowhere, "hidden" are folders.
        videos: The videos among those.
    """

    pictures: list[Path] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    videos: list[Path] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files were left out."""
        return self.skipped.total() - self.skipped["link"] - self.skipped["hidden"]

    def add(self, other: "Found") -> None:
        """Take over what lies in another folder."""
        self.pictures.extend(other.pictures)
        self.skipped.update(other.skipped)
        self.videos.extend(other.videos)


def is_picture(path: Path) -> bool:
    """Whether a file is a picture, by its name or its content, and not hidden."""
    return not path.name.startswith(".") and (by_name(path) or _sniff(path)) in PICTURES


def find_pictures(folder: Path) -> list[Path]:
    """List every picture below a folder; see `survey`."""
    return survey(folder).pictures


def survey(folder: Path) -> Found:
    """Find every picture below a folder, sorted by path, and count the videos and other files.

    A picture is known by its content, so that its name does not matter; hidden files and folders are left
    out. Links are followed, but nothing is listed twice: what lies in the folder itself goes before what a
    link leads to, and a link to the folder itself or to one above it leads nowhere.

    Raises:
        PictureError: There is no such folder, or it may not be read.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        if os.path.isfile(folder):  # noqa: PTH113 - and so does Path.is_file
            raise PictureError(
                say("this is a file, not a folder"), remedy=say("Give the folder that it lies in")
            )
        raise PictureError(
            say("there is no such folder"), remedy=say("It may have been moved or renamed: choose it again")
        )
    return _Walk(folder).found()


class _Walk:
    """One way through a folder and all below it."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._found = Found()
        self._folders = [top]
        self._linked_folders: list[Path] = []
        self._linked_files: list[Path] = []
        self._entered = {key for above in top.resolve().parents if (key := _key(above)) is not None}

    def found(self) -> Found:
        """Walk, and return what was found.

        Raises:
            PictureError: The topmost folder may not be read.
        """
        while self._folders or self._linked_folders:
            self._enter(self._folders.pop() if self._folders else heappop(self._linked_folders))
        self._take_linked_files()
        self._found.pictures.sort()
        self._found.videos.sort()
        return self._found

    def _enter(self, folder: Path) -> None:
        key = _key(folder)
        if key is None or key in self._entered:
            self._found.skipped["link"] += 1
            return
        self._entered.add(key)
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._take(entry)
        except OSError as error:
            if folder == self._top:
                raise PictureError(
                    say("the folder {folder} cannot be read", folder=folder), why=quote(error)
                ) from error
            self._found.pictures.append(folder)

    def _take(self, entry: "os.DirEntry[str]") -> None:
        path = Path(entry.path)
        if entry.name.startswith("."):
            self._found.skipped["hidden"] += entry.is_dir(follow_symlinks=False)
            return
        if entry.is_dir(follow_symlinks=False):
            self._folders.append(path)
        elif not entry.is_symlink():
            self._take_file(path)
        elif _is_folder(entry):
            heappush(self._linked_folders, path)
        else:
            self._linked_files.append(path)

    def _take_file(self, path: Path) -> None:
        kind = by_name(path) or _sniff(path)
        if kind in PICTURES:
            self._found.pictures.append(path)
            return
        if kind == "video" and _sniff(path) == "text":  # of TypeScript, say
            kind = "text"
        if kind == "video":
            self._found.videos.append(path)
        self._found.skipped[kind] += 1

    def _take_linked_files(self) -> None:
        """Take the files that links lead to, each once, and not if it was found in its own place."""
        if not self._linked_files:
            return
        taken = {_key(path) for path in (*self._found.pictures, *self._found.videos)} - {None}
        for path in sorted(self._linked_files):
            key = _key(path)
            if key in taken:
                self._found.skipped["link"] += 1
            else:
                self._take_file(path)
            if key is not None:
                taken.add(key)


def _key(path: Path) -> _Key | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether a link leads to a folder; one that leads in a circle leads to none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _sniff(path: Path) -> str:
    """Say by its first bytes what a file is; what cannot be looked into is of no known kind."""
    try:
        if not path.is_file():
            return "unknown"  # a pipe would keep us waiting
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return "unknown"
    return by_content(head) or of_other(head)
