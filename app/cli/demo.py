"""The demo command: what Kith does, shown on a folder of photos."""

import os
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import options, register, workspace
from app.cli.training_told import tell_retraining
from app.core.errors import TrainingRefused, UsageError
from app.core.text import Listed, Text, quote, say, say_n

if TYPE_CHECKING:
    from app.services.sorting.folder import Clusters
    from app.services.workspace import Workspace

_SAMPLE = "aligned12"
_MARK = ".kith-demo"
_MOST_SIZES = 15
"""Clusters whose size is told."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, demo)


def demo(
    photos: Annotated[
        Path | None, typer.Argument(help=say("A folder of photos, at best of a few people."))
    ] = None,
    out: Annotated[Path, typer.Option(help=say("Data folder for the results; emptied first."))] = Path(
        "out/demo"
    ),
) -> int:
    """Show the whole of it on a folder of photos: cluster, enrol, identify, retrain.

    Wants people with four photos or more. What it prints is for people; it has no JSON.
    """
    from app.services.sorting.folder import cluster_folder

    folder = photos or _sample()
    options().data_dir = _emptied(out)
    _tell_step(1, say("Sort the faces below {folder} into people", folder=folder))
    with workspace() as opened:
        clusters = cluster_folder(opened, folder, opened.progress, options().cancel)
    _tell_clusters(clusters)
    with workspace() as opened:
        _name_and_train(opened, clusters)
    output.tell(say("\nThe results lie in {folder}. Look at them, for example:", folder=out))
    for words in (["people"], ["models"], ["identify", str(folder)]):
        output.tell(quote("  " + shlex.join([".venv/bin/kith", "--data-dir", str(out), *words])))
    return PARTLY if clusters.failed else 0


def _tell_step(number: int, what: Text) -> None:
    output.tell(say("{number}. {what}", number=number, what=output.bold(what)))


def _sample() -> Path:
    """The sample photos: below KITH_FACES, or beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "faces"
    folder = Path(os.environ.get("KITH_FACES") or beside) / _SAMPLE
    if not folder.is_dir():
        raise UsageError(
            say("there are no sample photos on this computer"),
            remedy=say(
                "Give a folder of your own: make run PHOTOS=~/Pictures (nothing leaves this computer)"
            ),
        )
    return folder


def _emptied(out: Path) -> Path:
    """Make the results' folder, or empty one that an earlier demo made; never touch any other."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).exists():
            raise UsageError(
                say("{out} is not a folder that the demo made", out=out),
                remedy=say("Choose another with --out"),
            )
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).touch()
    return out


def _tell_clusters(clusters: "Clusters") -> None:
    sizes = [len(places) for places in clusters.clusters]
    people = say_n("   {n} person", "   {n} people", len(sizes))
    if sizes:
        shown = Listed((*sizes[:_MOST_SIZES], *(["..."] if len(sizes) > _MOST_SIZES else [])))
        people = say("{people} ({sizes} faces)", people=people, sizes=shown)
    alone = say_n(
        "{n} face that resembles no other", "{n} faces that resemble no other", len(clusters.unclustered)
    )
    output.tell(say("{people}, {alone}", people=people, alone=alone))
    output.complain_of(clusters.failed)


def _name_and_train(opened: "Workspace", clusters: "Clusters") -> None:
    from app.services.people import corrections
    from app.services.sorting.demo import name_first_halves, recognise
    from app.services.training import doubts, retrain

    rest = name_first_halves(opened, clusters)
    if not rest:
        output.tell(say("   Nobody has four photos or more, so there is nobody to go on with."))
        return
    _tell_step(
        2, say("Enrol {count} of them by every other face, as Person 1, Person 2, ...", count=len(rest))
    )
    _tell_step(3, say("Identify the rest of their photos"))
    naming = recognise(opened, rest, options().cancel)
    output.tell(
        say(
            "   {faces}: {right} named as their cluster, {wrong} otherwise, {open} left open",
            faces=say_n("{n} face", "{n} faces", naming.asked),
            right=naming.right,
            wrong=naming.wrong,
            open=naming.open,
        )
    )
    _tell_step(4, say("Retrain on all of them, and switch if it proves better"))
    for name, places in rest.items():
        corrections.name(opened, [place.face for place in places], name, apart=True)
    try:
        result = retrain.retrain(opened, progress=opened.progress, cancel=options().cancel)
        tell_retraining(result, doubts.files(opened, result.doubts))
    except TrainingRefused as refusal:
        output.complain(refusal)
