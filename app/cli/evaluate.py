"""The command that judges a model: evaluate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import Json, command, options, workspace

if TYPE_CHECKING:
    from app.domain.evaluation import Evaluation, Findings, Judged, Measured, SearchRate, TarChange

_BASIS = {"counted": "", "extrapolated": "extrapolated", "unknown": "too few faces"}
_MOST_PEOPLE = 10
_SLICES = {
    "low": "low quality",
    "middle": "middling quality",
    "high": "high quality",
    "frontal": "frontal",
    "turned": "turned, 15 to 35 degrees",
    "profile": "turned farther",
    "no": "not recognisable",
}


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("evaluate")(command(evaluate))


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="A folder with one for each person; without it the people enrolled are judged. "
            "With --pairs: what the pictures of the list lie below."
        ),
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="A list of pairs: LFW's pairs.txt, or CSV with columns a, b, same.")
    ] = None,
    model: Annotated[str, typer.Option(help="Which model; without it the one that decides.")] = "",
    against: Annotated[str, typer.Option(help="A second model, to compare it with.")] = "",
    html: Annotated[Path | None, typer.Option(help="Write a page with curves and pictures here.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write all figures as a table here.")] = None,
    json: Json = False,
) -> int:
    """Measure how well faces are recognised. Nothing is stored."""
    from app.services.evaluation.evaluate import Task
    from app.services.evaluation.evaluate import evaluate as judge
    from app.services.evaluation.report.document import document
    from app.services.evaluation.report.files import save

    task = Task(folder, pairs, model, against)
    with workspace() as opened:
        found = judge(opened, task, opened.progress, options().cancel)
    save(found, html=html, csv=csv)
    if json:
        output.emit(document(found))
    else:
        _tell(found)
        for path in filter(None, (html, csv)):
            output.note(f"[dim]Written: {output.shown(path)}[/]")
        output.complain_of(list(found.failed))
    return PARTLY if found.failed else 0


def _tell(found: "Evaluation") -> None:
    output.tell(_material(found.judged))
    if found.judged.unrecognisable:
        output.tell(
            f"[dim]{found.judged.unrecognisable:,} more faces cannot be recognised, and are left out.[/]"
        )
    _tell_verification(found)
    if found.models[0].searches:
        _tell_identification(found)
    for model in found.models:
        _tell_verdicts(model)
        _tell_slices(model)


def _material(judged: "Judged") -> str:
    sample = ", a random sample of all" if judged.sampled else ""
    return (
        f"{judged.faces:,} faces of {judged.people:,} people: {judged.genuine:,} pairs of one person, "
        f"{judged.impostor:,} of two{sample}."
    )


def _tell_verification(found: "Evaluation") -> None:
    names = [output.shown(model.name) for model in found.models]
    change = [">difference"] if found.changes else []
    table = output.table("recognised at one false accept in", *(f">{name}" for name in names), *change)
    for row, first in enumerate(found.models[0].tar):
        star = "" if first.counted else " *"
        cells = [_range(model.tar[row].tar) for model in found.models]
        table.add_row(f"{1 / first.fmr:,.0f}{star}", *cells, *_difference(found.changes, row))
    blank = [""] * len(change)
    table.add_row("[dim]equal error rate[/]", *(_range(model.eer) for model in found.models), *blank)
    if all(model.accuracy for model in found.models):
        right = [_range(model.accuracy) for model in found.models if model.accuracy]
        table.add_row("[dim]accuracy over the folds[/]", *right, *blank)
    output.stdout.print(table)
    if not found.models[0].tar[-1].counted:
        output.tell("[dim]* Too few pairs of two people to count that: where none of them is accepted.[/]")


def _difference(changes: "tuple[TarChange, ...]", row: int) -> list[str]:
    if not changes:
        return []
    change = changes[row].tar
    bounds = (
        "" if change.low is None else f" [dim]({100 * change.low:+.1f} to {100 * (change.high or 0):+.1f})[/]"
    )
    return [f"{100 * change.value:+.1f}{bounds}"]


def _tell_identification(found: "Evaluation") -> None:
    names = [output.shown(model.name) for model in found.models]
    table = output.table(">people", ">one stranger named in", *(f">not named, {name}" for name in names), "")
    for rows in zip(*(model.searches for model in found.models), strict=True):
        first: SearchRate = rows[0]
        people = f"{first.people:,}" + (" (all)" if first.own else "")
        cells = ["-" if one.fnir is None else _range(one.fnir) for one in rows]
        table.add_row(people, f"{1 / first.fpir:,.0f}", *cells, f"[dim]{_BASIS[first.basis]}[/]")
    output.stdout.print(table)


def _tell_verdicts(model: "Findings") -> None:
    if (said := model.verdicts) is not None:
        output.tell(
            f"[bold]{output.shown(model.name)}[/] as Kith is set "
            f"(one stranger named in {1 / said.fpir:,.0f}): "
            f"of {said.probes:,} faces {said.right:,} get their name, {said.unsure:,} are unsure, "
            f"{said.wrong:,} get another's; {said.named:,} of {said.strangers:,} strangers get a name."
        )


def _tell_slices(model: "Findings") -> None:
    title = f"[dim]{output.shown(model.name)}, at one false accept in 1,000[/]"
    table = output.table(title, ">faces", ">pairs of one", ">recognised", ">falsely accepted")
    people = [one for one in model.slices if one.kind == "person"]
    for one in (*(one for one in model.slices if one.kind != "person"), *people[:_MOST_PEOPLE]):
        name = output.shown(one.name) if one.kind == "person" else _SLICES[one.name]
        tar = "-" if one.tar is None else f"{one.tar:.1%}"
        fmr = "-" if one.fmr is None else "none" if not one.fmr else f"1 in {1 / one.fmr:,.0f}"
        table.add_row(name, f"{one.faces:,}", f"{one.genuine:,}", tar, fmr)
    output.stdout.print(table)
    if len(people) > _MOST_PEOPLE:
        output.tell(f"[dim]Of {len(people):,} people the {_MOST_PEOPLE} recognised worst are shown.[/]")


def _range(found: "Measured") -> str:
    if found.low is None or found.high is None:
        return f"{found.value:.1%}"
    return f"{found.value:.1%} [dim]({100 * found.low:.1f} to {100 * found.high:.1f})[/]"
