"""What documents and events are called in words: a table's cells, and lines."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trainer.events import ChunkShrunk, Ended, Evaluated, Event, Notice, Started, Stepped
from trainer.language import shown
from trainer.text import NOTHING, Number, Text, Value, facts, listed, quote, say

_DIGITS = 4
"""Digits behind the point that are shown, unless a twentieth of the number is lost by that."""

_SETTINGS = "settings"

_NAMES = {
    "accuracy": say("accuracy"),
    "after": say("after"),
    "alone": say("alone"),
    "area": say("area"),
    "b_cubed": say("B-cubed"),
    "backbone": say("backbone"),
    "before": say("before"),
    "best_step": say("best step"),
    "checkpoint": say("checkpoint"),
    "clusters": say("clusters"),
    "eer": say("EER"),
    "error": say("error"),
    "f": say("F"),
    "file": say("file"),
    "fnir": say("FNIR at FPIR"),
    "folds": say("folds"),
    "genuine_pairs": say("genuine pairs"),
    "identities": say("identities"),
    "impostor_pairs": say("impostor pairs"),
    "knn": say("votes of k nearest"),
    "largest": say("largest"),
    "largest_difference": say("largest difference"),
    "learning_rate": say("learning rate"),
    "loss": say("loss"),
    "loss_before": say("loss before"),
    "lowest_loss": say("lowest loss"),
    "map_at_r": say("mAP@R"),
    "one_shot": say("one-shot"),
    "outcome": say("outcome"),
    "pairs": say("pairs"),
    "pictures": say("pictures"),
    "precision": say("precision"),
    "present_rate": say("present rate"),
    "r_precision": say("R-precision"),
    "rank_1": say("rank 1"),
    "reason": say("reason"),
    "recall": say("recall"),
    "rises": say("rises again"),
    "run": say("run"),
    "seconds": say("seconds"),
    "steps": say("steps"),
    "tar": say("TAR at FMR"),
    "tar_95": say("95 % of TAR at FMR"),
    "threshold": say("threshold"),
    "thresholds": say("thresholds"),
    "trained_on": say("of them trained on"),
    "valley": say("low from, to"),
}
"""What the entries of a document are called; terms such as TAR are the same in every language."""


def as_cells(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Documents as the lines of a table, the headings first and settings last; what one lacks is empty."""
    flat = [dict(_flat(row)) for row in rows]
    entries = sorted(dict.fromkeys(name for row in rows for name in row), key=lambda name: name == _SETTINGS)
    parts = ({entry: row[entry]} for entry in entries for row in rows if entry in row)
    columns = list(dict.fromkeys(name for part in parts for name, _ in _flat(part)))
    return [columns, *([row.get(name, "") for name in columns] for row in flat)]


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Headings and values of a document; settings stand under the names that files know."""
    for name, value in row.items():
        if name == _SETTINGS:
            yield from ((key, _as_written(one)) for key, one in value.items() if one is not None)
        elif isinstance(value, Mapping):
            yield from ((f"{shown(name_of(name))} {key}", shown(value_of(one))) for key, one in value.items())
        else:
            yield shown(name_of(name)), shown(value_of(value))


def name_of(name: str) -> Text:
    """What an entry of a document is called."""
    return _NAMES.get(name, quote(name.replace("_", " ")))


def value_of(value: object) -> Text:
    """A value of a document, fit to show."""
    if isinstance(value, Mapping):
        return facts(
            *(say("{name}: {value}", name=name_of(name), value=value_of(one)) for name, one in value.items())
        )
    if isinstance(value, list | tuple):
        return say("[{values}]", values=listed(map(value_of, value)))
    if value is None:
        return say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, float) and abs(round(value, _DIGITS) - value) > abs(value) / 20:
        return quote(f"{value:.1e}")
    if isinstance(value, float):
        return say("{value}", value=Number(value, _DIGITS))
    return say("{value}", value=value) if isinstance(value, int) else quote(value)


def _setting(entry: tuple[str, Any]) -> Text:
    """A setting by the name that files know; nothing of one that says nothing."""
    name, value = entry
    return NOTHING if value is None else quote(f"{name} {_as_written(value)}")


def _as_written(value: object) -> str:
    """A setting as files write it, but for quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def pace(event: Stepped) -> Text:
    """How training goes, to stand beside its bar."""
    return facts(
        say("loss {value}", value=Number(event.loss, 4)),
        say("active {share} %", share=Number(100 * event.active)),
        say("{rate} pictures/s", rate=Number(event.pictures_per_second)),
    )


def lines_of(event: Event) -> Iterator[Text]:
    """An event in sentences, each for a line; none for those that are not worth one."""
    if isinstance(event, Started):
        yield say(
            "{identities} identities, {pictures} pictures, {weights} weights to train",
            identities=event.identities,
            pictures=event.pictures,
            weights=event.trainable,
        )
        for name, table in event.settings.items():
            yield say("{table}: {settings}", table=name, settings=facts(*map(_setting, table.items())))
        if event.singles:
            yield say(
                "One picture only, so negatives and never anchors: {names}", names=listed(event.singles)
            )
    elif isinstance(event, Evaluated):
        rates = value_of({f"{fmr:g}": value for fmr, value in event.tar.items()})
        yield (
            say("Step {step}: TAR at FMR {rates}, the best so far", step=event.step, rates=rates)
            if event.best
            else say("Step {step}: TAR at FMR {rates}", step=event.step, rates=rates)
        )
    elif isinstance(event, ChunkShrunk):
        yield say(
            "Out of memory: going on with {chunk} pictures at once, with the same loss", chunk=event.chunk
        )
    elif isinstance(event, Ended):
        values: dict[str, Value] = {
            "reason": event.reason,
            "steps": event.steps,
            "empty": event.empty,
            "seconds": Number(event.seconds, 1),
        }
        yield (
            say("{reason} ({steps} steps, {empty} without a triplet, {seconds} s)", **values)
            if event.empty
            else say("{reason} ({steps} steps, {seconds} s)", **values)
        )
    elif isinstance(event, Notice):
        yield event.text
