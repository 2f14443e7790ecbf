"""Labelled pictures on disk: one folder a class, or a CSV file that names them."""

import csv
import hashlib
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from trainer.data.identities import Crops, Indices, Picture
from trainer.errors import DataError

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM")
SUFFIXES = {
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".tif",
    ".tiff",
    ".bmp",
    ".gif",
    ".pgm",
    ".ppm",
}
MOST_PIXELS = 64_000_000
MOST_BYTES = 50 * 1024**2


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
    """

    items: tuple[Item, ...]
    size: int
    labels: Indices
    names: Mapping[int, str]
    rejected: tuple[tuple[Path, str], ...] = ()

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
            DataError: A file has become unreadable since it was listed.
        """
        return torch.from_numpy(np.stack([read_picture(self.items[i].path, self.size) for i in indices]))

    def subset(self, indices: Indices) -> "Files":
        """The same data, those pictures alone; labels keep their meaning."""
        chosen = tuple(self.items[i] for i in indices)
        return Files(chosen, self.size, self.labels[indices], self.names, self.rejected)

    def in_memory(self) -> Crops:
        """All pictures decoded once: 37 KB each at a side of 112."""
        return Crops(self.crops(np.arange(len(self.items))).numpy(), self.labels, self.names, self.hashes)


def read_folder(folder: Path, size: int) -> Files:
    """Every picture under `folder/NAME/`; a deeper folder is a session.

    Raises:
        DataError: The folder is missing or holds no usable picture.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} cannot be read", why="there is no such folder")
    found = [
        (path, path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES and path.is_file()
    ]
    rows = [
        (path, place.parts[0], place.parent.as_posix() if len(place.parts) > 2 else place.as_posix())
        for path, place in found
        if len(place.parts) > 1
    ]
    return _listed(rows, size, folder)


def read_csv(file: Path, size: int) -> Files:
    """Pictures named in a CSV file with columns `path`, `label` and, if known, `session`.

    Paths are relative to the file. Spaces around a value or a column's name, as spreadsheets leave them, do
    not count.

    Raises:
        DataError: The file is missing, lacks a column, or names no usable picture.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.reader(lines)
            header = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, dict(zip(header, map(str.strip, row), strict=False))) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{file} cannot be read", why=str(error)) from error
    if not {"path", "label"} <= set(header):
        raise DataError(f"{file} cannot be used", why="it lacks the columns path and label")
    listed, rejected = [], []
    for line, row in rows:
        if row.get("path") and row.get("label"):
            listed.append((file.parent / row["path"], _name(row["label"]), row.get("session") or row["path"]))
        elif any(row.values()):
            rejected.append((file, f"line {line} has no path or no label"))
    return _listed(listed, size, file, rejected)


def _name(label: str) -> str:
    """One name for what looks the same: without spaces around it, and with composed accents."""
    return unicodedata.normalize("NFC", label).strip()


def _listed(
    rows: Sequence[tuple[Path, str, str]], size: int, source: Path, unusable: Sequence[tuple[Path, str]] = ()
) -> Files:
    items, rejected = [], list(unusable)
    for path, name, session in rows:
        try:
            items.append(Item(path, name, session, _digest(path)))
        except DataError as error:
            rejected.append((path, error.why))
    if not items:
        raise DataError(
            f"{source} cannot be trained on",
            why="it holds no usable picture",
            remedy="Give one folder a class, with pictures in each",
        )
    names = sorted({item.name for item in items})
    numbers = {name: number for number, name in enumerate(names)}
    labels = np.array([numbers[item.name] for item in items], dtype=np.int64)
    return Files(tuple(items), size, labels, dict(enumerate(names)), tuple(rejected))


def _digest(path: Path) -> str:
    """SHA-256 of a file that decodes.

    Raises:
        DataError: It does not.
    """
    read_picture(path, 1)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _decoded(path: Path, size: int) -> Image.Image:
    with Image.open(path, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise DataError(f"{path} cannot be read", why="it has more than 64 megapixels")
        image.draft("RGB", (size * 2, size * 2))  # lets JPEG decode at a fraction of its size
        return ImageOps.exif_transpose(image).convert("RGB")


def read_picture(path: Path, size: int) -> Picture:
    """Decode one picture to RGB uint8 (S, S, 3): upright, centre-cropped to a square, resized.

    Raises:
        DataError: It is missing, too large, damaged or of another format.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataError(f"{path} cannot be read", why=f"it is larger than {MOST_BYTES // 1024**2} MB")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            upright = _decoded(path, size)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError(f"{path} cannot be read", why=f"it is no usable picture ({error})") from error
    if upright.size != (size, size):
        upright = ImageOps.fit(upright, (size, size), Image.Resampling.BILINEAR)
    return np.asarray(upright, dtype=np.uint8)
