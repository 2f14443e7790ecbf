"""Somebody who is enrolled, renamed or merged under another name than the one they are known by."""

from pathlib import Path

import pytest

from app.domain.alike import LooksEnrolled
from app.services.enrolment import enrol, many
from app.services.people import answers, browse, corrections, duplicates
from app.services.recognise.recogniser import Recogniser, reader_and_recogniser
from app.services.sorting.folder import cluster_folder
from app.services.workspace import Workspace, activity
from app.vision.reader import FaceReader

Lfw = dict[str, list[Path]]
BLAIR, POWELL = "Tony Blair", "Colin Powell"


def _enrol(workspace: Workspace, name: str, paths: list[Path], *, apart: bool = False) -> int:
    return enrol.enrol(workspace, name, list(map(str, paths)), apart=apart).accepted


def _names(workspace: Workspace) -> set[str]:
    return {person.name for person in browse.everyone(workspace)}


def test_the_same_person_under_another_name_is_asked_about_before_anything_is_stored(
    known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    before = browse.counts(workspace)
    with pytest.raises(LooksEnrolled) as asked:
        _enrol(workspace, "Anthony", lfw[BLAIR][5:8])
    assert asked.value.alike.name == BLAIR
    assert asked.value.alike.one_in >= 10_000
    assert browse.counts(workspace) == before
    assert _enrol(workspace, BLAIR, lfw[BLAIR][5:8]) == 3


def test_another_persons_photos_are_not_added_to_somebody_known(
    known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    with pytest.raises(LooksEnrolled, match=f"looks like {BLAIR}"):
        _enrol(workspace, POWELL, lfw[BLAIR][5:8])


def test_who_is_enrolled_by_another_program_meanwhile_is_not_taken_for_their_own_double(
    known: Path, workspace: Workspace, lfw: Lfw, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(opened: Workspace) -> tuple[FaceReader, Recogniser]:
        monkeypatch.undo()
        with Workspace.open(known) as other:
            _enrol(other, "Somebody", lfw[POWELL][:3])
        return reader_and_recogniser(opened)

    corrections.remove_person(workspace, browse.find(workspace, POWELL))
    monkeypatch.setattr(duplicates, "reader_and_recogniser", late)
    assert _enrol(workspace, "Somebody", lfw[POWELL][3:6]) == 3


def test_who_is_kept_apart_is_asked_about_once(known: Path, workspace: Workspace, lfw: Lfw) -> None:
    assert _enrol(workspace, "Twin", lfw[BLAIR][5:7], apart=True) == 2
    assert _enrol(workspace, "Twin", lfw[BLAIR][7:8]) == 1
    twin = browse.find(workspace, "Twin")
    corrections.rename(workspace, twin, "Brother")
    corrections.merge(workspace, twin, browse.find(workspace, BLAIR))  # a newer answer
    assert "Brother" not in _names(workspace)


def test_renaming_asks_whether_they_are_whom_they_look_like(
    known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    _enrol(workspace, "Somebody", lfw[BLAIR][5:8], apart=True)
    activity.undo(workspace)
    faces = browse.faces_of_person(workspace, browse.find(workspace, BLAIR))
    corrections.split(workspace, faces[:2], "Half")
    half = browse.find(workspace, "Half")
    with pytest.raises(LooksEnrolled, match=BLAIR):
        corrections.rename(workspace, half, "Whole")
    corrections.rename(workspace, half, "Whole", apart=True)
    corrections.rename(workspace, half, "Once More")


def test_merging_asks_about_a_third_who_is_more_alike(known: Path, workspace: Workspace) -> None:
    faces = browse.faces_of_person(workspace, browse.find(workspace, BLAIR))
    corrections.split(workspace, faces[:2], "Half")
    half, blair, powell = (browse.find(workspace, name) for name in ("Half", BLAIR, POWELL))
    with pytest.raises(LooksEnrolled, match=BLAIR):
        corrections.merge(workspace, half, powell)
    corrections.merge(workspace, half, blair)
    assert "Half" not in _names(workspace)


def test_naming_faces_asks_whether_somebody_new_is_enrolled(
    known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path
) -> None:
    for photo in lfw[BLAIR][5:8]:
        (tmp_path / photo.name).write_bytes(photo.read_bytes())
    (cluster,) = cluster_folder(workspace, tmp_path).clusters
    found = [place.face for place in cluster]
    with pytest.raises(LooksEnrolled, match=BLAIR):
        corrections.name(workspace, found, "Anthony")
    assert "Anthony" not in _names(workspace)
    corrections.name(workspace, found, "Anthony", apart=True)
    corrections.rename(workspace, browse.find(workspace, "Anthony"), "Tony")  # asked once
    corrections.name(workspace, found[:1], BLAIR)  # whose name is known is not asked about


def test_faces_taken_from_somebody_are_not_asked_about_as_theirs(known: Path, workspace: Workspace) -> None:
    faces = browse.faces_of_person(workspace, browse.find(workspace, BLAIR))
    corrections.name(workspace, faces[:2], "Half")
    corrections.rename(workspace, browse.find(workspace, "Half"), "Whole")
    assert {"Whole", BLAIR} <= _names(workspace)


@pytest.mark.slow
def test_a_name_that_is_nearly_anothers_is_asked_about(workspace: Workspace, lfw: Lfw) -> None:
    _enrol(workspace, "Jos\u00e9 Strau\u00df", lfw[BLAIR][:2])
    with pytest.raises(LooksEnrolled, match="nearly the same: Jos\u00e9 Strau\u00df"):
        _enrol(workspace, "Jose Strauss", lfw[POWELL][:2])
    assert _enrol(workspace, "Jose Strauss", lfw[POWELL][:2], apart=True) == 2
    assert _enrol(workspace, "Jose Strauss", lfw[POWELL][2:3]) == 1
    assert _names(workspace) == {"Jos\u00e9 Strau\u00df", "Jose Strauss"}
    _enrol(workspace, "Hugo", lfw["Hugo Chavez"][:2])
    with pytest.raises(LooksEnrolled, match="nearly the same"):
        corrections.rename(workspace, browse.find(workspace, "Hugo"), "Jos\u00e9 Strauss")


@pytest.mark.slow
def test_of_many_folders_one_that_looks_enrolled_is_left_out(
    workspace: Workspace, lfw: Lfw, tmp_path: Path
) -> None:
    for name, photos in (("Ann", lfw[BLAIR][:4]), ("Ben", lfw[POWELL][:4]), ("Cleo", lfw[BLAIR][4:8])):
        folder = tmp_path / "people" / name
        folder.mkdir(parents=True)
        for photo in photos:
            (folder / photo.name).write_bytes(photo.read_bytes())
    planned = many.plan_people(workspace, tmp_path / "people")
    *_, last = many.enrol_planned(workspace, planned.people)
    assert (last.name, last.accepted) == ("Cleo", 0)
    assert "looks like Ann" in last.rejected[0].reason
    assert last.alike is not None
    assert last.alike.name == "Ann"
    assert _names(workspace) == {"Ann", "Ben"}
    assert [one.accepted for one in many.enrol_planned(workspace, planned.people, apart=True)] == [4, 4, 4]


def test_people_who_may_be_one_are_proposed_until_they_are_said_to_be_two(
    known: Path, workspace: Workspace
) -> None:
    assert duplicates.alike_pairs(workspace) == []
    blair = browse.find(workspace, BLAIR)
    corrections.split(workspace, browse.faces_of_person(workspace, blair)[:2], "Anthony")
    anthony = browse.find(workspace, "Anthony")
    [pair] = duplicates.alike_pairs(workspace)
    assert (pair.first, pair.second) == (min(blair, anthony), max(blair, anthony))
    assert pair.one_in >= 10_000
    answers.say_two(workspace, anthony, blair)
    assert duplicates.alike_pairs(workspace) == []
    activity.undo(workspace)
    assert duplicates.alike_pairs(workspace) == [pair]
    corrections.merge(workspace, anthony, blair)
    assert duplicates.alike_pairs(workspace) == []
