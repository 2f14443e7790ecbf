"""Every use case through the real engine."""

import io
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from app.core.errors import BugError, Cancelled, GalleryError, KnownError, SourceError, UsageError
from app.core.settings import Settings, load
from app.core.text import say
from app.domain.changes import Changes
from app.domain.decision import State, Thresholds
from app.domain.live import LiveFace, LiveFrame
from app.domain.question import Kind
from app.domain.training import USUAL, TrainingOptions, TrainingReport
from app.engine import handlers, registry, requests
from app.engine.protocol import (
    Changed,
    EngineReady,
    Guided,
    JobDone,
    LiveState,
    Progress,
    Training,
)
from app.engine.requests.activity import Cancel, History, ListJobs, Redo, Undo
from app.engine.requests.base import Control, Job, Request, SlowRequest
from app.engine.requests.enrolling import EnrolFiles, EnrolFromSource, EnrolTrack, FinishEnrolment
from app.engine.requests.faces import (
    AssignFaces,
    ChipsOf,
    GetFaces,
    IgnoreFaces,
    NameFaces,
    RemoveFaces,
    SayApart,
    SaySame,
    SplitFaces,
)
from app.engine.requests.live import ListSources, StartLive, StopLive
from app.engine.requests.people import FacesOfPerson, Forget, ListPeople, Merge, RemovePerson, Rename, SayTwo
from app.engine.requests.photos import (
    GetCounts,
    GetPhoto,
    ImportFolder,
    ListFolders,
    PhotoPicture,
    PlanReview,
    SortFaces,
)
from app.engine.requests.settings import Doctor, GetSettings, SetSettings
from app.engine.requests.training import (
    ListModels,
    PlanTraining,
    Retrain,
    SwitchBack,
    SwitchModel,
    TrustLabels,
)
from app.services.training import retrain
from app.services.training.recipe import recipe
from app.services.workspace import Workspace
from trainer.events import Evaluated, Started, Stepped

from .conftest import PATIENCE, Watched, until


def _names(engine: Watched) -> dict[str, int]:
    return {person.name: person.id for person in engine.ask(ListPeople())}


def _faces(engine: Watched, person: str) -> tuple[int, ...]:
    return engine.ask(FacesOfPerson(_names(engine)[person]))


def _requests() -> set[type[Request[Any]]]:
    """Every request that the window can make."""
    modules = [import_module(f"{requests.__name__}.{one.name}") for one in iter_modules(requests.__path__)]
    named = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    return {one for one in named if issubclass(one, Request)} - {Request, SlowRequest, Job, Control}


def test_every_request_has_its_function() -> None:
    handlers.load()
    assert len(_requests()) > 40
    for kind in _requests():
        assert kind in registry.registered(), kind


def test_people_are_renamed_merged_removed_and_brought_back(known: Watched) -> None:
    people = known.ask(ListPeople())
    assert [(person.name, person.faces) for person in people] == [
        ("Hugo Chavez", 6),
        ("Tony Blair", 6),
        ("Vladimir Putin", 6),
    ]
    assert people[0].cover == _faces(known, "Hugo Chavez")[0]
    hugo, tony, putin = (person.id for person in people)
    assert known.ask(Rename(hugo, "Hugo")) == Changes(say("Renamed Hugo Chavez to Hugo"), frozenset({hugo}))
    assert known.ask(Merge(tony, putin)).people == {tony, putin}
    assert known.ask(RemovePerson(hugo)).people == {hugo}
    assert _names(known) == {"Vladimir Putin": putin}
    for _ in range(3):
        known.ask(Undo())
    assert "Hugo Chavez" in _names(known)
    known.ask(Redo())
    assert "Hugo" in _names(known)
    assert [entry.kind for entry in known.ask(History(3))] == ["remove", "merge", "rename"]
    assert [entry.undone_at is None for entry in known.ask(History(3))] == [False, False, True]
    told = [event.changes.people for event in known.heard(Changed)]
    assert told[-7:-2] == [{hugo}, {tony, putin}, {hugo}, {hugo}, {tony, putin}]


