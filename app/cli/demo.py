"""The demo command: what Kith does, shown on a folder of photos."""

import os
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import command, options, workspace
from app.cli.training import tell_retraining
from app.core.errors import TrainingRefused, UsageError
from app.core.text import say

if TYPE_CHECKING:
    from app.services.sorting.folder import Clusters
    from app.services.workspace import Workspace

_SAMPLE = "aligned12"
_MARK = ".kith-demo"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("demo")(command(demo))


def demo(
    photos: Annotated[
        Path | None, typer.Argument(help="A folder of photos, at best of a few people.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Data folder for the results; emptied first.")] = Path("out/demo"),
) -> int:
    """Show the whole of it on a folder of photos: cluster, enrol, identify, retrain.

    Wants people with four photos or more. What it prints is for people; it has no JSON.
    """
    from app.services.sorting.folder import cluster_folder

    folder = photos or _sample()
    options().data_dir = _emptied(out)
    output.tell(f"[bold]1. Sort[/] the faces below {output.shown(folder)} into people")
    with workspace() as opened:
        clusters = cluster_folder(opened, folder, opened.progress, options().cancel)
    _tell_clusters(clusters)
    with workspace() as opened:
        _name_and_train(opened, clusters)
    output.tell(f"\nThe results lie in {output.shown(out)}. Look at them, for example:")
    for words in ("people", "models", f"identify {shlex.quote(output.shown(folder))}"):
        output.tell(f"  .venv/bin/kith --data-dir {shlex.quote(output.shown(out))} {words}")
    return PARTLY if clusters.failed else 0


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
    sizes = ", ".join(str(len(places)) for places in clusters.clusters[:15]) or "no"
    more = ", ..." if len(clusters.clusters) > 15 else ""
    output.tell(
        f"   {len(clusters.clusters)} people ({sizes}{more} faces),"
        f" {len(clusters.unclustered)} faces that resemble no other"
    )
    output.complain_of(clusters.failed)


def _name_and_train(opened: "Workspace", clusters: "Clusters") -> None:
    from app.services.people import corrections
    from app.services.sorting.demo import name_first_halves, recognise
    from app.services.training import doubts, retrain

    rest = name_first_halves(opened, clusters)
    if not rest:
        output.tell("   Nobody has four photos or more, so there is nobody to go on with.")
        return
    output.tell(f"[bold]2. Enrol[/] {len(rest)} of them by every other face, as Person 1, Person 2, ...")
    output.tell("[bold]3. Identify[/] the rest of their photos")
    naming = recognise(opened, rest, options().cancel)
    output.tell(
        f"   {naming.asked} faces: {naming.right} named as their cluster, {naming.wrong} otherwise,"
        f" {naming.open} left open"
    )
    output.tell("[bold]4. Retrain[/] on all of them, and switch if it proves better")
    for name, places in rest.items():
        corrections.name(opened, [place.face for place in places], name)
    try:
        result = retrain.retrain(opened, progress=opened.progress, cancel=options().cancel)
        tell_retraining(result, doubts.files(opened, result.doubts))
    except TrainingRefused as refusal:
        output.complain(refusal)
