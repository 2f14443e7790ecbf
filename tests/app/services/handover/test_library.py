"""A library goes into one file, and is brought into another: merged with what is there, undone as one."""

import os
import signal
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import onnx
import pytest
from sqlalchemy import text

from app.core import files as core_files
from app.core.errors import GalleryError, UsageError
from app.core.text import say
from app.domain.arrays import Embedded
from app.domain.box import Box
from app.domain.consent import Consent
from app.domain.handover import LibraryWritten
from app.domain.model import Model
from app.domain.preprocessing import Preprocessing
from app.domain.training import TrainingReport
from app.domain.visit import VisitFilter, VisitState
from app.gallery import (
    answers,
    consents,
    copies,
    denials,
    embeddings,
    faces,
    journal,
    library,
    models,
    photos,
    visits,
)
from app.gallery.apart import keep_apart, pairs
from app.gallery.copies import Copy
from app.gallery.database import Database
from app.gallery.records import PhotoFile
from app.keys import unlocking
from app.services.handover import networks
from app.services.handover.library import export_library, import_library, plan_library
from app.services.people import browse, corrections, privacy
from app.services.photos.matching import match_files
from app.services.workspace import Workspace, activity, encryption
from app.vision import models as registry
from app.vision.runtime import Use, open_network
from tests import forking
from tests.app.services.handover.conftest import Add, new_face, record
from tests.app.vision.made_networks import saved, tiny

_LEFT, _RIGHT = Box(40, 60, 80, 100), Box(250, 60, 80, 100)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """Another library."""
    with Workspace.open(tmp_path / "other") as opened:
        yield opened


