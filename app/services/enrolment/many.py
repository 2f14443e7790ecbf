"""Enrolling many people at once, a folder each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.core.errors import GalleryError, ImageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import facts, quote, say
from app.domain.alike import Alike, LooksEnrolled
from app.domain.consent import Consent
from app.domain.failure import Failure
from app.domain.people_plan import PeoplePlan, PlannedPerson
from app.domain.person import EnrolReport
from app.domain.skipped import left_out
from app.gallery import people
from app.gallery.database import Session
from app.gallery.people import clean_name
from app.services.enrolment.enrol import enrol_from, tell_apart
from app.services.enrolment.enrolment import Enrolment
from app.services.enrolment.person_folders import called, person_folders, plan, reject_beside
from app.services.workspace import Workspace
from app.vision.picture_files import survey


def plan_people(workspace: Workspace, folder: Path, cancel: CancelToken | None = None) -> PeoplePlan:
    """Say who is to be enrolled from the folders inside a folder: one person each, or several, a folder each.

    Raises:
        UsageError: There is no such folder, it may not be read, or there is no folder in it.
        ModelError: The model cannot be used.
        Cancelled: The user asked to stop.
    """
    inside = person_folders(folder)
    made = plan(inside, *tell_apart(workspace, cancel))
    reject_beside(made, folder)
    with workspace.db.read() as session:
        found = [_planned(session, name, folders) for name, folders in sorted(made.people.items())]
        outer = [_planned(session, called(one), [one]) for one in inside] if made.apart else []
    several = tuple(map(str, made.apart))
    return PeoplePlan(str(folder), tuple(found), several, tuple(outer), tuple(made.rejected))


def _planned(session: Session, name: str, folders: Sequence[Path]) -> PlannedPerson:
    """Somebody with what is odd about them."""
    paths = tuple(map(str, folders))
    try:
        found = [survey(folder) for folder in folders]
        count = sum(len(one.pictures) for one in found)
        known, near = people.find(session, name), people.nearly_named(session, name)
    except (GalleryError, ImageError) as error:
        return PlannedPerson(name, paths, 0, usable=False, odd=quote(error))
    if not count:
        return PlannedPerson(name, paths, 0, usable=False, odd=say("there is no picture in this folder"))
    skipped = sum((one.skipped for one in found), Counter[str]())
    odd = facts(
        say("enrolled already: the faces are added") if known is not None else "",
        *(Alike(one, people.name_of(session, one)).text for one in near if known is None),
        left_out(skipped),
    )
    return PlannedPerson(name, paths, count, odd=odd)


def enrol_planned(
    workspace: Workspace,
    planned: Sequence[PlannedPerson],
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    apart: bool = False,
    consent: Consent | None = None,
) -> Iterator[EnrolReport]:
    """Enrol one person after another from their folders; `consent` is what each of them agreed to.

    A folder whose name cannot be a person's, or whose person looks like somebody else who is enrolled unless
    `apart` is said, is rejected with the reason, and holds up none of the others.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    total, done = sum(one.pictures for one in planned), 0

    def tell(step: Progress) -> None:
        progress(replace(step, done=done + step.done, total=total))

    for person in planned:
        try:
            task = Enrolment(workspace, EnrolReport(clean_name(person.name)), tell, consent, apart=apart)
        except GalleryError as error:
            rejected = [Failure(folder, quote(error)) for folder in person.folders]
            yield EnrolReport(person.name, rejected=rejected)
            continue
        try:
            yield enrol_from(task, person.folders, cancel)
        except LooksEnrolled as question:
            task.result.alike = question.alike
            task.result.rejected += [Failure(folder, question.alike.text) for folder in person.folders]
            yield task.result
        done += person.pictures