@pytest.mark.logs_errors("error=AttributeError<app.gallery.people")
def test_what_is_refused_fails_with_the_error_to_show(known: Watched) -> None:
    people = _names(known)
    with pytest.raises(GalleryError, match="already someone called"):
        known.ask(Rename(people["Hugo Chavez"], "tony blair"))
    with pytest.raises(GalleryError, match="no such person"):
        known.ask(Rename(999, "Nobody"))
    with pytest.raises(UsageError, match="nobody called"):
        known.ask(Forget("Nobody"))
    with pytest.raises(KnownError, match="folder"):
        known.ask(ImportFolder(Path("/there/is/none")))
    with pytest.raises(BugError, match="Kith made a mistake") as bug:
        known.ask(Rename(people["Hugo Chavez"], None))  # type: ignore[arg-type]
    assert "people.py" in bug.value.__notes__[0]
    failed = known.hear(JobDone, lambda event: event.card.title == "Forgetting somebody").card
    assert failed.outcome == "failed"
    assert "nobody called Nobody" in failed.detail


def test_faces_are_shown_split_assigned_and_set_aside(known: Watched) -> None:
    faces = _faces(known, "Tony Blair")
    chips = known.ask(ChipsOf((*faces, 9999)))
    assert set(chips) == set(faces)
    assert max(Image.open(io.BytesIO(chips[faces[0]])).size) <= 256
    known.ask(SplitFaces(faces[:2], "Anthony"))
    assert set(_faces(known, "Anthony")) == set(faces[:2])
    known.ask(NameFaces(faces[:1], "HUGO CHAVEZ"))
    assert faces[0] in _faces(known, "Hugo Chavez")
    known.ask(AssignFaces(faces[:1], None))
    assert known.ask(GetFaces(faces[:1]))[0].person is None
    known.ask(AssignFaces(faces[:1], _names(known)["Tony Blair"]))
    known.ask(IgnoreFaces(faces[:1]))
    assert known.ask(GetFaces(faces[:1]))[0].ignored
    known.ask(IgnoreFaces(faces[:1], ignored=False))
    assert not known.ask(GetFaces(faces[:1]))[0].ignored
    known.ask(RemoveFaces(faces[:1]))
    assert known.ask(GetFaces(faces[:1])) == ()
    known.ask(Undo())
    assert len(known.ask(GetFaces(faces))) == 6
    known.ask(AssignFaces(faces[:2], None))
    assert known.ask(SaySame(faces[:2])).label == "Said that 2 faces are one person"
    said = known.ask(SaySame(faces[:2], (30, 1))).label
    assert said == "Said that 30 faces and 1 face are one person", "whom the two stand for"
    said = known.ask(SaySame(faces[:2], (30, 1, 9))).label
    assert said == "Said that 3 groups of faces are one person, 40 faces in all"
    apart = known.ask(SayApart(faces[1:2], faces[2:], (1, 40)))
    assert apart.label == "Told 1 face apart from 40 faces"
    assert apart.faces == set(faces[1:])
    tony = known.ask(GetFaces(faces[2:]))[0].person
    assert [one.denied for one in known.ask(GetFaces(faces[1:2]))] == [{tony}]
    other = next(one for one in _names(known).values() if one != tony)
    assert known.ask(SayTwo(tony or 0, other)).people == {tony, other}


def test_someone_forgotten_is_gone(known: Watched) -> None:
    faces = _faces(known, "Tony Blair")
    assert known.ask(Forget("Tony Blair")).changes.faces == set(faces)
    assert "Tony Blair" not in _names(known)
    assert known.ask(ChipsOf(faces)) == {}
    known.hear(Changed, lambda event: event.changes.faces >= set(faces))
    jobs = known.ask(ListJobs())
    assert [job.title for job in jobs if job.outcome is not None] == ["Forgetting somebody"]
    assert not any("Blair" in f"{job.title} {job.detail}" for job in jobs), "no enrolment of theirs either"


