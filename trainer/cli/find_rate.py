"""The command that looks for a learning rate."""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trainer.cli.inputs import in_memory
from trainer.cli.options import choose
from trainer.cli.output import Output
from trainer.cli.places import check_place, writing
from trainer.cli.preparing import Interrupt, prepare
from trainer.cli.usage import DONE, NOT_DONE, PARTLY
from trainer.evaluation.figures import Axis, line_chart
from trainer.events import Notice
from trainer.language import shown
from trainer.text import say
from trainer.training.rate_range import RateRange, try_rates

_ROWS = 20
"""Lines of the table, at most."""


def find_rate(given: argparse.Namespace, output: Output) -> int:
    """Try one learning rate after the other on the run that is described, and suggest one."""
    for place in filter(None, (given.csv, given.figure)):
        check_place(place, overwrite=given.overwrite)
    run = prepare(given, choose(given), output.event)
    with Interrupt() as interrupt:
        found = try_rates(
            run.config,
            in_memory(run.data),
            backbone=run.backbone,
            lowest=given.lowest,
            highest=given.highest,
            steps=given.rates,
            on_event=output.event,
            cancel=interrupt,
        )
    if found is None:
        raise KeyboardInterrupt
    _write(found, given.csv, given.figure)
    output.table(list(_rows(found)))
    output.result(_document(found, run.config.learning_rate))
    if found.suggested is None:
        output.event(Notice(say("The loss did not fall at any of these rates")))
        return NOT_DONE
    if not found.rises:
        output.event(
            Notice(
                say(
                    "The loss did not rise again up to {rate}: the rate suggested is where it fell fastest",
                    rate=f"{found.rates[-1]:.1e}",
                )
            )
        )
    return PARTLY if run.files.rejected else DONE


def _document(found: RateRange, present: float) -> dict[str, Any]:
    """What was found, beside the rate that the run's settings have."""
    return {
        "learning_rate": found.suggested,
        "valley": found.valley,
        "rises": found.rises,
        "present_rate": present,
        "loss_before": found.before,
        "lowest_loss": min(found.smoothed.tolist(), default=None),
        "steps": len(found.rates),
    }


def _rows(found: RateRange) -> Iterator[dict[str, Any]]:
    """Some of the rates, evenly, with the loss there."""
    apart = -(-len(found.rates) // _ROWS)
    for step in range(0, len(found.rates), apart):
        yield {"learning_rate": found.rates[step], "loss": float(found.smoothed[step])}


def _write(found: RateRange, table: Path | None, figure: Path | None) -> None:
    """Write all rates with their losses, and the curve."""
    smoothed = found.smoothed.tolist()
    if table:
        with writing(table), table.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["learning_rate", "loss", "smoothed"])
            rows.writerows(zip(found.rates, found.losses, smoothed, strict=True))
    if figure:
        highest = 1.2 * found.before
        x = Axis(shown(say("learning rate")), found.rates[0], found.rates[-1], log=True)
        y = Axis(shown(say("loss")), 0, highest)
        lines = {
            shown(say("after each step")): list(zip(found.rates, found.losses, strict=True)),
            shown(say("smoothed")): list(zip(found.rates, smoothed, strict=True)),
        }
        with writing(figure):
            title = shown(say("Loss by learning rate"))
            figure.write_text(line_chart(title, x, y, lines), encoding="utf-8")
