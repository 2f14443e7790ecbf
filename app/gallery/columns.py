"""Kinds of columns: paths, sentences, times and days, as SQLite keeps them.

Paths are stored as the bytes that the file system uses, since not every one is text. Damage in a sentence,
a time or a day does not keep the rest of its row from being read.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect

from app.core import text


class FilePath(TypeDecorator[Path]):
    """A path as the file system's bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Path | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002, D102
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Path | None:  # noqa: ARG002, D102
        return None if value is None else Path(os.fsdecode(value))


_LONGEST = 20_000
"""Characters of a sentence that are read: Kith writes some thousands, and damage may hold millions."""


class Sentence(TypeDecorator[text.Text]):
    """A sentence, as JSON of its template and values; what an earlier Kith wrote in English stays so."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: text.Text | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        return None if value is None else json.dumps(text.as_data(text.quote(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> text.Text | None:  # noqa: ARG002, D102
        if value is None:
            return None
        if len(value) > _LONGEST:
            return text.quote(value[:_LONGEST])
        try:
            return text.from_data(json.loads(value))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return text.quote(value)


UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that is damaged: it must not keep the rest from being read."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC (SQLite has no zones)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, D102
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002, D102
        return _time


def _time(value: Any) -> datetime | None:
    try:
        return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return UNKNOWN_TIME


class Day(TypeDecorator[date | None]):
    """A day as text, as the journal keeps it: a damaged one counts as none."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002, D102
        try:
            return None if value is None else date.fromisoformat(value)
        except (TypeError, ValueError):
            return None
