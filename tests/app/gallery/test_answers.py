"""Answers about pairs of faces are kept, taken back with the journal, and gone with their faces."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.core.text import quote
from app.domain.changes import Changes, Writer
from app.domain.model import Model
from app.gallery import answers, faces, forgetting, journal, models, people, photos, undoing
from app.gallery.database import Database, Session
from app.gallery.records import NewFace, PhotoFile

MakeFace = Callable[..., NewFace]


def _said(session: Session) -> list[tuple[int, int, bool]]:
    return [(one.face, one.other, one.same) for one in answers.load(session)]


def _keep(session: Session, *pairs: tuple[int, int], same: bool) -> int:
    entry = journal.begin(session, "same", quote("Said"))
    answers.keep(session, entry, pairs, same=same)
    return entry


def test_the_newest_word_on_a_pair_counts_until_it_is_undone(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        (a, b, c), _ = faces.add(session, [make_face() for _ in range(3)])
        first = _keep(session, (a, b), (c, b), (a, a), same=True)
        assert _said(session) == [(b, c, True), (a, b, True)]
        _keep(session, (b, a), same=False)
        assert _said(session) == [(a, b, False), (b, c, True)]
        undoing.undo(session)
        assert _said(session) == [(b, c, True), (a, b, True)]
        undoing.redo(session)
        label = undoing.undo_alone(session, first).label
        assert "1 thing that was changed since" in label
        assert _said(session) == [(a, b, False)]


def test_what_was_said_of_a_face_goes_with_it_and_keeps_it_until_then(
    db: Database, make_face: MakeFace, make_photo: Callable[[str], PhotoFile]
) -> None:
    with db.write() as session:
        photo, (a, b, c), _ = photos.record(session, make_photo("a.jpg"), [make_face() for _ in range(3)])
        _keep(session, (a, b), same=True)
        assert photos.drop_unnamed(session, photo).faces == {c}
        ann, _ = people.create(session, "Ann")
        faces.assign(session, [a], ann)
        assert [(one.person, one.other_person) for one in answers.load(session)] == [(ann, None)]
        forgetting.forget(session, ann)
        assert _said(session) == []
        assert journal.history(session) == []


def test_a_write_tells_which_faces_were_spoken_of(tmp_path: Path, make_face: MakeFace) -> None:
    heard: list[Changes] = []
    with closing(Database.open(tmp_path, writer=Writer(announce=heard.append))) as db:
        with db.write() as session:
            models.add(session, Model("m", "M", "small", 16))
            (a, b, _), _ = faces.add(session, [make_face() for _ in range(3)])
        for write in (lambda session: _keep(session, (a, b), same=True), undoing.undo):
            with db.write() as session:
                write(session)
            assert heard[-1].faces == {a, b}
