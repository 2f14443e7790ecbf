"""Requests about people."""

from app.domain.changes import Changes
from app.domain.person import Person
from app.engine.desk import Desk
from app.engine.registry import answers
from app.engine.requests.people import FacesOfPerson, Forget, ListPeople, Merge, RemovePerson, Rename


@answers(ListPeople)
def list_people(desk: Desk, _: ListPeople) -> tuple[Person, ...]:
    """Everyone enrolled, by name."""
    from app.services.people import browse

    return tuple(browse.everyone(desk.workspace))


@answers(FacesOfPerson)
def faces_of_person(desk: Desk, asked: FacesOfPerson) -> tuple[int, ...]:
    """A person's faces, best first."""
    from app.services.people import browse

    return tuple(browse.faces_of_person(desk.workspace, asked.person))


@answers(Rename)
def rename(desk: Desk, asked: Rename) -> Changes:
    """Give a person another name."""
    from app.services.people import corrections

    return corrections.rename(desk.workspace, asked.person, asked.name)


@answers(Merge)
def merge(desk: Desk, asked: Merge) -> Changes:
    """Make two people one."""
    from app.services.people import corrections

    return corrections.merge(desk.workspace, asked.source, asked.target)


@answers(RemovePerson)
def remove_person(desk: Desk, asked: RemovePerson) -> Changes:
    """Take a person out of view."""
    from app.services.people import corrections

    return corrections.remove_person(desk.workspace, asked.person)


@answers(Forget)
def forget(desk: Desk, asked: Forget) -> Changes:
    """Erase a person for good."""
    from app.services.people import privacy

    changes = privacy.forget(desk.workspace, asked.name)
    desk.engine.changed(changes)
    return changes
