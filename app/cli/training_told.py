"""What the command retrain says: of its result, of faces in doubt, and of the proof."""

from typing import TYPE_CHECKING

from app.cli import output
from app.core.text import Listed, Number, Text, percent, say, say_n
from app.domain.training import Doubt, farther

if TYPE_CHECKING:
    from app.domain.retraining import Retraining
    from app.domain.training import Change, Verdict

_MOST_FILES = 3
"""Files that are named where faces were left out; the JSON document names all."""


def tell_retraining(result: "Retraining", files: dict[int, str]) -> None:
    """Print what came of retraining; `files` are the photos of doubtful faces."""
    output.tell(
        say(
            "Trained on {faces} of {people} in {seconds} s.",
            faces=say_n("{n} face", "{n} faces", result.report.faces or 0),
            people=say_n("{n} person", "{n} people", result.report.people or 0),
            seconds=round(result.seconds),
        )
    )
    if result.single:
        names = Listed(tuple(result.single))
        output.tell(output.dim(say("Not used as anchors, having a single photo: {names}.", names=names)))
    _tell_doubts(result, files)
    _tell_measured(result)
    _tell_verdict(result)


def _tell_doubts(result: "Retraining", files: dict[int, str]) -> None:
    """Which faces look like somebody else, and what became of them."""
    if not result.doubts:
        return
    count = sum(len(doubt.faces) for doubt in result.doubts)
    if result.report.left_out:
        output.tell(
            say_n(
                "Left out {n} face that looks like somebody else:",
                "Left out {n} faces that look like somebody else:",
                count,
            )
        )
    else:
        output.tell(
            say_n(
                "Trained on, as asked, {n} face that looks like somebody else:",
                "Trained on, as asked, {n} faces that look like somebody else:",
                count,
            )
        )
    for doubt in result.doubts:
        output.tell(_doubtful(doubt, [files[face] for face in doubt.faces if face in files]))


def _doubtful(doubt: Doubt, paths: list[str]) -> Text:
    """Faces of one person that are in doubt, and the first few of their photos."""
    like = say("more like {name}", name=doubt.likely_name) if doubt.likely_name else say("unlike the others")
    faces = say("  {count} of {name}, {like}", count=len(doubt.faces), name=doubt.name, like=like)
    if not paths:
        return faces
    more = ("...",) if len(paths) > _MOST_FILES else ()
    return say("{faces}: {paths}", faces=faces, paths=Listed((*paths[:_MOST_FILES], *more)))


def _tell_measured(result: "Retraining") -> None:
    table = output.Table(say("recognised at one false accept in"), say("before"), say("after"), right=[1, 2])
    titles = {"trained": say("people trained on"), "others": say("people kept out of training")}
    for group, title in titles.items():
        before, after = result.report.before[group], result.report.after[group]
        if before is None or after is None:
            continue
        table.row(output.dim(title))
        for rate in before:
            count = say("  {count}", count=round(1 / float(rate)))
            table.row(count, percent(before[rate]), percent(after[rate]))
    table.show()


def _tell_verdict(result: "Retraining") -> None:
    name, why = output.bold(result.model.name), reason(result)
    if result.activated:
        output.tell(say("{name} decides now: {why}. Switch back: kith models back", name=name, why=why))
        return
    output.tell(say("{name} is saved but does not decide: {reason}.", name=name, reason=why))
    output.note(output.dim(say("To use it all the same: kith models use {name}", name=result.model.name)))


def reason(result: "Retraining") -> Text:
    """Why a new model decides, or not."""
    found = said(result.verdict)
    return found if result.asked else say("not asked to switch; {verdict}", verdict=found)


def said(verdict: "Verdict") -> Text:
    """A verdict in words."""
    if verdict.outcome == "unproved":
        return say("too few faces to prove that it got better: enrol three photos each of two people")
    trained = _of_trained(verdict)
    if verdict.outcome == "no-gain" or "others" not in verdict.changes:
        return trained
    return say("{trained}; {others}", trained=trained, others=_of_others(verdict))


def _of_trained(verdict: "Verdict") -> Text:
    change = verdict.changes["trained"][1e-3]
    found = _figures(change)
    if verdict.outcome == "no-gain" and change.high < 0:
        return say("no clear gain: {change} points, beyond chance ({low} to {high})", **found)
    if verdict.outcome == "no-gain":
        return say("no clear gain: {change} points, which may be chance ({low} to {high})", **found)
    if change.low > 0:
        return say(
            "{share} in 100 new faces more are recognised at one false accept in 1,000 ({low} to {high})",
            share=Number(100 * change.value, 1),
            low=found["low"],
            high=found["high"],
        )
    if (group := farther(verdict.apart)) is None:
        return say("hardly a new face was missed before")
    gap = say("+{change}", change=Number(verdict.apart[group].value, 2))
    if group == "others":
        return say(
            "hardly a new face was missed before, and people it was not trained on are farther apart now, by"
            " {change} in cosine",
            change=gap,
        )
    return say(
        "hardly a new face was missed before, and people are farther apart now, by {change} in cosine",
        change=gap,
    )


def _of_others(verdict: "Verdict") -> Text:
    """What became of people kept out, at the rate at which it was worst if that decided."""
    found = verdict.changes["others"]
    strict = found[1e-4]
    fmr = 1e-4 if strict.measured and verdict.outcome == "harm" and found[1e-3].high >= 0 else 1e-3
    figures, count = _figures(found[fmr]), round(1 / fmr)
    if verdict.outcome == "harm":
        return say(
            "but people it was not trained on lose at one false accept in {count}: "
            "{change} points ({low} to {high})",
            count=count,
            **figures,
        )
    if verdict.outcome == "may-harm":
        return say(
            "but people it was not trained on may lose too much at one false accept in {count}: "
            "{change} points ({low} to {high})",
            count=count,
            **figures,
        )
    return say("people it was not trained on: {change} points ({low} to {high})", **figures)


def _figures(change: "Change") -> dict[str, Text]:
    return {"change": _signed(change.value), "low": _signed(change.low), "high": _signed(change.high)}


def _signed(change: float) -> Text:
    """A change of a share in points of a hundred, in plain ASCII: it stands in the JSON document too."""
    if change < 0:
        return say("{change}", change=Number(100 * change, 1))
    return say("+{change}", change=Number(100 * abs(change), 1))
