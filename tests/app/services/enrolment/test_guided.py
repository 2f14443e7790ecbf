"""Guided enrolment: somebody who turns their head as asked, and a clip for each message of the coach."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.core.errors import SourceError
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.pose import POSES
from app.services.enrolment.guided import GuidedEnrolment
from app.services.enrolment.views import distinct
from app.services.workspace import Workspace
from app.vision import image_io
from tests.app.poses import film, turned

Lfw = dict[str, list[Path]]
MakeClip = Callable[[list[Image]], Path]
_SIDE = 500


def _near(photo: Path, side: int = _SIDE) -> Image:
    """A photo as a camera sees somebody before it."""
    return np.asarray(cv2.resize(image_io.load(photo), (side, side)), np.uint8)


def _watched(workspace: Workspace, clip: Path) -> tuple[GuidedEnrolment, list[str]]:
    """Watch a clip to its end; return what was kept, and what the coach said."""
    guided = GuidedEnrolment(workspace.reader())
    said: list[str] = []
    with suppress(SourceError):  # where nothing was kept
        for _, guidance in guided.watch(str(clip), CancelToken(), lambda: False):
            said.append(guidance.hint)
    return guided, said


def test_views_that_are_alike_are_one_the_sharpest(workspace: Workspace, lfw: Lfw) -> None:
    reader = workspace.reader()
    sharp, other = (_near(photo) for photo in lfw["Tony Blair"][1:3])
    soft = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.2), np.uint8)
    seen = [reader.find(image)[0] for image in (soft, sharp, soft, other)]
    assert {id(one) for one in distinct(seen)} == {id(seen[1]), id(seen[3])}


@pytest.fixture
def ahead(lfw: Lfw) -> Image:
    """Somebody who looks straight into the camera."""
    return _near(lfw["Tony Blair"][1])


def test_somebody_who_turns_their_head_is_done_in_under_twenty_seconds(
    workspace: Workspace, clip: MakeClip, ahead: Image
) -> None:
    (face, *_) = workspace.reader().find(ahead)
    frames = film(ahead, face.detection.landmarks)
    assert len(frames) < 200  # ten a second
    guided, said = _watched(workspace, clip(frames))
    assert said[-1] == "Done"
    assert {"Turn a little to your left", "Lift your chin a little"} <= set(said)
    assert len(guided.kept) >= len(POSES)


def test_frames_that_are_alike_are_one_sample_the_sharpest(
    workspace: Workspace, clip: MakeClip, ahead: Image
) -> None:
    soft = np.asarray(cv2.GaussianBlur(ahead, (0, 0), 1.2), np.uint8)
    guided, _ = _watched(workspace, clip([soft, soft, ahead, soft, soft]))
    (kept,) = guided.kept
    (sharpest, *_) = workspace.reader().find(ahead)
    assert kept.quality.sharpness == pytest.approx(sharpest.quality.sharpness, rel=0.2)


def _spoilt(ahead: Image, how: str) -> Image:
    spoilt: dict[str, Callable[[], Any]] = {
        "dark": lambda: ahead * 0.15,
        "bright": lambda: 255 - (255 - ahead) * 0.2,
        "blurred": lambda: cv2.GaussianBlur(ahead, (0, 0), 7),
        "far": lambda: np.pad(cv2.resize(ahead, (200, 200)), ((150, 150), (150, 150), (0, 0)), "edge"),
        "two": lambda: np.hstack([ahead[:, 90:410], ahead[:, 410:90:-1]]),
        "nobody": lambda: np.full_like(ahead, 128),
    }
    return np.asarray(spoilt[how](), np.uint8)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("dark", "It is too dark: more light on your face"),
        ("bright", "It is too bright: turn away from the light"),
        ("blurred", "The picture is blurred: hold still"),
        ("far", "Come closer"),
        ("two", "Only one person, please"),
        ("nobody", "Come into the picture"),
    ],
)
def test_what_is_no_sample_is_told_what_to_do_and_not_kept(
    workspace: Workspace, clip: MakeClip, ahead: Image, how: str, words: str
) -> None:
    guided, said = _watched(workspace, clip([_spoilt(ahead, how)] * 4))
    assert set(said) == {words}
    assert guided.kept == []


def test_somebody_else_who_steps_in_is_not_kept(
    workspace: Workspace, clip: MakeClip, ahead: Image, lfw: Lfw
) -> None:
    other = _near(lfw["Hugo Chavez"][9])
    guided, said = _watched(workspace, clip([ahead] * 3 + [other] * 4))
    assert said[-1] == "Somebody else was seen"
    assert len(guided.kept) == 1


def test_a_head_that_is_turned_first_is_asked_to_look_ahead(
    workspace: Workspace, clip: MakeClip, ahead: Image
) -> None:
    (face, *_) = workspace.reader().find(ahead)
    guided, said = _watched(workspace, clip([turned(ahead, face.detection.landmarks, "left")] * 3))
    assert set(said) == {"Look straight into the camera"}
    assert guided.kept == []
