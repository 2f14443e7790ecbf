"""Labelled pictures on disk: one folder a class, or a CSV file that names them."""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from trainer.arrays import Indices, Picture
from trainer.data.identities import Crops
from trainer.errors import DataError, PictureError
from trainer.pictures import apart, decode_at, read_bytes, survey
from trainer.plain_files import read_list
from trainer.text import NOTHING, Text, in_a_row, quote, say

_ENLARGED = 4
"""Sides of the square that a picture's longer side is decoded with at least: enough for one twice as long."""


@dataclass(frozen=True, slots=True)
class Item:
    """One picture file.

    Attributes:
        path: Where it is.
        name: Its identity's name.
        session: Pictures of one occasion share it; they are too alike to be split.
        digest: SHA-256 of its content.
    """

    path: Path
    name: str
    session: str
    digest: str


@dataclass(frozen=True, eq=False, slots=True)
class Files:
    """Pictures that are read from disk whenever they are needed.

    Attributes:
        items: The usable files.
        size: Side to which each is fitted, in pixels.
        labels: Identity of each (N,), counted from 0 in the order of the names.
        names: What each identity is called.
        rejected: Files that cannot be used, each with the reason.
        others: How many other files there are, which are no pictures.
        hidden: How many hidden folders there are, which are left out.
        empty: Names of the classes' folders in which no picture lies.
    """

    items: tuple[Item, ...]
    size: int
    labels: Indices
    names: Mapping[int, str]
    rejected: tuple[tuple[Path, Text], ...] = ()
    others: int = 0
    hidden: int = 0
    empty: tuple[str, ...] = ()

    @property
    def hashes(self) -> tuple[str, ...]:
        """Content hash of each file."""
        return tuple(item.digest for item in self.items)

    @property
    def sessions(self) -> tuple[str, ...]:
        """Session of each file."""
        return tuple(item.session for item in self.items)

    def crops(self, indices: Indices) -> Tensor:
        """Those pictures, centre-cropped to a square and resized: uint8 (B, S, S, 3).

        Raises:
            PictureError: A file has become unreadable since it was listed.
        """
        return torch.from_numpy(np.stack([read_picture(self.items[i].path, self.size) for i in indices]))

    def subset(self, indices: Indices) -> "Files":
        """The same data, those pictures alone; labels keep their meaning."""
        chosen = tuple(self.items[i] for i in indices)
        return replace(self, items=chosen, labels=self.labels[indices])

    def in_memory(self) -> Crops:
        """All pictures decoded once: 37 KB each at a side of 112."""
        return Crops(self.crops(np.arange(len(self.items))).numpy(), self.labels, self.names, self.hashes)


def read_folder(folder: Path, size: int, *, loose: bool = False) -> Files:
    """Every picture under `folder/NAME/`; a deeper folder is a session.

    Pictures are known by their content, hidden files and folders left out, links followed once; see
    `trainer.pictures.survey`.

    Args:
        folder: Where they lie.
        size: Side to which each is fitted, in pixels.
        loose: Whether those in no class's folder are usable, too: each is of a class without a name.

    Raises:
        DataError: The folder is missing or holds no usable picture.
    """
    try:
        found = survey(folder)
    except PictureError as error:
        raise DataError(say("{folder} cannot be read", folder=folder), why=quote(error.what)) from error
    places = [(path, path.relative_to(folder)) for path in found.pictures]
    rows = [
        (path, _name(place.parts[0]), place.parent.as_posix() if len(place.parts) > 2 else place.as_posix())
        for path, place in places
        if len(place.parts) > 1 or path.is_dir()  # a class's folder that may not be read
    ]
    outside = [path for path, place in places if len(place.parts) == 1 and not path.is_dir()]
    empty = () if loose else _empty(folder, {place.parts[0] for _, place in places})
    if loose:
        rows += [(path, "", path.name) for path in outside]
        outside = []
    files = _listed(rows, size, folder, [(path, say("it lies in no class's folder")) for path in outside])
    return replace(files, others=found.files, hidden=found.skipped["hidden"], empty=empty)


def _empty(folder: Path, full: set[str]) -> tuple[str, ...]:
    """Names of the folders in it that would be classes, did anything lie in them."""
    others = (one for one in folder.iterdir() if one.name not in full and not one.name.startswith("."))
    return tuple(sorted(_name(one.name) for one in others if one.is_dir() and not one.is_symlink()))


def read_csv(file: Path, size: int) -> Files:
    """Pictures named in a CSV file with columns `path`, `label` and, if known, `session`.

    Paths are relative to the file. Columns are parted by commas, semicolons or tabs, as the first line has
    them. Spaces around a value or a column's name, as spreadsheets leave them, and capitals in a column's
    name do not count.

    Raises:
        DataError: The file is missing, lacks a column, or names no usable picture.
    """
    try:
        lines = io.StringIO(read_list(file), newline="")
        first = lines.readline()
        delimiter = max(",;\t", key=first.count)
        header = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
        if not {"path", "label"} <= set(header):
            raise DataError(
                say("{file} cannot be used", file=file), why=say("it lacks the columns path and label")
            )
        reader = csv.reader(lines, delimiter=delimiter)
        rows = [(reader.line_num + 1, dict(zip(header, map(str.strip, row), strict=False))) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(say("{folder} cannot be read", folder=file), why=quote(error)) from error
    listed, rejected = [], list[tuple[Path, Text]]()
    for line, row in rows:
        if row.get("path") and row.get("label"):
            listed.append((file.parent / row["path"], _name(row["label"]), row.get("session") or row["path"]))
        elif any(row.values()):
            rejected.append((file, say("line {line} has no path or no label", line=line)))
    return _listed(listed, size, file, rejected)


def _name(label: str) -> str:
    """One name for what looks the same: without spaces around it, and with composed accents."""
    return unicodedata.normalize("NFC", label).strip()


def _listed(
    rows: Sequence[tuple[Path, str, str]],
    size: int,
    source: Path,
    unusable: Sequence[tuple[Path, Text]],
) -> Files:
    items, rejected = [], list(unusable)
    for path, name, session in rows:
        try:
            items.append(Item(path, name, session, _digest(path)))
        except PictureError as error:
            rejected.append((path, in_a_row(error.what, error.why, NOTHING)))
    if not items:
        raise DataError(
            say("{source} cannot be used", source=source),
            why=say("{path} is left out: {reason}", path=rejected[0][0], reason=rejected[0][1])
            if rejected
            else say("it holds no picture"),
            remedy=say("Give one folder a class, with pictures in each"),
        )
    names = sorted({item.name for item in items})
    numbers = {name: number for number, name in enumerate(names)}
    labels = np.array([numbers[item.name] for item in items], dtype=np.int64)
    return Files(tuple(items), size, labels, dict(enumerate(names)), tuple(rejected))


def _digest(path: Path) -> str:
    """SHA-256 of a file that decodes: in another process, as it may be made to do harm.

    Raises:
        PictureError: It does not.
    """
    data = read_bytes(path)
    apart.decode_at(data, 1)
    return hashlib.sha256(data).hexdigest()


def read_picture(path: Path, size: int) -> Picture:
    """Decode one picture to RGB uint8 (S, S, 3): upright, centre-cropped to a square, resized.

    Raises:
        PictureError: It is missing, too large, damaged or of another format.
    """
    pixels = decode_at(read_bytes(path), _ENLARGED * size).image
    if pixels.shape[:2] == (size, size):
        return pixels
    fitted = ImageOps.fit(Image.fromarray(pixels), (size, size), Image.Resampling.BILINEAR)
    return np.asarray(fitted, dtype=np.uint8)
