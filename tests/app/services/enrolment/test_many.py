"""Many people at once, from folders of real photos."""

import shutil
from pathlib import Path

import pytest

from app.core.progress import Progress
from app.services.enrolment import enrol, many
from app.services.people import browse
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]
BLAIR, PUTIN = "Tony Blair", "Vladimir Putin"


@pytest.fixture
def parts(lfw: Lfw, tmp_path: Path) -> Path:
    """A folder with the parts of a data set, which hold two people each, an empty folder and a picture."""
    folder = tmp_path / "people"
    for part, places in (("train", slice(0, 3)), ("test", slice(3, 5))):
        for name in (BLAIR, PUTIN):
            inside = folder / part / name.replace(" ", "_")
            inside.mkdir(parents=True)
            for photo in lfw[name][places]:
                shutil.copy(photo, inside)
    (folder / "empty").mkdir()
    shutil.copy(lfw[BLAIR][5], folder)
    return folder


def test_a_plan_says_who_is_found_and_what_is_odd(workspace: Workspace, parts: Path) -> None:
    enrol.enrol(workspace, "tony blair", [str(next(parts.glob("*.jpg")))])
    before = browse.counts(workspace)
    plan = many.plan_people(workspace, parts)
    assert browse.counts(workspace) == before
    assert [(one.name, one.pictures, one.usable) for one in plan.people] == [
        (BLAIR, 5, True),
        (PUTIN, 5, True),
        ("empty", 0, False),
    ]
    assert [str(one.odd) for one in plan.people] == [
        "enrolled already: the faces are added",
        "",
        "there is no picture in this folder",
    ]
    assert [Path(one).name for one in plan.several] == ["test", "train"]
    assert [(one.name, one.pictures) for one in plan.outer] == [("empty", 0), ("test", 4), ("train", 6)]
    assert ["1 picture in no folder of a person" in one.reason for one in plan.rejected] == [True]


@pytest.mark.slow
def test_real_people_are_told_apart_and_enrolled_with_one_count(workspace: Workspace, parts: Path) -> None:
    refused = enrol.enrol(workspace, "Train", [str(parts / "train")])
    assert (refused.accepted, refused.several) == (0, [str(parts / "train")])
    assert "holds several people, a folder each (Tony_Blair, Vladimir_Putin)" in refused.rejected[0].reason
    steps: list[Progress] = []
    people = [one for one in many.plan_people(workspace, parts).people if one.usable]
    found = list(many.enrol_planned(workspace, people, steps.append))
    assert [(one.name, one.accepted, one.rejected) for one in found] == [(BLAIR, 5, []), (PUTIN, 5, [])]
    assert [(step.done, step.total) for step in steps] == [(5, 10), (10, 10)]
