"""Commands about models: models (list, use, back, add, compare, export, rename, delete)."""

import os
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import models_told, output
from app.cli.session import Json, Overwrite, options, register, typed, up_to_date, when_bare, workspace
from app.cli.usage import Group
from app.core.language import shown
from app.core.text import NOTHING, quote, say

if TYPE_CHECKING:
    from app.services.models.importing import AddOptions

_models = typer.Typer(cls=Group, help=say("List the models, add one, or switch between them."))
_NORMALISATIONS = say(
    "127.5: (x - 127.5) / 127.5; 128: (x - 127.5) / 128; 255: x / 255; imagenet; raw: as it is."
)


class Layout(StrEnum):
    """Where the colours are in a network's input: before or behind rows and columns."""

    NCHW = "NCHW"
    NHWC = "NHWC"


class Order(StrEnum):
    """Order of the colours in a network's input."""

    RGB = "RGB"
    BGR = "BGR"


class Normalisation(StrEnum):
    """What a network wants done to a pixel's value."""

    SIGNED = "127.5"
    SIGNED_128 = "128"
    UNIT = "255"
    IMAGENET = "imagenet"
    RAW = "raw"


class Template(StrEnum):
    """Whose landmark template a network was trained with."""

    ARCFACE = "arcface"
    FACENET = "facenet"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    when_bare(_models, list_models)
    register(_models, use, back, add, compare, export, rename, delete)
    app.add_typer(_models, name="models")


def list_models(json: Json = False) -> None:
    """List the models of this data folder."""
    from app.services.models import catalogue

    with workspace() as opened:
        everything = catalogue.everything(opened)
    if json:
        documents = [
            {
                "name": model.name,
                "id": model.id,
                "backbone": model.backbone,
                "dimension": model.dimension,
                "active": model.active,
                **({"forgotten": model.forgotten} if model.forgotten else {}),
                "licence": model.licence,
                "preprocessing": model.preprocessing and model.preprocessing.to_json(),
                "metrics": model.training and model.training.to_json(),
            }
            for model in everything
        ]
        output.emit({"models": documents})
        return
    table = output.Table(NOTHING, say("model"), say("id"), say("backbone"), say("length"), right=[4])
    for model in everything:
        mark = output.green("*") if model.active else ""
        table.row(mark, model.name, model.id, model.backbone, model.dimension)
    table.show()


def use(
    name: Annotated[str, typer.Argument(help=say("A model's name or identifier."))], json: Json = False
) -> None:
    """Switch to a model: every stored face is read with it, then it decides."""
    from app.services.models import catalogue

    with workspace() as opened:
        up_to_date(opened)
        model = catalogue.find(opened, name)
        catalogue.switch(opened, model, opened.progress, options().cancel)
    _switched(model.name, model.id, json)


def back(json: Json = False) -> None:
    """Switch back to the model that the active one was trained from."""
    from app.services.models import catalogue

    with workspace() as opened:
        up_to_date(opened)
        model = catalogue.parent(opened)
        catalogue.switch(opened, model, opened.progress, options().cancel)
    _switched(model.name, model.id, json)


def _switched(name: str, model_id: str, json: bool) -> None:
    if json:
        output.emit({"active": name, "id": model_id})
    else:
        output.tell(
            say("{name} decides now. Switch back at any time with kith models use.", name=output.bold(name))
        )


def add(
    name: Annotated[
        str,
        typer.Argument(help=say("An ONNX file, or a published model: sface, vggface2 or casia-webface.")),
    ],
    weights: Annotated[
        Path | None, typer.Option(help=say("A published model's file, instead of downloading it."))
    ] = None,
    called: Annotated[str, typer.Option("--name", help=say("What to call a model from a file."))] = "",
    licence: Annotated[
        str, typer.Option("--licence", "--license", help=say("Of its weights, in words."))
    ] = "",
    size: Annotated[int | None, typer.Option(help=say("Side of the crop in pixels."))] = None,
    layout: Annotated[Layout | None, typer.Option(help=say("Where the colours are."))] = None,
    order: Annotated[Order | None, typer.Option(help=say("Order of the colours."))] = None,
    normalisation: Annotated[Normalisation | None, typer.Option(help=_NORMALISATIONS)] = None,
    template: Annotated[Template | None, typer.Option(help=say("Where the landmarks lie."))] = None,
    json: Json = False,
) -> None:
    """Add a recogniser: from any ArcFace-style ONNX file, or a published one.

    How a file's network wants its pictures is found out on the people enrolled, as far as it is not given. It
    does not decide yet: who gains by it and who loses is shown first.
    """
    from app.domain.preprocessing import InputHints
    from app.services.models.importing import AddOptions

    if _is_file(name):
        given = InputHints(size, normalisation, layout, order, template)
        _add_file(Path(name), AddOptions(called, licence, given), json)
    else:
        _add_published(name, weights, json)