def test_a_folder_is_imported_sorted_and_named(known: Watched, faces: Path, tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for name in ("Tony_Blair", "Colin_Powell", "Ariel_Sharon"):
        for photo in sorted((faces / "lfw10" / name).glob("*.jpg"))[6:]:
            shutil.copy(photo, album)
    (album / "broken.jpg").write_bytes(b"no picture")
    report = known.ask(ImportFolder(album))
    assert report.photos == 13
    assert [Path(one.path).name for one in report.failed] == ["broken.jpg"]
    assert known.hear(Progress).total == 13
    new = frozenset().union(*(event.changes.photos for event in known.heard(Changed)))
    assert len(new) == 13
    listed = {card.path: (card.photos, card.failed) for card in known.ask(ListFolders())}
    assert listed[album] == (13, 1)
    sorted_ = known.ask(SortFaces(album))
    assert len(sorted_.clusters) >= 3
    guesses = {one.suggestion.name for one in sorted_.clusters if one.suggestion}
    assert guesses == {"Tony Blair"}
    groups = tuple(one.faces for one in sorted_.clusters if one.suggestion is None)
    for runs, kind in (((5, 0), Kind.WHO), ((0, 5), Kind.STRANGERS)):
        asked = known.ask(PlanReview(groups, runs)).questions
        assert {group for one in asked if one.kind is kind for group in one.groups} == set(groups)
    unnamed = next(one for one in sorted_.clusters if one.suggestion is None)
    known.ask(NameFaces(unnamed.faces, "Somebody"))
    assert _faces(known, "Somebody") == unnamed.faces
    best = known.ask(GetFaces(unnamed.faces))[0]
    assert best.id == unnamed.faces[0]
    found = known.ask(GetPhoto(best.photo or 0))
    assert best.id in {face.id for face in found.faces}
    picture = Image.open(io.BytesIO(known.ask(PhotoPicture(found.id, 100))))
    assert max(picture.size) == 100


def test_live_view_names_whom_it_knows_and_follows_corrections(known: Watched, clip: str) -> None:
    known.hear(EngineReady, lambda event: event.stage == "vision")
    known.ask(StartLive(clip))
    seen = known.hear(LiveFrame, lambda event: any(face.name == "Tony Blair" for face in event.faces))
    assert min(seen.times.detect, seen.times.track, seen.times.embed, seen.times.decide) > 0
    assert seen.image is None
    frame = until(known.client.newest_frame)
    assert frame is not None
    assert frame.image.shape == (500, 500, 3)
    assert frame.image.std() > 10
    said = len(known.events)
    known.ask(Rename(_names(known)["Tony Blair"], "Anthony"))
    known.hear(LiveFrame, lambda event: any(face.name == "Anthony" for face in event.faces), said)
    assert all(event.state != "failed" for event in known.heard(LiveState))
    known.ask(StopLive())
    known.hear(LiveState, lambda event: event.state == "ended")


def test_a_stranger_in_live_view_is_enrolled_by_a_click(engine: Watched, clip: str) -> None:
    engine.hear(EngineReady, lambda event: event.stage == "vision")
    engine.ask(StartLive(clip))
    seen = engine.hear(LiveFrame, lambda event: len(event.faces) > 0)
    assert seen.faces[0].state is State.UNKNOWN
    engine.ask(SetSettings(Settings(liveness="require")))
    with pytest.raises(UsageError, match="while head turns are required"):
        engine.ask(EnrolTrack(seen.faces[0].track, "Tony"))
    engine.ask(SetSettings(Settings()))
    done = engine.ask(EnrolTrack(seen.faces[0].track, "Tony"))
    assert len(done.people) == 1
    engine.hear(LiveFrame, lambda event: any(face.name == "Tony" for face in event.faces))
    with pytest.raises(KnownError, match="no longer in view"):
        engine.ask(EnrolTrack(999, "Nobody"))

    # the wrong name: nobody of that name stays behind, and one undo brings it back
    said = len(engine.events)
    assert engine.ask(EnrolTrack(seen.faces[0].track, "Anthony")).people == done.people
    assert list(_names(engine)) == ["Anthony"]
    engine.hear(LiveFrame, lambda event: any(face.name == "Anthony" for face in event.faces), said)
    engine.ask(Undo())
    assert list(_names(engine)) == ["Tony"]
    engine.ask(Undo())
    assert _names(engine) == {}


def test_live_view_says_what_is_wrong_and_goes_from_source_to_source(
    engine: Watched, clip: str, street: str, tmp_path: Path
) -> None:
    engine.ask(StartLive(str(tmp_path / "none.mp4")))
    failed = engine.hear(LiveState, lambda event: event.state == "failed")
    assert "no video file" in str(failed.error)
    for source in (clip, street, clip):
        engine.ask(StartLive(source))
    said = len(engine.events)
    engine.hear(LiveFrame, after=said)
    until(lambda: _shown_shape(engine) == (500, 500, 3))
    engine.ask(StartLive(street))
    crowd = engine.hear(LiveFrame, lambda event: len(event.faces) > 2)
    until(lambda: _shown_shape(engine) == (720, 1280, 3))  # smaller than it is, with boxes to match
    assert all(face.box.x < 1280 and face.box.y < 720 for face in crowd.faces)
    assert isinstance(engine.ask(ListSources()), tuple)


def _shown_shape(engine: Watched) -> tuple[int, ...] | None:
    frame = engine.client.newest_frame()
    return None if frame is None else frame.image.shape


def test_someone_is_enrolled_from_a_camera_with_guidance(engine: Watched, clip: str) -> None:
    engine.ask(StartLive(clip))
    job = engine.client.request(EnrolFromSource("Tony  Blair", clip))
    shown = engine.hear(Guided, lambda event: event.guidance.accepted > 0).guidance
    assert shown.poses["front"]
    assert set(shown.gates) == {"light", "sharpness", "distance", "meant"}
    assert shown.hint
    assert shown.box is not None
    engine.ask(FinishEnrolment(job.id))
    report = job.result(PATIENCE)
    assert (report.name, report.accepted > 0) == ("Tony Blair", True)
    assert _names(engine) == {"Tony Blair": 1}


@pytest.mark.slow
def test_nothing_is_stored_before_it_is_shown_that_a_person_is_there(engine: Watched, clip: str) -> None:
    engine.ask(SetSettings(Settings(liveness="require")))
    job = engine.client.request(EnrolFromSource("Tony  Blair", clip))
    engine.hear(Guided, lambda event: event.guidance.accepted > 0)
    engine.ask(FinishEnrolment(job.id))
    with pytest.raises(SourceError, match="it was not shown that a person is before the camera"):
        job.result(PATIENCE)
    assert _names(engine) == {}


def test_a_job_is_cancelled_and_goes_on_where_it_was(engine: Watched, faces: Path) -> None:
    first = engine.client.request(ImportFolder(faces / "lfw10"))
    second = engine.client.request(ImportFolder(faces / "lfw10"))  # waits for its turn
    engine.ask(Cancel(second.id))
    with pytest.raises(Cancelled):
        second.result(PATIENCE)
    engine.hear(Progress)
    engine.ask(Cancel(first.id))
    with pytest.raises(Cancelled):
        first.result(PATIENCE)
    cards = {card.id: card.outcome for card in engine.ask(ListJobs())}
    assert cards == {first.id: "cancelled", second.id: "cancelled"}
    kept = engine.ask(GetCounts()).photos
    assert 0 < kept < 100
    told = frozenset().union(*(event.changes.photos for event in engine.heard(Changed)))
    assert len(told) == kept
    assert engine.ask(ImportFolder(faces / "lfw10")).photos == 100


def test_retraining_tells_of_itself_and_keeps_its_proof(known: Watched) -> None:
    plan = known.ask(PlanTraining())
    assert (plan.people, plan.faces, plan.device, plan.deep) == (3, 18, "cpu", False)
    assert plan.held_out is not None
    assert 0 < plan.held_out < 0.5
    assert plan.seconds is not None
    job = known.client.request(Retrain(activate=False))
    known.hear_step()
    assert known.ask(ListPeople())  # the library is free meanwhile
    done = job.result(PATIENCE)
    assert (done.report.people, done.report.faces, done.activated) == (3, 18, False)
    old, new = known.ask(ListModels())
    assert (old.active, new.active, new.parent, new.id) == (True, False, old.id, done.model.id)
    assert new == done.model
    assert new.report.outcome == done.verdict.outcome != ""
    assert new.report.changes["trained"]["1e-3"].low <= new.report.changes["trained"]["1e-3"].value
    assert new.report.before["trained"] is not None
    assert (new.report.deep, new.report.effort) == (False, "usual")
    assert old.training is None
    told = [event.changes.models for event in known.heard(Changed) if event.changes.models]
    assert told == [{new.id}]


def test_each_fit_of_a_retraining_is_told_from_its_first_step_to_its_last(known: Watched) -> None:
    job = known.client.request(Retrain(activate=False))
    known.hear(Training, lambda told: told.fit == 2 and isinstance(told.event, Stepped))
    known.ask(Cancel(job.id))
    with pytest.raises(Cancelled):
        job.result(PATIENCE)
    told = known.heard(Training)
    started = [(one.fit, one.fits, one.event) for one in told if isinstance(one.event, Started)]
    assert [(fit, fits, event.pictures) for fit, fits, event in started[:2]] == [(1, 5, 15), (2, 5, 15)]
    steps = started[0][2].steps
    first = [one.event for one in told if one.fit == 1 and isinstance(one.event, Stepped)]
    assert [event.step for event in first] == list(range(1, steps + 1))
    assert np.isfinite([event.loss for event in first]).all()
    looks = [one.event for one in told if one.fit == 1 and isinstance(one.event, Evaluated)]
    assert [look.step for look in looks] == list(range(0, steps + 1, 6))
    for look in looks:
        assert set(look.tar) == {1e-2, 1e-3, 1e-4}
        assert all(0 <= rate <= 1 for rate in look.tar.values())


def test_labels_in_doubt_are_told_and_settled_by_the_user(known: Watched) -> None:
    first, second, *_ = known.ask(ListPeople())
    face = known.ask(FacesOfPerson(first.id))[0]
    known.ask(AssignFaces((face,), second.id))
    (doubt,) = known.ask(PlanTraining()).doubts
    assert (doubt.name, doubt.likely_name, doubt.faces) == (second.name, first.name, (face,))
    assert known.ask(PlanTraining(TrainingOptions(leave_out=frozenset({second.id})))).doubts == ()
    assert known.ask(TrustLabels((face,))).faces == {face}
    assert known.ask(PlanTraining()).doubts == ()
    assert known.ask(PlanTraining()).faces == 18


def _add_strict_model(folder: Path) -> str:
    """Add a model whose vectors mean nothing to the other's, and that takes no two faces for one person's."""
    with Workspace.open(folder, device="cpu") as workspace:
        base = workspace.active_model()
        network = workspace.backbone(base)
        order = torch.randperm(network.dimension, generator=torch.Generator().manual_seed(0))
        for values in network.head.state_dict().values():
            if values.ndim:
                values.copy_(values[order].clone())
        rates = [fmr for fmr, _ in workspace.thresholds(base).by_fmr]
        strict = Thresholds(tuple((fmr, 0.99 + place / 1000) for place, fmr in enumerate(rates)), "strict")
        return retrain._save(workspace, base, network, strict, TrainingReport(), recipe("cpu", USUAL), ()).id


@pytest.mark.slow
def test_a_switch_can_be_stopped_and_all_that_names_faces_follows_it(
    engines: Callable[[Path], Watched], gallery: Path, faces: Path, clip: str, tmp_path: Path
) -> None:
    folder = shutil.copytree(gallery, tmp_path / "two")
    strict = _add_strict_model(folder)
    engine = engines(folder)
    old = next(model.id for model in engine.ask(ListModels()) if model.active)
    engine.ask(ImportFolder(faces / "lfw10"))
    assert len(engine.ask(SortFaces()).clusters) >= 5
    said = len(engine.events)
    job = engine.client.request(SwitchModel(strict))
    engine.hear(Progress, lambda event: event.job == job.id, said)
    engine.ask(Cancel(job.id))
    with pytest.raises(Cancelled):
        job.result(PATIENCE)
    assert [model.id for model in engine.ask(ListModels()) if model.active] == [old]
    engine.ask(StartLive(clip))
    engine.hear(LiveFrame, lambda event: any(face.name == "Tony Blair" for face in event.faces))
    assert engine.ask(SwitchModel(strict)).models == {old, strict}
    said = len(engine.events)
    engine.hear(LiveFrame, lambda event: any(_alike_but_unknown(face) for face in event.faces), said)
    assert engine.ask(SortFaces()).clusters == ()
    assert engine.ask(SwitchBack()).models == {old, strict}
    said = len(engine.events)
    engine.ask(StartLive(clip))
    engine.hear(LiveFrame, lambda event: any(face.name == "Tony Blair" for face in event.faces), said)


def _alike_but_unknown(face: LiveFace) -> bool:
    return face.name is None and face.similarity is not None and face.similarity > 0.4


def test_retraining_is_refused_in_words_and_can_be_cancelled(engine: Watched, known: Watched) -> None:
    assert "nobody is enrolled" in str(engine.ask(PlanTraining()).obstacle)
    with pytest.raises(KnownError, match="nobody is enrolled"):
        engine.ask(Retrain())
    job = known.client.request(Retrain())
    known.hear_step()
    known.ask(Cancel(job.id))
    with pytest.raises(Cancelled):
        job.result(PATIENCE)
    assert len(known.ask(ListModels())) == 1


def test_settings_are_kept_and_used(known: Watched) -> None:
    assert known.ask(GetSettings()) == Settings()
    chosen = Settings(false_accepts=1e-4, detector="mtcnn")
    assert known.ask(SetSettings(chosen)) == chosen
    assert known.ask(GetSettings()) == chosen
    checks = {str(check.name): check for check in known.ask(Doctor())}
    assert all(check.ok for check in checks.values())
    assert checks["detector"].detail == "mtcnn"


def test_a_device_that_is_not_here_is_refused_and_the_one_chosen_used(
    engines: Callable[..., Watched], tmp_path: Path
) -> None:
    engine = engines(tmp_path / "data", device="auto")
    missing = "mps" if sys.platform != "darwin" else "cuda"
    with pytest.raises(KnownError, match=f"the device {missing} is not available"):
        engine.ask(SetSettings(Settings(device=missing)))
    assert engine.ask(GetSettings()) == Settings()
    engine.ask(SetSettings(Settings(device="cpu")))
    assert load(tmp_path / "data" / "settings.json").device == "cpu"
    device = {str(check.name): check for check in engine.ask(Doctor())}["device"]
    assert device.detail.startswith("cpu")


def test_files_are_enrolled_and_those_unfit_named(engine: Watched, faces: Path, tmp_path: Path) -> None:
    (tmp_path / "no.jpg").write_bytes(b"no picture")
    photo = faces / "lfw10" / "Colin_Powell" / "Colin_Powell_0001.jpg"
    report = engine.ask(EnrolFiles("Colin", (str(photo), str(tmp_path / "no.jpg"))))
    assert report.accepted == 1
    assert [one.path for one in report.rejected] == [str(tmp_path / "no.jpg")]
    told = engine.hear(Changed, lambda event: bool(event.changes.faces)).changes
    assert (len(told.people), len(told.faces), len(told.photos)) == (1, 1, 1)
