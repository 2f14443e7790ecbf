"""Visits for other programs: as CSV, whose cells no spreadsheet takes for a formula, and as JSON."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.errors import UsageError
from app.core.files import write_text
from app.core.sheets import csv_text
from app.core.text import say
from app.domain.visit import Visit


def document(visit: Visit) -> dict[str, Any]:
    """A visit as JSON has it; times are ISO 8601 in local time."""
    return {
        "id": visit.id,
        "person": visit.name,
        "source": visit.source,
        "arrived": _iso(visit.arrived),
        "seen": _iso(visit.seen),
        "left": _iso(visit.left),
        "state": visit.state.value,
        "said": visit.said,
        "corrected": _iso(visit.corrected_at),
    }


def as_json(visits: Iterable[Visit]) -> str:
    """Visits as a JSON document."""
    return json.dumps({"visits": [document(visit) for visit in visits]}, indent=2, ensure_ascii=False) + "\n"


def as_csv(visits: Iterable[Visit]) -> str:
    """Visits as CSV with a line of heads."""
    columns = ("id", "person", "source", "arrived", "seen", "left", "state", "said", "corrected")
    return csv_text(columns, ([document(visit)[column] for column in columns] for visit in visits))


def write(visits: Iterable[Visit], path: Path, data: Path, *, overwrite: bool = False) -> None:
    """Write visits to a file, as its name says: .csv or .json. `data` is the data folder.

    Raises:
        UsageError: It has another suffix, cannot be written, or is there and may not be overwritten.
    """
    kinds = {".csv": as_csv, ".json": as_json}
    if path.suffix.lower() not in kinds:
        raise UsageError(say("Visits are written as .csv or .json"), remedy=say("Choose another file name"))
    write_text(path, kinds[path.suffix.lower()](visits), data, overwrite=overwrite)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone().isoformat(timespec="seconds")
