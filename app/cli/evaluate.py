"""The command that judges a model: evaluate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import Json, Overwrite, options, register, workspace
from app.core.text import NOTHING, Number, Text, one_in, percent, points, quote, say, say_n

if TYPE_CHECKING:
    from app.domain.evaluation import Evaluation, Findings, Judged, Measured, SearchRate

_BASIS = {"counted": NOTHING, "extrapolated": say("extrapolated"), "unknown": say("too few faces")}
_MOST_PEOPLE = 10
_SLICES = {
    "low": say("low quality"),
    "middle": say("middling quality"),
    "high": say("high quality"),
    "frontal": say("frontal"),
    "turned": say("turned, 15 to 35 degrees"),
    "profile": say("turned farther"),
    "no": say("not recognisable"),
}


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, evaluate)


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=say(
                "A folder with one for each person; without it the people enrolled are judged. "
                "With --pairs: what the pictures of the list lie below."
            )
        ),
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(help=say("A list of pairs: LFW's pairs.txt, or CSV with columns a, b, same.")),
    ] = None,
    model: Annotated[str, typer.Option(help=say("Which model; without it the one that decides."))] = "",
    against: Annotated[str, typer.Option(help=say("A second model, to compare it with."))] = "",
    html: Annotated[
        Path | None, typer.Option(help=say("Write a page with curves and pictures here."))
    ] = None,
    csv: Annotated[Path | None, typer.Option(help=say("Write all figures as a table here."))] = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> int:
    """Measure how well faces are recognised. Nothing is stored."""
    from app.services.evaluation.evaluate import Task
    from app.services.evaluation.evaluate import evaluate as judge
    from app.services.evaluation.report.document import document
    from app.services.evaluation.report.files import check, save

    check(html, csv, overwrite=overwrite)
    task = Task(folder, pairs, model, against)
    with workspace() as opened:
        found = judge(opened, task, opened.progress, options().cancel)
    save(found, options().data_dir, html=html, csv=csv, overwrite=overwrite)
    if json:
        output.emit(document(found))
    else:
        _tell(found)
        for path in filter(None, (html, csv)):
            output.note(output.dim(say("Written: {path}", path=path)))
        output.complain_of(list(found.failed))
    return PARTLY if found.failed else 0


def _tell(found: "Evaluation") -> None:
    output.tell(_material(found.judged))
    if found.judged.unrecognisable:
        output.tell(
            output.dim(
                say_n(
                    "{n} more face cannot be recognised, and is left out.",
                    "{n} more faces cannot be recognised, and are left out.",
                    found.judged.unrecognisable,
                )
            )
        )
    _tell_verification(found)
    if found.models[0].searches:
        _tell_identification(found)
    for model in found.models:
        _tell_verdicts(model)
        _tell_slices(model)


def _material(judged: "Judged") -> Text:
    pairs = say(
        "{genuine} pairs of one person, {impostor} of two",
        genuine=judged.genuine,
        impostor=judged.impostor,
    )
    return say(
        "{faces} of {people}: {pairs}.",
        faces=say_n("{n} face", "{n} faces", judged.faces),
        people=say_n("{n} person", "{n} people", judged.people),
        pairs=say("{pairs}, a random sample of all", pairs=pairs) if judged.sampled else pairs,
    )


def _tell_verification(found: "Evaluation") -> None:
    names = [quote(model.name) for model in found.models]
    change = [say("difference")] if found.changes else []
    table = output.Table(
        say("recognised at one false accept in"), *names, *change, right=range(1, len(names) + 2)
    )
    for row, first in enumerate(found.models[0].tar):
        count = round(1 / first.fmr)
        rate = count if first.counted else say("{count} *", count=count)
        table.row(rate, *(_range(model.tar[row].tar) for model in found.models), *_difference(found, row))
    table.row(output.dim(say("equal error rate")), *(_range(model.eer) for model in found.models))
    right = [_range(model.accuracy) for model in found.models if model.accuracy]
    if len(right) == len(names):
        table.row(output.dim(say("accuracy over the folds")), *right)
    table.show()
    if not found.models[0].tar[-1].counted:
        output.tell(
            output.dim(say("* Too few pairs of two people to count that: where none of them is accepted."))
        )


def _difference(found: "Evaluation", row: int) -> list[Text]:
    if not found.changes:
        return []
    change = found.changes[row].tar
    if change.low is None:
        return [points(change.value)]
    bounds = say("({low} to {high})", low=points(change.low), high=points(change.high or 0))
    return [say("{value} {bounds}", value=points(change.value), bounds=output.dim(bounds))]


def _tell_identification(found: "Evaluation") -> None:
    missed = [say("not named, {name}", name=model.name) for model in found.models]
    table = output.Table(
        say("people"), say("one stranger named in"), *missed, NOTHING, right=range(len(missed) + 2)
    )
    for rows in zip(*(model.searches for model in found.models), strict=True):
        first: SearchRate = rows[0]
        people = say("{count} (all)", count=first.people) if first.own else first.people
        cells = ["-" if one.fnir is None else _range(one.fnir) for one in rows]
        table.row(people, round(1 / first.fpir), *cells, output.dim(_BASIS[first.basis]))
    table.show()


def _tell_verdicts(model: "Findings") -> None:
    if (found := model.verdicts) is not None:
        output.tell(
            say(
                "{name} as Kith is set (one stranger named in {rate}): of {probes} faces {right} get their "
                "name, {unsure} are unsure, {wrong} get another's; {named} of {strangers} strangers get a "
                "name.",
                name=output.bold(model.name),
                rate=round(1 / found.fpir),
                probes=found.probes,
                right=found.right,
                unsure=found.unsure,
                wrong=found.wrong,
                named=found.named,
                strangers=found.strangers,
            )
        )


def _tell_slices(model: "Findings") -> None:
    title = output.dim(say("{name}, at one false accept in 1,000", name=model.name))
    figures = (say("faces"), say("pairs of one"), say("recognised"), say("falsely accepted"))
    table = output.Table(title, *figures, right=range(1, 5))
    people = [one for one in model.slices if one.kind == "person"]
    for one in (*(one for one in model.slices if one.kind != "person"), *people[:_MOST_PEOPLE]):
        name = one.name if one.kind == "person" else _SLICES[one.name]
        tar = "-" if one.tar is None else percent(one.tar)
        fmr = "-" if one.fmr is None else one_in(one.fmr) if one.fmr else say("none")
        table.row(name, one.faces, one.genuine, tar, fmr)
    table.show()
    if len(people) > _MOST_PEOPLE:
        output.tell(
            output.dim(
                say(
                    "Of {count} people the {most} recognised worst are shown.",
                    count=len(people),
                    most=_MOST_PEOPLE,
                )
            )
        )


def _range(found: "Measured") -> Text:
    if found.low is None or found.high is None:
        return percent(found.value)
    bounds = say("({low} to {high})", low=Number(100 * found.low, 1), high=Number(100 * found.high, 1))
    return say("{value} {bounds}", value=percent(found.value), bounds=output.dim(bounds))
