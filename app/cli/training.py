"""The command retrain."""

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import CANNOT_START
from app.cli.session import Json, options, register, up_to_date, workspace
from app.cli.training_told import reason, tell_retraining
from app.core.errors import TrainingRefused
from app.core.text import say
from app.domain.training import Doubt, TrainingOptions

if TYPE_CHECKING:
    from app.domain.retraining import Retraining
    from app.services.workspace import Workspace


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


Doubtful = Annotated[
    bool, typer.Option("--doubtful", help=say("Train on faces too that look like somebody else."))
]
WithoutForgotten = Annotated[
    bool,
    typer.Option(
        "--without-forgotten",
        help=say("Then delete the models that learnt of people who were forgotten or agree no more."),
    ),
]


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
    doubtful: Doubtful = False,
    without_forgotten: WithoutForgotten = False,
    json: Json = False,
) -> int:
    """Fine-tune the recogniser on everyone enrolled, and prove that it got better."""
    from app.services.training import relearn
    from app.services.training.retrain import retrain as retrain_all

    try:
        with workspace() as opened:
            up_to_date(opened)
            result = (relearn.retrain_without if without_forgotten else retrain_all)(
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
    for name in result.deleted:
        output.note(say("Deleted {model}, which kept what it learnt of them.", model=name))
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
        "reason": reason(result),
        "seconds": round(result.seconds, 2),
        "outcome": result.verdict.outcome,
        "changes": result.report.to_json()["changes"],
        "model": result.model.name,
        "people": result.report.people,
        "faces": result.report.faces,
        "single": result.single,
        "doubts": [_doubt(doubt, files) for doubt in result.doubts],
        "left_out": result.report.left_out,
        "deleted": list(result.deleted),
        "options": asdict(result.options) | {"leave_out": sorted(result.options.leave_out)},
    }


def _doubt(doubt: Doubt, files: dict[int, str]) -> dict[str, Any]:
    faces = [{"face": face, "path": files.get(face)} for face in doubt.faces]
    return {"person": doubt.name, "looks_like": doubt.likely_name or None, "faces": faces}
