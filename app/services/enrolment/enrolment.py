"""One person's enrolment under way: what is stored of each picture and video, and what is not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.errors import ImageError, SourceError
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.settings import REQUIRE
from app.core.text import masked, quote, say
from app.domain.consent import Consent
from app.domain.face import Face, Origin, StoredFace
from app.domain.failure import Failure
from app.domain.person import EnrolReport
from app.domain.self_test import SelfTest
from app.gallery import consents, faces, journal, people, photos
from app.gallery.apart import keep_apart
from app.gallery.database import Session
from app.gallery.records import PhotoFile
from app.services.enrolment.burst import pick_faces
from app.services.enrolment.head_turns import HeadTurns
from app.services.enrolment.self_test import further_faces, judge
from app.services.enrolment.subject import Subject
from app.services.people.duplicates import check_faces
from app.services.photos.reading import Picture
from app.services.photos.settling import settle, stored_as
from app.services.photos.storing import adding
from app.services.photos.subject import subject, subject_or_none
from app.services.workspace import Workspace
from app.vision.newest import frames_of
from app.vision.sources import Frame, is_live


class Enrolment:
    """Stores pictures and videos of one person as one entry of the journal, commit by commit.

    Attributes:
        workspace: The data folder to add to.
        result: What came of it so far.
        total: How many inputs there are.
    """

    def __init__(
        self,
        workspace: Workspace,
        result: EnrolReport,
        progress: ProgressSink,
        consent: Consent | None,
        *,
        apart: bool,
    ) -> None:
        self._apart = apart
        self._consent = consent
        self._others: list[int] | None = None
        self.workspace = workspace
        self.result = result
        self.total = 0
        self._progress = progress
        self._entry: int | None = None
        self._adds = False
        self._stored = self._done = 0

    def take_pictures(self, batch: list[Picture]) -> None:
        """Commit the usable pictures of a batch, and note why the others are not."""
        self._check([face for picture in batch if (face := subject_or_none(picture))])
        fresh: list[tuple[Picture, Face]] = []
        for picture in batch:
            try:
                if not self._known(picture):
                    fresh.append((picture, subject(picture)))
            except ImageError as error:
                self.result.rejected.append(Failure(str(picture.path), quote(error)))
        if fresh:
            self._store(fresh)
        self._report(len(batch), batch[-1].path.name)

    def take_video(self, source: str, cancel: CancelToken | None) -> None:
        """Commit a burst of good, different frames of a video, and test them on what it shows after that."""
        frames = frames_of(source, cancel or CancelToken())
        try:
            burst = pick_faces(self.workspace.reader(), source, frames)
            if is_live(source) and self.workspace.settings.liveness == REQUIRE:
                self._have_turned(frames, burst)
        except SourceError as error:
            self.result.rejected.append(Failure(masked(source), quote(error)))
        else:
            self._check(burst)
            with adding(self.workspace, [burst]) as (session, [ready]):
                entry, person = self._ensure_person(session)
                faces.add(session, ready, person_id=person, entry=entry, origin=Origin.ENROLLED)
                self._count(session, entry, len(burst))
            self._entry = entry
            self.result.accepted += len(burst)
            if is_live(source) or self.total == 1:
                self.result.test = self._test(frames)
        self._report(1, masked(source))

    def _have_turned(self, frames: Iterator[Frame], burst: Sequence[Face]) -> None:
        """Have head turns made as asked, before anything is stored.

        Raises:
            SourceError: They were not.
        """
        reader = self.workspace.reader()
        turns = HeadTurns(reader, Subject(reader), burst, required=True)
        for _, _, hint in turns.watch(frames, lambda: False):
            self._progress(Progress(0, self.total, hint))

    def _test(self, frames: Iterator[Frame]) -> SelfTest:
        reader = self.workspace.reader()
        seen = further_faces(reader, Subject(reader), frames)
        return judge(self.workspace, self.result.name, [face for _, face in seen if face is not None])

    def _check(self, seen: Sequence[Face]) -> None:
        """Ask with the first faces whether they are somebody who is enrolled under another name."""
        if self._others is None and seen:
            self._others = check_faces(self.workspace, seen, self.result.name, apart=self._apart)

    def _store(self, fresh: list[tuple[Picture, Face]]) -> None:
        with adding(self.workspace, [[face] for _, face in fresh]) as (session, ready):
            entry, person = self._ensure_person(session)
            for (picture, _), new in zip(fresh, ready, strict=True):
                assert picture.file is not None  # noqa: S101 - it has a face, so it was read
                if self._theirs(session, _stored(session, picture.file)):
                    continue  # another program was quicker
                file = replace(settle(session, picture.file), complete=len(picture.faces) == 1)
                photos.record(session, file, new, person_id=person, entry=entry, origin=Origin.ENROLLED)
                self._count(session, entry, 1)
        self._entry = entry
        self.result.accepted += len(fresh)

    def _ensure_person(self, session: Session) -> tuple[int, int]:
        """Return the journal entry and the person; they and what was agreed to come before the first face."""
        name = self.result.name
        if self._entry is None:
            self._adds = people.find(session, name) is not None
        entry = self._entry or journal.begin(session, "enrol", say("Enrolled {name}", name=name))
        person, _ = people.get_or_create(session, name, entry=entry)
        if self._consent is not None:
            consents.keep(session, entry, person, self._consent)
        keep_apart(session, entry, person, self._others or ())
        return entry, person

    def _count(self, session: Session, entry: int, stored: int) -> None:
        """Let the journal say how many faces were added to somebody known."""
        self._stored += stored
        if self._adds:
            journal.relabel(session, entry, faces.added_text(self._stored, self.result.name))

    def _known(self, picture: Picture) -> bool:
        """Whether this very picture is in the gallery already; if as somebody else's or nobody's, act on it.

        Raises:
            ImageError: It is enrolled as somebody else.
        """
        if picture.file is None:
            return False
        with self.workspace.db.read() as session:
            stored = _stored(session, picture.file)
            theirs = self._theirs(session, stored)
        if not theirs:
            return self._adopt(picture, stored)
        self.result.accepted += 1
        self.result.known += 1
        return True

    def _theirs(self, session: Session, stored: list[StoredFace]) -> bool:
        """Whether one of these faces is the person's."""
        person = people.find(session, self.result.name)
        return person is not None and any(face.person == person for face in stored)

    def _adopt(self, picture: Picture, stored: list[StoredFace]) -> bool:
        """Name the face that an import has already stored, if it is the picture's subject."""
        box = subject(picture).box
        same = next((face for face in stored if face.box.iou(box) > 0.5), None)
        if same is None:
            return False
        with self.workspace.db.write() as session:
            if same.person is not None:
                owner = people.name_of(session, same.person)
                raise ImageError(
                    say("this photo is already enrolled as {name}", name=owner),
                    remedy=say("Rename or merge instead"),
                )
            entry, person = self._ensure_person(session)
            faces.assign(session, [same.id], person, entry=entry)
            self._count(session, entry, 1)
        self._entry = entry
        self.result.accepted += 1
        return True

    def _report(self, count: int, label: str) -> None:
        self._done += count
        self._progress(
            Progress(self._done, self.total, say("{name}: {file}", name=self.result.name, file=label))
        )


def _stored(session: Session, file: PhotoFile) -> list[StoredFace]:
    """The faces that the gallery has of this very picture."""
    photo = stored_as(session, file)
    return [] if photo is None else faces.of_photo(session, photo.id)
