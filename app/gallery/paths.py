"""Questions about paths, which are stored as the bytes that the file system uses."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.core.batches import batches

_AT_ONCE = 500
"""Paths in one statement: SQLite limits its variables."""


def is_below(column: InstrumentedAttribute[Path], folder: Path) -> ColumnElement[bool]:
    """Whether a path lies below a folder, at any depth; answered by the column's index."""
    start = os.path.join(os.fsencode(folder), b"")  # noqa: PTH118 - bytes, as paths are stored
    path = type_coerce(column, LargeBinary)
    return (path >= start) & (path < start[:-1] + bytes([start[-1] + 1]))


def is_among(column: InstrumentedAttribute[Path], paths: Iterable[Path]) -> Iterator[ColumnElement[Any]]:
    """Conditions that together are met by the rows at these paths, each once, for any number of them."""
    for some in batches(set(paths), _AT_ONCE):
        yield column.in_(some)
