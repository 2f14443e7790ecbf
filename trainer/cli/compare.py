"""The command that puts runs side by side: what they were told otherwise, and what came of it."""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainer.cli.output import Output
from trainer.cli.places import check_place, writing
from trainer.cli.words import as_cells
from trainer.errors import CheckpointError
from trainer.evaluation.comparison import Curves, page
from trainer.events import Notice
from trainer.metrics import told_by
from trainer.storage import settings_file
from trainer.storage.history import Told, read_history
from trainer.storage.run_directory import SETTINGS, RunDirectory
from trainer.text import Text, say


@dataclass(frozen=True, slots=True)
class RunRead:
    """A run as its folder tells of it.

    Attributes:
        path: The folder.
        name: What it is called among the others.
        settings: Its settings, by table and name.
        record: What it found: data, versions, device.
        told: Its history.
    """

    path: Path
    name: str
    settings: Mapping[str, Any]
    record: Mapping[str, Any]
    told: Told


def compare(given: argparse.Namespace, output: Output) -> int:
    """Put runs side by side in a table, and their curves in a page."""
    if given.out:
        check_place(given.out, overwrite=given.overwrite)
    runs = _read([folder for place in given.runs for folder in _runs_in(place)])
    rows = [_row(run, _differing(runs)) for run in runs]
    output.table(rows)
    notices = list(_notices(runs))
    for notice in notices:
        output.event(Notice(notice))
    if given.out:
        with writing(given.out):
            given.out.write_text(page(as_cells(rows), notices, _curves(runs)), encoding="utf-8")
    return 0


def _runs_in(place: Path) -> list[Path]:
    """The folder of a run, or those somewhere in it.

    Raises:
        CheckpointError: There is none.
    """
    found = [place] if (place / SETTINGS).exists() else sorted(file.parent for file in place.rglob(SETTINGS))
    if not found:
        raise CheckpointError(
            say("{folder} holds no run", folder=place), why=say("there is no {file} in it", file=SETTINGS)
        )
    return found


def _read(folders: Sequence[Path]) -> list[RunRead]:
    runs = []
    for folder, name in zip(folders, _called(folders), strict=True):
        directory = RunDirectory(folder)
        tables = settings_file.read(directory.settings)
        told = read_history(directory.history) if directory.history.exists() else Told()
        record = tables.pop(settings_file.RECORD)
        settings = {
            f"{table}.{key}": value for table, found in tables.items() for key, value in found.items()
        }
        runs.append(RunRead(folder, name, settings, record, told))
    return runs


def _called(folders: Sequence[Path]) -> list[str]:
    """The end of each folder's path, as long as it must be to be like no other's."""
    paths = [folder.absolute().parts for folder in folders]
    for length in range(1, max(map(len, paths))):
        names = [str(Path(*parts[-length:])) for parts in paths]
        if len(set(names)) == len(names):
            return names
    return [str(folder) for folder in folders]


def _differing(runs: Sequence[RunRead]) -> list[str]:
    """Settings that are not the same in all runs."""
    names = dict.fromkeys(name for run in runs for name in run.settings)
    return [name for name in names if len({str(run.settings.get(name)) for run in runs}) > 1]


def _row(run: RunRead, differing: Iterable[str]) -> dict[str, Any]:
    told, best = run.told, run.told.best
    row: dict[str, Any] = {
        "run": run.name,
        "outcome": told.outcome,
        "steps": told.losses[-1][0] if told.losses else 0,
        "seconds": round(told.seconds),
    }
    if best:
        tar = {f"{fmr:g}": best.tar[fmr] for fmr in told_by(best.impostor_pairs or 0)}
        row |= {"best_step": best.step, "area": best.area, "eer": best.eer, "tar": tar}
    return {**row, "settings": {name.partition(".")[2]: run.settings.get(name) for name in differing}}


def _notices(runs: Sequence[RunRead]) -> Iterator[Text]:
    """What should be known before runs are compared."""
    for run in runs:
        told = run.told
        done, steps = told.losses[-1][0] if told.losses else 0, told.steps
        if told.outcome == "collapsed":
            yield say("{run} collapsed: {reason}", run=run.name, reason=told.reason)
        elif told.outcome == "cancelled":
            yield say(
                "{run} was interrupted after {step} of {steps} steps", run=run.name, step=done, steps=steps
            )
        elif told.outcome == "unfinished":
            yield say(
                "{run} was killed or is still going, after {step} of {steps} steps",
                run=run.name,
                step=done,
                steps=steps,
            )
    if _differ(runs, "held_out"):
        yield say("The runs hold out other pictures: their figures do not compare")
    elif _differ(runs, "data"):
        yield say("The runs learn from other pictures")


def _differ(runs: Sequence[RunRead], data: str) -> bool:
    return len({str(run.record.get(data)) for run in runs}) > 1


def _curves(runs: Sequence[RunRead]) -> Curves:
    losses = {run.name: run.told.losses for run in runs if run.told.losses}
    areas = {
        run.name: [(look.step, look.area) for look in run.told.looks if look.area is not None] for run in runs
    }
    return Curves(losses, {name: points for name, points in areas.items() if points})
