"""Which photos are wanted, and which they are."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what the window loads before its first painting leads here
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class PhotoFilter:
    """Conditions that hold together; one that says nothing is met by every photo.

    Attributes:
        people: Who is in it, all of them.
        without: Who is not in it, none of them.
        since: The first day on which it was taken, in local time.
        until: The last one.
        folder: Which it lies below.
        unnamed: Whether it shows a face that is nobody's and not set aside.
        clear: Whether a face of it, of these people if there are any, is a clear one.
        failed: Whether it could not be read.
    """

    people: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    since: date | None = None
    until: date | None = None
    folder: Path | None = None
    unnamed: bool = False
    clear: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FoundPhotos:
    """Photos that meet a filter, the newest first.

    Attributes:
        photos: Their identifiers (N,).
        taken: Seconds since 1970 at which each was taken (N,).
        failed: Whether each could not be read (N,).
        seconds: How long each lasts, 0 if less than a second; -1 of a photo (N,).
        people: Who is found in them, with how many of them show each, most first.
    """

    photos: "npt.NDArray[np.int64]"
    taken: "npt.NDArray[np.int64]"
    failed: "npt.NDArray[np.bool_]"
    seconds: "npt.NDArray[np.int64]"
    people: tuple[tuple[int, int], ...]
