"""The command retrain, and what it says of its result."""

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import CANNOT_START
from app.cli.session import Json, options, register, up_to_date, workspace
from app.core.errors import TrainingRefused
from app.core.text import Listed, Text, percent, quote, say, say_n
from app.domain.training import Doubt, TrainingOptions

if TYPE_CHECKING:
    from app.domain.retraining import Retraining
    from app.domain.training import Verdict
    from app.services.workspace import Workspace

_MOST_FILES = 3
"""Files that are named where faces were left out; the JSON document names all."""


class Activate(StrEnum):
    """Whether a retrained model takes over."""

    AUTO = "auto"
    NEVER = "never"


class Depth(StrEnum):
    """What is trained."""

    AUTO = "auto"
    HEAD = "head"
    BLOCKS = "blocks"


class Effort(StrEnum):
    """How long it may take."""

    QUICK = "quick"
    USUAL = "usual"
    LONG = "long"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, retrain)


def retrain(
    activate: Annotated[
        Activate, typer.Option(help=say("auto: switch to the new model if it proves better."))
    ] = Activate.AUTO,
    leave_out: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=say("Someone not to train on; may be repeated."))
    ] = None,
    depth: Annotated[
        Depth,
        typer.Option(help=say("The last layer alone (head), the last blocks too, or what fits the device.")),
    ] = Depth.AUTO,
    effort: Annotated[Effort, typer.Option(help=say("How long to train."))] = Effort.USUAL,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help=say("Train on faces too that look like somebody else."))
    ] = False,
    json: Json = False,
) -> int:
    """Fine-tune the recogniser on everyone enrolled, and prove that it got better."""
    from app.services.training import retrain as service

    try:
        with workspace() as opened:
            up_to_date(opened)
            result = service.retrain(
                opened,
                TrainingOptions(_people(opened, leave_out or []), depth.value, effort.value, doubtful),
                activate=activate is Activate.AUTO,
                progress=opened.progress,
                cancel=options().cancel,
            )
            files = _files(opened, result.doubts)
    except TrainingRefused as refusal:
        output.complain(refusal)
        if json:
            output.emit(_refused(str(refusal)))
        return CANNOT_START
    if json:
        output.emit(_document(result, files))
    else:
        tell_retraining(result, files)
    return 0


def _people(opened: "Workspace", names: list[str]) -> frozenset[int]:
    from app.services.people import browse

    return frozenset(browse.find(opened, name) for name in names)


def _files(opened: "Workspace", doubts: tuple[Doubt, ...]) -> dict[int, str]:
    from app.services.training import doubts as service

    return service.files(opened, doubts)


def _refused(reason: str) -> dict[str, Any]:
    return {"before": None, "after": None, "activated": False, "reason": reason, "seconds": 0.0}


def _document(result: "Retraining", files: dict[int, str]) -> dict[str, Any]:
    return {
        "before": result.report.before,
        "after": result.report.after,
        "activated": result.activated,
        "reason": _reason(result),
        "seconds": round(result.seconds, 2),
        "outcome": result.verdict.outcome,
        "changes": result.report.to_json()["changes"],
        "model": result.model.name,
        "people": result.report.people,
        "faces": result.report.faces,
        "single": result.single,
        "doubts": [_doubt(doubt, files) for doubt in result.doubts],
        "left_out": result.report.left_out,
        "options": asdict(result.options) | {"leave_out": sorted(result.options.leave_out)},
    }


def _doubt(doubt: Doubt, files: dict[int, str]) -> dict[str, Any]:
    faces = [{"face": face, "path": files.get(face)} for face in doubt.faces]
    return {"person": doubt.name, "looks_like": doubt.likely_name or None, "faces": faces}


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
    name, why = output.bold(result.model.name), quote(_reason(result))
    if result.activated:
        output.tell(say("{name} decides now: {why}. Switch back: kith models back", name=name, why=why))
        return
    output.tell(say("{name} is saved but does not decide: {reason}.", name=name, reason=why))
    output.note(output.dim(say("To use it all the same: kith models use {name}", name=result.model.name)))


def _reason(result: "Retraining") -> str:
    found = said(result.verdict)
    return found if result.asked else f"not asked to switch; {found}"


def said(verdict: "Verdict") -> str:
    """A verdict in words."""
    if verdict.outcome == "unproved":
        return "too few faces to prove that it got better: enrol three photos each of two people"
    parts = [_of_trained(verdict)]
    if verdict.outcome != "no-gain" and "others" in verdict.changes:
        parts.append(_of_others(verdict))
    return "; ".join(parts)


def _of_trained(verdict: "Verdict") -> str:
    change = verdict.changes["trained"][1e-3]
    share = 100 * change.value
    bounds = f"{100 * change.low:+.1f} to {100 * change.high:+.1f}"
    if verdict.outcome == "no-gain":
        why = "beyond chance" if change.high < 0 else "which may be chance"
        return f"no clear gain: {share:+.1f} points, {why} ({bounds})"
    if change.low > 0:
        return f"{share:.1f} in 100 new faces more are recognised at one false accept in 1,000 ({bounds})"
    return "hardly a new face was missed before, and people are told apart more clearly now"


def _of_others(verdict: "Verdict") -> str:
    """What became of people kept out, at the rate at which it was worst if that decided."""
    found = verdict.changes["others"]
    strict = found[1e-4]
    fmr = 1e-4 if strict.measured and verdict.outcome == "harm" and found[1e-3].high >= 0 else 1e-3
    change = found[fmr]
    figures = f"{100 * change.value:+.1f} points ({100 * change.low:+.1f} to {100 * change.high:+.1f})"
    if verdict.outcome in ("harm", "may-harm"):
        lose = "lose" if verdict.outcome == "harm" else "may lose too much"
        return f"but people it was not trained on {lose} at one false accept in {1 / fmr:,.0f}: {figures}"
    return f"people it was not trained on: {figures}"
