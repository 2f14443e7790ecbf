"""Commands about models: models (list, use, add) and retrain."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import CANNOT_START
from app.cli.session import Json, command, options, up_to_date, workspace
from app.core.errors import TrainingRefused

if TYPE_CHECKING:
    from app.services.retrain import Retraining

_models = typer.Typer(help="List the models, add one, or switch between them.")


class Activate(StrEnum):
    """Whether a retrained model takes over."""

    AUTO = "auto"
    NEVER = "never"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    _models.callback(invoke_without_command=True)(_list_if_bare)
    _models.command("use")(command(use))
    _models.command("back")(command(back))
    _models.command("add")(command(add))
    app.add_typer(_models, name="models")
    app.command("retrain")(command(retrain))


def _list_if_bare(ctx: typer.Context, json: Json = False) -> None:
    if ctx.invoked_subcommand is None:
        command(list_models)(json=json)
    elif json:
        options().json = True


def list_models(json: Json = False) -> None:
    """List the models of this data folder."""
    from app.services import models

    with workspace() as opened:
        everything = models.everything(opened)
    if json:
        documents = [
            {
                "name": model.name,
                "id": model.id,
                "backbone": model.backbone,
                "dimension": model.dimension,
                "active": active,
                "metrics": model.metrics,
            }
            for model, active in everything
        ]
        output.emit({"models": documents})
        return
    table = output.table("", "model", "id", "backbone", ">length")
    for model, active in everything:
        mark = "[green]*[/]" if active else ""
        table.add_row(mark, output.shown(model.name), model.id, model.backbone, str(model.dimension))
    output.stdout.print(table)


def use(
    name: Annotated[str, typer.Argument(help="A model's name or identifier.")], json: Json = False
) -> None:
    """Switch to a model: every stored face is read with it, then it decides."""
    from app.services import models

    with workspace() as opened:
        up_to_date(opened)
        model = models.find(opened, name)
        models.switch(opened, model, opened.progress, options().cancel)
    _switched(model.name, model.id, json)


def back(json: Json = False) -> None:
    """Switch back to the model that the active one was trained from."""
    from app.services import models

    with workspace() as opened:
        up_to_date(opened)
        model = models.parent(opened)
        models.switch(opened, model, opened.progress, options().cancel)
    _switched(model.name, model.id, json)


def _switched(name: str, model_id: str, json: bool) -> None:
    if json:
        output.emit({"active": name, "id": model_id})
    else:
        output.say(
            f"[bold]{output.shown(name)}[/] decides now. Switch back at any time with kith models use."
        )


def add(
    name: Annotated[str, typer.Argument(help="A published model: sface, vggface2 or casia-webface.")],
    weights: Annotated[Path | None, typer.Option(help="Its file, instead of downloading it.")] = None,
    json: Json = False,
) -> None:
    """Add a published model, by download or from a file."""
    from app.services import models

    with workspace() as opened:
        model = models.add_published(opened, name, weights, opened.progress, options().cancel)
    if json:
        output.emit({"added": model.name, "id": model.id})
    else:
        output.say(f"Added {output.shown(model.name)}. Use it: kith models use {output.shown(model.name)}")


def retrain(
    activate: Annotated[
        Activate, typer.Option(help="auto: switch to the new model if it proves better.")
    ] = Activate.AUTO,
    json: Json = False,
) -> int:
    """Fine-tune the recogniser on everyone enrolled, and prove that it got better."""
    from app.services import retrain as service

    try:
        with workspace() as opened:
            up_to_date(opened)
            result = service.retrain(
                opened, activate=activate is Activate.AUTO, progress=opened.progress, cancel=options().cancel
            )
    except TrainingRefused as refusal:
        output.complain(refusal)
        if json:
            output.emit(_refused(str(refusal)))
        return CANNOT_START
    if json:
        output.emit(_document(result))
    else:
        tell_retraining(result)
    return 0


def _refused(reason: str) -> dict[str, Any]:
    return {"before": None, "after": None, "activated": False, "reason": reason, "seconds": 0.0}


def _document(result: "Retraining") -> dict[str, Any]:
    return {
        "before": result.before,
        "after": result.after,
        "activated": result.activated,
        "reason": result.reason,
        "seconds": round(result.seconds, 2),
        "model": result.model.name,
        "people": result.people,
        "faces": result.faces,
        "single": result.single,
    }


def tell_retraining(result: "Retraining") -> None:
    """Print what came of retraining."""
    output.say(f"Trained on {result.faces} faces of {result.people} people in {result.seconds:.0f} s.")
    if result.single:
        names = ", ".join(map(output.shown, result.single))
        output.say(f"[dim]Not used as anchors, having a single photo: {names}.[/]")
    table = output.table("recognised at one false accept in", ">before", ">after")
    for group, title in (("trained", "people trained on"), ("others", "people kept out of training")):
        before, after = result.before[group], result.after[group]
        if before is None or after is None:
            continue
        table.add_row(f"[dim]{title}[/]")
        for rate in before:
            table.add_row(f"  {1 / float(rate):,.0f}", f"{before[rate]:.1%}", f"{after[rate]:.1%}")
    output.stdout.print(table)
    name, reason = output.shown(result.model.name), output.shown(result.reason)
    if result.activated:
        output.say(f"[bold]{name}[/] decides now: {reason}. Switch back: kith models back")
    else:
        output.say(f"[bold]{name}[/] is saved but does not decide: {reason}.")
        output.note(f"[dim]To use it all the same: kith models use {name}[/]")
