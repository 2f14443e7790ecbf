"""The test at the end of an enrolment: further frames, who is named on them, and what to do."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.core.playing import EVERY_FRAME, Playback
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.face import Face
from app.services.enrolment.from_live import enrol_faces
from app.services.enrolment.guided import GuidedEnrolment
from app.services.enrolment.self_test import judge
from app.services.photos.reading import read_pictures
from app.services.workspace import Workspace
from app.vision import image_io

Lfw = dict[str, list[Path]]
MakeClip = Callable[[list[Image]], Path]


def _faces(workspace: Workspace, photos: list[Path]) -> list[Face]:
    reader = workspace.reader()
    return [max(picture.faces, key=lambda face: face.box.area) for picture in read_pictures(reader, photos)]


def _near(photo: Path) -> Image:
    return np.asarray(cv2.resize(image_io.load(photo), (500, 500)), np.uint8)


def test_somebody_well_enrolled_is_named_and_who_is_nearest_is_told(
    known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    test = judge(workspace, "Tony Blair", _faces(workspace, lfw["Tony Blair"][5:]))
    assert test.outcome == "Recognised in 5 of 5 further frames"
    assert (test.weak, test.advice) == (False, ())
    assert test.separation is not None
    assert test.separation.nearest.name in test.nearest
    assert test.separation.nearest.name != "Tony Blair"
    assert "far away" in test.nearest


def test_who_is_not_recognised_is_told_what_would_help(known: Path, workspace: Workspace, lfw: Lfw) -> None:
    others = _faces(workspace, lfw["Hugo Chavez"][5:9])
    test = judge(workspace, "Tony Blair", others)
    assert test.outcome == "Recognised in 0 of 4 further frames"
    assert test.weak
    assert "come nearer to the camera" in test.advice  # LFW's eyes are 42 pixels apart
    assert not any("light" in advice for advice in test.advice)


def test_without_further_frames_there_is_no_test_and_that_is_said(known: Path, workspace: Workspace) -> None:
    test = judge(workspace, "Tony Blair", [])
    assert (test.done, test.weak, test.advice, test.nearest) == (False, False, (), "")
    assert "Not tested" in test.outcome


@pytest.mark.slow
def test_no_frame_of_a_sample_counts_and_the_frames_lie_apart(
    workspace: Workspace, clip: MakeClip, lfw: Lfw
) -> None:
    tony, later = (_near(lfw["Tony Blair"][place]) for place in (1, 2))
    other = _near(lfw["Hugo Chavez"][9])
    frames = [tony] * 3 + [later] * 9 + [np.full_like(tony, 128)] * 3 + [other] * 3
    guided = GuidedEnrolment(workspace.reader(), "Tony")
    source = str(clip(frames))
    for _ in guided.watch(source, CancelToken(), lambda: bool(guided.kept), Playback(EVERY_FRAME)):
        pass
    enrol_faces(workspace, "Tony", guided.kept)
    shown = [guidance for _, guidance in guided.watch_on(lambda: False)]
    assert len(shown) > 10
    assert 4 <= len(guided.further) <= 7  # two tenths of a second apart, and nobody and the other not at all
    assert not {id(face) for face in guided.kept} & {id(face) for face in guided.further}
    assert shown[0].tested == 1
    assert shown[-1].tested == len(guided.further)
    test = judge(workspace, "Tony", guided.further)
    assert test.right == test.frames == len(guided.further)
    assert test.nearest == ""  # nobody else is enrolled


def test_it_ends_when_it_is_skipped(workspace: Workspace, clip: MakeClip, lfw: Lfw) -> None:
    guided = GuidedEnrolment(workspace.reader(), "Tony")
    source = str(clip([_near(lfw["Tony Blair"][1])] * 12))
    for _ in guided.watch(source, CancelToken(), lambda: bool(guided.kept), Playback(EVERY_FRAME)):
        pass
    for _ in guided.watch_on(lambda: len(guided.further) == 2):
        pass
    assert len(guided.further) == 2
