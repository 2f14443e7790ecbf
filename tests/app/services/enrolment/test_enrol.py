"""Enrolling: whose a photo is, what is adopted, and taking it back."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Cancelled, GalleryError
from app.core.progress import CancelToken, Progress
from app.domain.person import EnrolReport
from app.services.enrolment import enrol
from app.services.people import browse
from app.services.recognise.identify import identify
from app.services.sorting.folder import cluster_folder
from app.services.workspace import Workspace, activity

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def _enrol(workspace: Workspace, name: str, *paths: Path, apart: bool = False) -> EnrolReport:
    return enrol.enrol(workspace, name, [str(path) for path in paths], apart=apart)


def _everyone(workspace: Workspace) -> dict[str, int]:
    return {person.name: person.faces for person in browse.everyone(workspace)}


def test_a_photo_enrolled_twice_counts_and_is_stored_once(workspace: Workspace, lfw: Lfw) -> None:
    photo = lfw["Tony Blair"][0]
    assert (
        _enrol(workspace, "Tony", photo, photo, photo.parent / ".." / photo.parent.name / photo.name).accepted
        == 1
    )
    assert _enrol(workspace, "TONY", photo).accepted == 1
    assert _everyone(workspace) == {"Tony": 1}


@pytest.mark.slow
def test_a_photo_enrolled_as_someone_else_is_refused(workspace: Workspace, lfw: Lfw) -> None:
    _enrol(workspace, "Tony", lfw["Tony Blair"][0])
    result = _enrol(workspace, "Vladimir", *lfw["Tony Blair"][:2], apart=True)
    assert result.accepted == 1
    (rejected,) = result.rejected
    assert "already enrolled as Tony" in rejected.reason
    assert _everyone(workspace) == {"Tony": 1, "Vladimir": 1}


@pytest.mark.slow
def test_a_face_that_was_imported_is_adopted(workspace: Workspace, lfw: Lfw, tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    photo = Path(shutil.copy(lfw["Tony Blair"][0], tmp_path / "album"))
    before = cluster_folder(workspace, tmp_path / "album")
    assert _enrol(workspace, "Tony", photo).accepted == 1
    assert _everyone(workspace) == {"Tony": 1}
    after = cluster_folder(workspace, tmp_path / "album")
    assert len(after.unclustered) == len(before.unclustered)
    assert activity.undo(workspace).label == "Undid: Enrolled Tony"
    assert _everyone(workspace) == {}


def test_undoing_an_enrolment_takes_it_back_whole(known: Path, workspace: Workspace, lfw: Lfw) -> None:
    probe = lfw["Tony Blair"][7]
    fresh = lfw["Tony Blair"][5:7]
    _enrol(workspace, "Newcomer", *fresh, apart=True)
    assert _everyone(workspace)["Newcomer"] == 2
    activity.undo(workspace)
    assert "Newcomer" not in _everyone(workspace)
    (picture,) = identify(workspace, [probe])
    assert picture.faces[0].name == "Tony Blair"
    assert _enrol(workspace, "Tony Blair", *fresh).accepted == 2
    assert _everyone(workspace)["Tony Blair"] == 7
    assert activity.undo(workspace).label == "Undid: Added 2 faces of Tony Blair"
    assert _everyone(workspace)["Tony Blair"] == 5


@pytest.mark.slow
def test_a_long_enrolment_is_one_entry_and_stops_between_commits(
    workspace: Workspace, lfw: Lfw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrol, "_BATCH", 2)
    cancel = CancelToken()
    steps: list[Progress] = []

    def stop(step: Progress) -> None:
        steps.append(step)
        if step.done >= 4:
            cancel.cancel()

    with pytest.raises(Cancelled):
        enrol.enrol(workspace, "Tony", [str(lfw["Tony Blair"][0].parent)], stop, cancel)
    assert [step.done for step in steps] == [2, 4]
    assert _everyone(workspace) == {"Tony": 4}
    activity.undo(workspace)
    assert _everyone(workspace) == {}
    with pytest.raises(GalleryError, match="nothing to undo"):
        activity.undo(workspace)


@pytest.mark.slow
def test_a_source_that_is_nothing_is_not_the_current_folder(
    workspace: Workspace, lfw: Lfw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(lfw["Tony Blair"][0].parent)
    result = enrol.enrol(workspace, "Tony", [""])
    assert result.accepted == 0
    assert len(result.rejected) == 1
    assert enrol.enrol(workspace, "Tony", ["."]).accepted == 10


def test_a_picture_called_like_a_camera(
    workspace: Workspace, lfw: Lfw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(lfw["Tony Blair"][0], "7")
    assert enrol.enrol(workspace, "Tony", ["7"]).accepted == 1
