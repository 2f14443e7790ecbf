"""Commands about people: enroll, import-people, people, rename, born, merge."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output, self_test
from app.cli.consent import Purpose, Until, consent_of
from app.cli.duplicates import AddTo, KeepApart, asked_with_options
from app.cli.exits import PARTLY
from app.cli.history import tell_changes
from app.cli.session import Json, options, parsed_day, register, typed, workspace
from app.core.errors import UsageError
from app.core.text import quote, say, say_n

if TYPE_CHECKING:
    from app.domain.failure import Failure
    from app.domain.people_plan import PeoplePlan, PlannedPerson
    from app.domain.person import EnrolReport

Name = Annotated[str, typer.Argument(help=say("A person's name, in any case."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, enroll, import_people, people, rename, born, merge)


def enroll(
    name: Annotated[str, typer.Argument(help=say("Whose face it is."))],
    sources: Annotated[
        list[str],
        typer.Argument(
            help=say("Photos, folders of photos, a video, a camera's number or a stream's address.")
        ),
    ],
    add_to: AddTo = None,
    keep_apart: KeepApart = False,
    consent: Purpose = None,
    until: Until = None,
    json: Json = False,
) -> int:
    """Add a person, or more faces of them."""
    from app.services.enrolment import enrol
    from app.services.people import browse

    agreed = consent_of(consent, until)
    with workspace() as opened, asked_with_options(adding=True):
        if add_to is not None:
            browse.find(opened, add_to)
        result = enrol.enrol(
            opened,
            add_to or name,
            sources,
            opened.progress,
            options().cancel,
            apart=keep_apart,
            consent=agreed,
        )
    if json:
        output.emit(_document(result))
    else:
        _tell(result)
    for folder in result.several:
        output.note(say("To enrol everyone in it: kith import-people {folder}", folder=folder))
    output.tell_skipped(result.skipped)
    return PARTLY if result.rejected else 0


def import_people(
    folder: Annotated[Path, typer.Argument(help=say("A folder that holds one folder for each person."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("Say who would be enrolled, and enrol nobody."))
    ] = False,
    as_they_are: Annotated[
        bool,
        typer.Option(
            "--as-they-are",
            help=say("Each folder is one person's, even where it holds several people, a folder each."),
        ),
    ] = False,
    keep_apart: KeepApart = False,
    consent: Purpose = None,
    until: Until = None,
    json: Json = False,
) -> int:
    """Enrol many people at once: one folder a person, named after them."""
    from app.services.enrolment import many

    results = []
    agreed = None if dry_run else consent_of(consent, until)
    with workspace() as opened, typed(folder):
        plan = many.plan_people(opened, folder, options().cancel)
        people = (as_they_are and plan.outer) or plan.people
        _tell_inside(plan, used=people is plan.people)
        if dry_run:
            return _tell_planned(people, plan.rejected, json=json)
        for result in many.enrol_planned(
            opened, people, opened.progress, options().cancel, apart=keep_apart, consent=agreed
        ):
            results.append(result)
            if not json:
                _tell(result)
    output.complain_of(plan.rejected)
    _tell_alike(results)
    if json:
        rejected = {"rejected": output.failures(plan.rejected)} if plan.rejected else {}
        output.emit({"people": [_document(result) for result in results]} | rejected)
    output.tell_skipped(sum((result.skipped for result in results), Counter[str]()))
    return PARTLY if plan.rejected or any(result.rejected for result in results) else 0


def _tell_alike(results: "Sequence[EnrolReport]") -> None:
    if any(result.alike for result in results):
        output.note(
            say(
                "Who is whom they look like is added by: kith enroll NAME FOLDER --add-to NAME. "
                "To enrol them as people of their own, say --keep-apart."
            )
        )


def _tell_inside(plan: "PeoplePlan", *, used: bool) -> None:
    """Name the folders that hold several people, and what becomes of those inside."""
    for folder in plan.several:
        output.note(
            say("{folder} holds several people: each folder in it is taken for one.", folder=folder)
            if used
            else say("{folder} holds several people, and is taken for one all the same.", folder=folder)
        )


def _tell_planned(people: "Sequence[PlannedPerson]", rejected: "Sequence[Failure]", *, json: bool) -> int:
    """Say who would be enrolled."""
    if json:
        found = [
            {"person": one.name, "folders": one.folders, "pictures": one.pictures, "usable": one.usable}
            | ({"odd": one.odd} if one.odd else {})
            for one in people
        ]
        left_out = {"rejected": output.failures(rejected)} if rejected else {}
        output.emit({"people": found} | left_out)
        return 0
    table = output.Table(say("person"), say("pictures"), say("what is odd"), right=[1])
    for one in people:
        table.row(one.name, one.pictures, one.odd)
    table.show()
    output.complain_of(rejected)
    output.note(say("Nobody was enrolled."))
    return 0


def _document(result: "EnrolReport") -> dict[str, Any]:
    document: dict[str, Any] = {
        "person": result.name,
        "accepted": result.accepted,
        "rejected": output.failures(result.rejected),
    }
    test = {} if result.test is None else {"test": self_test.document(result.test)}
    return document | output.skipped(result.skipped) | test


def _tell(result: "EnrolReport") -> None:
    name = output.bold(result.name)
    enrolled = say_n(
        "{name}: {n} face enrolled", "{name}: {n} faces enrolled", result.accepted - result.known, name=name
    )
    if result.known:
        enrolled = say("{enrolled}, {count} enrolled before", enrolled=enrolled, count=result.known)
    output.tell(enrolled)
    if result.test is not None:
        self_test.tell(result.test)
    output.complain_of(result.rejected)


def people(json: Json = False) -> None:
    """List everyone enrolled."""
    from app.services.people import browse

    with workspace() as opened:
        everyone = browse.everyone(opened)
    if json:
        output.emit({"people": [{"name": person.name, "faces": person.faces} for person in everyone]})
        return
    if not everyone:
        output.note(say("Nobody is enrolled yet. Add someone: kith enroll NAME PHOTO..."))
        return
    table = output.Table(say("person"), say("faces"), say("since"), right=[1])
    for person in everyone:
        table.row(person.name, person.faces, f"{person.added_at.astimezone():%Y-%m-%d}")
    table.show()


def rename(
    name: Name,
    new_name: Annotated[str, typer.Argument(help=say("What to call them."))],
    keep_apart: KeepApart = False,
    json: Json = False,
) -> None:
    """Give someone another name."""
    from app.services.people import browse, corrections

    with workspace() as opened, asked_with_options():
        person = browse.find(opened, name)
        tell_changes(corrections.rename(opened, person, new_name, apart=keep_apart), json)


def born(
    name: Name,
    day: Annotated[
        str | None,
        typer.Argument(metavar="[YYYY-MM-DD]", help=say("Their birth date; without one it is told.")),
    ] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help=say("Take the birth date away."))] = False,
    json: Json = False,
) -> None:
    """Keep when someone was born: photos taken before are never proposed as theirs."""
    from app.services.people import browse, corrections

    if unknown and day is not None:
        raise UsageError(say("--unknown goes without a day"))
    wanted = None if day is None else parsed_day(day)
    with workspace() as opened:
        person = browse.find(opened, name)
        if unknown or wanted is not None:
            tell_changes(corrections.set_birth(opened, person, wanted), json)
            return
        found = next(one for one in browse.everyone(opened) if one.id == person)
    if json:
        output.emit({"person": found.name, "born": None if found.born is None else found.born.isoformat()})
    elif found.born is None:
        output.note(say("No birth date of {name} is kept.", name=found.name))
    else:
        output.tell(quote(found.born.isoformat()))


def merge(
    source: Annotated[str, typer.Argument(help=say("Who is not a person of their own."))],
    target: Annotated[str, typer.Argument(help=say("Who they really are; this name stays."))],
    keep_apart: KeepApart = False,
    json: Json = False,
) -> None:
    """Make two people one."""
    from app.services.people import browse, corrections

    with workspace() as opened, asked_with_options():
        merged, into = browse.find(opened, source), browse.find(opened, target)
        tell_changes(corrections.merge(opened, merged, into, apart=keep_apart), json)