def _rows(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    with workspace.db.read() as session:
        return [tuple(row) for row in session.execute(text(query))]


def _everyone(workspace: Workspace) -> dict[str, int]:
    return {person.name: person.faces for person in browse.everyone(workspace)}


def _camera_face(workspace: Workspace, name: str) -> int:
    with workspace.db.write() as session:
        (face,), _ = faces.add(session, [new_face(workspace, _LEFT, 7)])
    corrections.name(workspace, [face], name, apart=True)
    return face


def _say_something_of_each_kind(workspace: Workspace, face: int, another: int) -> None:
    ana, bo = browse.find(workspace, "Ana"), browse.find(workspace, "Bo")
    with workspace.db.write() as session:
        entry = journal.begin(session, "test", "")  # type: ignore[arg-type]
        answers.keep(session, entry, [(face, another)], same=False)
        denials.deny(session, entry, [another], bo)
        keep_apart(session, entry, ana, {bo})
        consents.keep(session, entry, ana, Consent())
        session.execute(text("UPDATE photo SET pixels = 'shows ' || id, turn = id, taken = 100 + id"))


def _assert_same_rows(workspace: Workspace, other: Workspace) -> None:
    for query in (
        "SELECT count(*), sum(length(image)) FROM chip",
        "SELECT count(*), sum(length(vector)), group_concat(DISTINCT model_id) FROM embedding",
        "SELECT same FROM answer",
        "SELECT path, sha256, size, width, complete, pixels, turn, taken FROM photo ORDER BY path",
        "SELECT x, y, w, h, state, origin, overall FROM face ORDER BY id",
        "SELECT person.name FROM denial JOIN person ON person.id = person_id",
    ):
        assert _rows(other, query) == _rows(workspace, query), query


@pytest.mark.slow
def test_a_library_comes_into_an_empty_one_whole(
    workspace: Workspace, other: Workspace, add: Add, album: Path, tmp_path: Path
) -> None:
    first, _ = add("a.jpg", (_LEFT, "Ana"), (_RIGHT, "Bo"))
    (third,) = add("b.jpg", (_LEFT, None))
    lone = _camera_face(workspace, "Cy")
    _say_something_of_each_kind(workspace, first, third)
    file = tmp_path / "all.kith"
    assert export_library(workspace, file) == LibraryWritten(file.stat().st_size)
    plan = plan_library(other, file)
    assert [(one.name, one.known, one.faces) for one in plan.people] == [
        ("Ana", False, 1),
        ("Bo", False, 1),
        ("Cy", False, 1),
    ]
    assert (plan.photos, plan.same, plan.faces, plan.present) == (2, 0, 4, 0)
    assert str(import_library(other, file).label) == "Brought in all.kith: 3 people, 4 faces"
    assert _everyone(other) == {"Ana": 1, "Bo": 1, "Cy": 1}
    _assert_same_rows(workspace, other)
    new = browse.find(other, "Ana")
    assert [one.purpose for one in browse.consents_of(other, new)] == [Consent().purpose]
    with other.db.read() as session:
        assert pairs(session) == {tuple(sorted((new, browse.find(other, "Bo"))))}
    again = plan_library(other, file)
    assert not again.changes
    assert (again.same, again.present, [one.same for one in again.people]) == (2, 4, [1, 1, 1])
    with pytest.raises(GalleryError, match="nothing new"):
        import_library(other, file)
    activity.undo(other)
    assert _everyone(other) == {}
    assert browse.counts(other).faces == 0
    paths = [album / "a.jpg", album / "b.jpg"]
    assert match_files(other, paths).known == {}, "to be read again"
    activity.redo(other)
    assert list(match_files(other, paths).known) == paths
    assert _everyone(other) == {"Ana": 1, "Bo": 1, "Cy": 1}
    assert browse.faces_of_person(workspace, browse.find(workspace, "Cy")) == [lone]


@pytest.mark.slow
def test_what_is_in_both_is_merged_and_what_was_said_here_stays(
    workspace: Workspace, other: Workspace, add: Add, album: Path, tmp_path: Path
) -> None:
    add("a.jpg", (_LEFT, "Ana"), (_RIGHT, "Bo"))
    add("b.jpg", (_LEFT, "Ana"))
    add("c.jpg", (_LEFT, "Ana"))
    export_library(workspace, tmp_path / "all.kith")
    (album / "b.jpg").rename(album / "moved.jpg")
    mine, _ = record(other, album / "a.jpg", (_LEFT, None), (_RIGHT, "Cy"))
    (said,) = record(other, album / "moved.jpg", (_LEFT, "ana"))
    plan = plan_library(other, tmp_path / "all.kith")
    ana, bo = plan.people
    assert (ana.called, ana.known, ana.faces, ana.named, ana.same) == ("Ana", True, 1, 1, 1)
    assert (bo.known, bo.kept) == (False, 1)
    assert (plan.photos, plan.same, plan.faces, plan.present) == (1, 2, 1, 3)
    import_library(other, tmp_path / "all.kith")
    assert _everyone(other) == {"ana": 3, "Bo": 0, "Cy": 1}
    assert {mine, said} < set(browse.faces_of_person(other, browse.find(other, "ana")))
    activity.undo(other)
    assert _everyone(other) == {"ana": 1, "Cy": 1}


@pytest.mark.slow
def test_what_was_said_alone_is_something_new(
    workspace: Workspace, other: Workspace, add: Add, tmp_path: Path
) -> None:
    (face,), (second,) = add("a.jpg", (_LEFT, "Ana")), add("b.jpg", (_LEFT, None))
    file = tmp_path / "all.kith"
    export_library(workspace, file)
    import_library(other, file)
    assert not plan_library(other, file).changes
    with workspace.db.write() as session:
        entry = journal.begin(session, "answers", say("Told"))
        answers.keep(session, entry, [(face, second)], same=False)
        consents.keep(session, entry, browse.find(workspace, "Ana"), Consent(say("Album")))
    corrections.set_birth(workspace, browse.find(workspace, "Ana"), date(2001, 2, 3))
    file.unlink()
    export_library(workspace, file)
    plan = plan_library(other, file)
    assert (plan.said, plan.photos, plan.faces, plan.changes) == (3, 0, 0, True)
    import_library(other, file)
    assert not plan_library(other, file).changes
    assert [one.born for one in browse.everyone(other)] == [date(2001, 2, 3)]


@pytest.mark.slow
def test_a_namesake_who_looks_clearly_different_is_another_person(
    workspace: Workspace, other: Workspace, add: Add, album: Path, tmp_path: Path
) -> None:
    (face,) = add("a.jpg", (_LEFT, "Ana"))
    export_library(workspace, tmp_path / "all.kith")
    model = workspace.active_model().id
    with workspace.db.read() as session:
        vectors, lengths = embeddings.of_faces(session, model, [face])
    (album / "z.jpg").write_bytes((album / "a.jpg").read_bytes() + b"\0")
    (mine,) = record(other, album / "z.jpg", (_LEFT, "Ana"))
    with other.db.write() as session:
        embeddings.replace(session, model, [mine], Embedded(np.asarray(-vectors), lengths))
    (planned,) = plan_library(other, tmp_path / "all.kith").people
    assert (planned.called, planned.known) == ("Ana 2", False)
    assert "another person" in str(planned.odd)
    import_library(other, tmp_path / "all.kith")
    assert _everyone(other) == {"Ana": 1, "Ana 2": 1}


def test_a_path_that_shows_something_else_here_is_not_taken(
    workspace: Workspace, other: Workspace, add: Add, album: Path, tmp_path: Path
) -> None:
    add("a.jpg", (_LEFT, "Ana"))
    export_library(workspace, tmp_path / "all.kith")
    (album / "a.jpg").write_bytes(b"another")
    record(other, album / "a.jpg", (_LEFT, "Bo"))
    import_library(other, tmp_path / "all.kith")
    assert _everyone(other) == {"Ana": 1, "Bo": 1}
    assert len(_rows(other, "SELECT path FROM photo")) == 2


def _note_copy(workspace: Workspace, photo: Path, at: Path) -> None:
    with workspace.db.write() as session:
        known = photos.lookup(session, photo)
        assert known is not None
        copies.note(session, {at: Copy(known.id, at.name, 1, 2)})


def _copies(workspace: Workspace, photo: Path) -> list[str]:
    with workspace.db.read() as session:
        known = photos.lookup(session, photo)
        return [] if known is None else [path.name for path in copies.of(session, [known.id])]


@pytest.mark.slow
def test_copies_come_along_but_not_to_where_something_lies_here(
    workspace: Workspace, other: Workspace, add: Add, album: Path, tmp_path: Path
) -> None:
    add("a.jpg", (_LEFT, "Ana"))
    add("b.jpg", (_LEFT, "Bo"))
    add("c.jpg", (_LEFT, "Cy"))
    for photo, at in (("a.jpg", "a2.jpg"), ("b.jpg", "b2.jpg"), ("b.jpg", "taken.jpg")):
        _note_copy(workspace, album / photo, album / at)
    export_library(workspace, tmp_path / "all.kith")
    record(other, album / "a.jpg")
    for at in ("taken.jpg", "c.jpg"):
        _note_copy(other, album / "a.jpg", album / at)
    import_library(other, tmp_path / "all.kith")
    assert _copies(other, album / "a.jpg") == ["a2.jpg", "c.jpg", "taken.jpg"]
    assert _copies(other, album / "b.jpg") == ["b2.jpg"]
    with other.db.read() as session:
        assert photos.lookup(session, album / "c.jpg") is None
    assert _everyone(other) == {"Ana": 1, "Bo": 1, "Cy": 1}


@pytest.mark.parametrize(
    "kind", ["text", "zip", "code", "newer", "older", "compressed", "points", "dimension"]
)
def test_what_is_no_library_is_refused(
    workspace: Workspace, other: Workspace, add: Add, tmp_path: Path, kind: str
) -> None:
    add("a.jpg", (_LEFT, "Ana"))
    file, copy = tmp_path / "all.kith", tmp_path / "copy.db"
    export_library(workspace, file)
    workspace.db.snapshot(copy)
    code = {
        "code": "CREATE VIEW x AS SELECT 1",
        "newer": "UPDATE alembic_version SET version_num = '9999'",
        "older": "UPDATE alembic_version SET version_num = '0001'",
        "points": "UPDATE chip SET landmarks = x'ff00fe'",
        "dimension": "UPDATE model SET dimension = 1 << 62",
    }
    if kind == "text":
        file.write_text("no library")
    elif kind in code:
        with closing(sqlite3.connect(copy)) as db, db:
            db.execute(code[kind])
    if kind != "text":
        how = zipfile.ZIP_DEFLATED if kind == "compressed" else zipfile.ZIP_STORED
        with zipfile.ZipFile(file, "w", how) as archive:
            archive.writestr("kith.json" if kind != "zip" else "x", '{"format": 1}')
            archive.write(copy, "gallery.db")
    with pytest.raises(UsageError, match="no library of Kith"):
        plan_library(other, file)
    assert _everyone(other) == {}


@pytest.mark.slow
def test_faces_of_a_video_are_told_apart_by_their_time(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    video = PhotoFile(tmp_path / "clip.mp4", "5" * 64, 9, 1, 400, 300, seconds=5.0)
    seen = [replace(new_face(workspace, _LEFT, seed), at=at) for seed, at in ((1, 1.0), (2, 3.0))]
    with workspace.db.write() as session:
        photos.record(session, video, seen)
    export_library(workspace, tmp_path / "whole.kith")
    import_library(other, tmp_path / "whole.kith")
    assert _rows(other, "SELECT seconds FROM photo") == [(5.0,)]
    assert _rows(other, "SELECT at FROM face ORDER BY at") == [(1.0,), (3.0,)]
    assert plan_library(other, tmp_path / "whole.kith").present == 2
    with pytest.raises(GalleryError, match="nothing new"):
        import_library(other, tmp_path / "whole.kith")


def test_folders_and_visits_come_along(
    workspace: Workspace, other: Workspace, add: Add, album: Path, tmp_path: Path
) -> None:
    add("a.jpg", (_LEFT, "Ana"))
    ana, noon = browse.find(workspace, "Ana"), datetime(2026, 5, 1, 12, tzinfo=UTC)
    with workspace.db.write() as session:
        library.add(session, album)
        library.watch(session, album, on=True)
        visits.arrive(session, ana, "0", noon, noon + timedelta(minutes=5), timedelta(minutes=1))
    export_library(workspace, tmp_path / "whole.kith")
    import_library(other, tmp_path / "whole.kith")
    with other.db.read() as session:
        assert library.folders(session) == {album: True}
        [visit] = visits.listed(session, VisitFilter())
    assert (visit.name, visit.source, visit.arrived) == ("Ana", "0", noon)
    assert visit.state is not VisitState.HERE


def _retrained(workspace: Workspace, name: str, people: set[int]) -> Model:
    """A small network as if it had been retrained on people."""
    seed = saved(tiny(), workspace.folder.root.parent / f"{name}.onnx").read_bytes()
    file = workspace.folder.models / f"retrained-{name}.onnx"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(seed)
    way, base = Preprocessing.named(112, "127.5", "NCHW", "RGB", "arcface"), workspace.active_model()
    made = replace(
        base,
        id=registry.model_id(registry.file_hash(file), base.backbone, way),
        name=name,
        dimension=64,
        weights_path=f"models/{file.name}",
        training=TrainingReport(at=datetime.now(UTC)),
        parent=base.id,
        preprocessing=way,
        active=False,
    )
    with workspace.db.write() as session:
        models.add(session, made)
        models.note_learnt(session, made.id, people)
    return made


def _broken_off(*_: object) -> None:
    raise GalleryError(say("It was broken off"))


@pytest.mark.slow
def test_networks_go_along_whose_people_are_all_there(
    workspace: Workspace, other: Workspace, add: Add, tmp_path: Path
) -> None:
    add("a.jpg", (_LEFT, "Ana"), (_RIGHT, "Bo"))
    ana, bo = browse.find(workspace, "Ana"), browse.find(workspace, "Bo")
    made = _retrained(workspace, "ours", {ana, bo})
    whole, part, bad = tmp_path / "whole.kith", tmp_path / "part.kith", tmp_path / "bad.kith"
    assert export_library(workspace, part, with_networks=False).networks == 0
    assert (plan_library(other, part).networks, export_library(workspace, whole).networks) == (0, 1)
    assert plan_library(other, whole).networks == 1
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(bad, "w") as archive:
        for name in before.namelist():  # a network that is none
            archive.writestr(name, b"no network" if name.startswith("models/") else before.read(name))
    with pytest.raises(UsageError, match="without-models"):
        import_library(other, bad)
    assert _everyone(other) == {}
    assert not [*other.folder.models.iterdir()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "bring_in", _broken_off)
        with pytest.raises(GalleryError, match="broken off"):
            import_library(other, whole)
    assert _everyone(other) == {}
    assert not [*other.folder.models.iterdir()], "no network that the gallery does not know"
    (came,) = import_library(other, whole).models
    assert not plan_library(other, whole).changes
    with other.db.read() as session:
        model = models.get(session, came)
        assert models.learnt(session, came) == {browse.find(other, "Ana"), browse.find(other, "Bo")}
    assert (model.name, model.active, model.dimension) == ("ours", False, 64)
    chip = np.random.default_rng(1).integers(0, 255, (1, 3, 112, 112)).astype(np.float32)
    here, there = (one.weights(two) for one, two in ((workspace, made), (other, model)))
    runs = [open_network(onnx.load(file), "cpu", use=Use(exact=True))(chip)[0] for file in (here, there)]
    assert np.abs(runs[0] - runs[1]).max() < 1e-4
    privacy.forget(workspace, "Bo")
    left = export_library(workspace, tmp_path / "later.kith")
    assert (left.networks, left.left) == (0, 1)
    assert not [name for name in zipfile.ZipFile(tmp_path / "later.kith").namelist() if "models/" in name]
    privacy.forget(other, "Ana")
    with other.db.read() as session:
        assert models.get(session, came).forgotten == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("at", ["snapshot", "pack", "note_access", "put"])
def test_a_kill_leaves_the_older_file_or_the_whole_library_and_nothing_plain(
    workspace: Workspace, add: Add, tmp_path: Path, at: str
) -> None:
    add("a.jpg", (_LEFT, "Anastasia"))
    root = workspace.folder.root
    workspace.close()
    encryption.turn_on(root, unlocking.made("four words of wood"))
    out, temporary = tmp_path / "out", tmp_path / "temporary"
    for folder in (out, temporary):
        folder.mkdir()
    (file := out / "all.kith").write_bytes(b"older")

    def killed() -> None:
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        place = {"snapshot": Database, "pack": networks, "note_access": Workspace, "put": core_files}[at]
        work = getattr(place, at)

        def dying(*given: object, **named: object) -> None:
            if at in ("snapshot", "pack"):
                work(*given, **named)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(place, at, dying)
        with Workspace.open(root) as opened:
            export_library(opened, file, overwrite=True)

    assert os.waitstatus_to_exitcode(os.waitpid(forking.fork(killed), 0)[1]) == -signal.SIGKILL
    assert file.read_bytes() == b"older"
    assert any(b"Anastasia" in path.read_bytes() for path in root.rglob("*") if path.is_file())
    with Workspace.open(root) as opened:
        left = [path for folder in (root, out, temporary) for path in folder.rglob("*") if path.is_file()]
        assert not any(b"Anastasia" in path.read_bytes() for path in left)
        assert [path.name for path in out.iterdir()] == ["all.kith"]
        export_library(opened, file, overwrite=True)
    assert zipfile.ZipFile(file).testzip() is None
    assert [path.name for path in out.iterdir()] == ["all.kith"]
