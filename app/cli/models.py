"""Commands about models: list, use, add."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.session import Json, command, options, workspace

_models = typer.Typer(help="List the models, add one, or switch between them.")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    _models.callback(invoke_without_command=True)(_list_if_bare)
    _models.command("use")(command(use))
    _models.command("back")(command(back))
    _models.command("add")(command(add))
    app.add_typer(_models, name="models")


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
        model = models.find(opened, name)
        models.switch(opened, model, opened.progress, options().cancel)
    _switched(model.name, model.id, json)


def back(json: Json = False) -> None:
    """Switch back to the model that the active one was trained from."""
    from app.services import models

    with workspace() as opened:
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