def _add_file(file: Path, wanted: "AddOptions", json: bool) -> None:
    from app.services.models.importing import add_file, state_licence

    with workspace() as opened, typed(file):
        added = add_file(opened, file, wanted, opened.progress, options().cancel)
        if added.model.licence is None and not json and sys.stdin.isatty():
            question = shown(say("Under which licence are its weights?"))
            said = typer.prompt(question, default="", show_default=False)
            added = replace(added, model=state_licence(opened, added.model, said))
    if json:
        output.emit(models_told.added(added))
    else:
        models_told.tell_added(added)


def _add_published(name: str, weights: Path | None, json: bool) -> None:
    from app.services.models import catalogue

    with workspace() as opened, typed(weights or Path()):
        model = catalogue.add_published(opened, name, weights, opened.progress, options().cancel)
    if json:
        output.emit({"added": model.name, "id": model.id})
    else:
        output.tell(say("Added {name}. Use it: kith models use {name}", name=model.name))


def _is_file(name: str) -> bool:
    """Whether a file is meant rather than a published model."""
    return name.lower().endswith(".onnx") or os.sep in name or Path(name).is_file()


def compare(
    a: Annotated[str, typer.Argument(help=say("A model's name or identifier."))],
    b: Annotated[str, typer.Argument(help=say("Another's."))],
    json: Json = False,
) -> None:
    """Compare two models on the people enrolled: who is recognised more often, and who less."""
    from app.services.models import catalogue
    from app.services.models import compare as model_compare

    with workspace() as opened:
        both = (catalogue.find(opened, a), catalogue.find(opened, b))
        found = model_compare.compare(opened, *both, opened.progress, options().cancel)
    if json:
        output.emit(models_told.compared(found))
    else:
        models_told.tell_compared(found)


def export(
    name: Annotated[str, typer.Argument(help=say("A model's name or identifier."))],
    folder: Annotated[Path, typer.Argument(help=say("Where to; it is made."))],
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Write a model for others: ONNX, safetensors and a model card, as the Hugging Face hub expects them."""
    from app.services.models import catalogue
    from app.services.models import export as model_export

    with workspace() as opened:
        model = catalogue.find(opened, name)
        written = model_export.export(opened, model, folder, overwrite=overwrite)
    if json:
        output.emit({"exported": model.name, "files": [str(path) for path in written]})
        return
    for path in written:
        output.tell(quote(path))
    if model.licence is None:
        output.note(say("Its licence is not stated: say in README.md under which terms others may use it."))


def rename(
    name: Annotated[str, typer.Argument(help=say("A model's name or identifier."))],
    new: Annotated[str, typer.Argument(help=say("Its new name."))],
    json: Json = False,
) -> None:
    """Give a model another name."""
    from app.services.models import catalogue

    with workspace() as opened:
        model = catalogue.find(opened, name)
        catalogue.rename(opened, model, new)
        renamed = catalogue.find(opened, model.id)
    if json:
        output.emit({"renamed": renamed.name, "id": renamed.id})
    else:
        output.tell(say("{before} is called {after} now.", before=model.name, after=renamed.name))


def delete(
    name: Annotated[str, typer.Argument(help=say("A model's name or identifier."))], json: Json = False
) -> None:
    """Delete a model for good, with what it read of every face and its file; never the one that decides."""
    from app.services.models import catalogue

    with workspace() as opened:
        model = catalogue.find(opened, name)
        catalogue.delete(opened, model)
    if json:
        output.emit({"deleted": model.name, "id": model.id})
    else:
        output.tell(say("Deleted {name}.", name=model.name))
