"""Guided enrolment: somebody who turns their head as asked, and a clip for each message of the coach."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.core.errors import SourceError
from app.core.playing import EVERY_FRAME, Playback
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.face import Face
from app.domain.grade import Grade, grade_of
from app.domain.guidance import Guidance
from app.domain.pose import POSES
from app.services.enrolment.guided import GuidedEnrolment
from app.services.enrolment.views import distinct
from app.services.workspace import Workspace
from app.vision import image_io
from app.vision.reader import likeness
from tests.app.poses import film, turned

Lfw = dict[str, list[Path]]
MakeClip = Callable[[list[Image]], Path]
_SIDE = 500


def _near(photo: Path, side: int = _SIDE) -> Image:
    """A photo as a camera sees somebody before it."""
    return np.asarray(cv2.resize(image_io.load(photo), (side, side)), np.uint8)


def _watched(workspace: Workspace, clip: Path) -> tuple[GuidedEnrolment, list[str]]:
    """Watch a clip to its end; return what was kept, and what the coach said."""
    guided = GuidedEnrolment(workspace.reader(), "Noor")
    said: list[str] = []
    with suppress(SourceError):  # where nothing was kept
        for _, guidance in guided.watch(str(clip), CancelToken(), lambda: False, Playback(EVERY_FRAME)):
            said.append(guidance.hint)
    return guided, said


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("dark", "It is too dark: more light on your face"),
        ("bright", "It is too bright: turn away from the light"),
        ("blurred", "The picture is blurred: hold still"),
        ("far", "Come closer"),
        ("two", "Which one is Noor? Click, or press the number"),
        ("nobody", "Come into the picture"),
    ],
)
def test_what_is_no_sample_is_told_what_to_do_and_not_kept(
    workspace: Workspace, clip: MakeClip, ahead: Image, how: str, words: str
) -> None:
    guided, said = _watched(workspace, clip([_spoilt(ahead, how)] * 4))
    assert set(said) == {words}
    assert guided.kept == []


@pytest.mark.slow
def test_somebody_else_who_steps_in_is_not_kept(
    workspace: Workspace, clip: MakeClip, ahead: Image, lfw: Lfw
) -> None:
    other = _near(lfw["Hugo Chavez"][9])
    guided, said = _watched(workspace, clip([ahead] * 3 + [other] * 4))
    assert said[-1] == "Somebody else was seen"
    assert len(guided.kept) == 1


@pytest.mark.slow
def test_a_head_that_is_turned_first_is_asked_to_look_ahead(
    workspace: Workspace, clip: MakeClip, ahead: Image
) -> None:
    (face, *_) = workspace.reader().find(ahead)
    guided, said = _watched(workspace, clip([turned(ahead, face.detection.landmarks, "left")] * 3))
    assert set(said) == {"Look straight into the camera"}
    assert guided.kept == []


class Beside:
    """Two people before one camera, as frames: the one, the other."""

    def __init__(self, one: Image, other: Image) -> None:
        self.left, self.right = (image[:, 90:410] for image in (one, other))

    def frame(self, *, swapped: bool = False) -> Image:
        pair = [self.right, self.left] if swapped else [self.left, self.right]
        return np.hstack(pair)


@pytest.fixture
def beside(ahead: Image, lfw: Lfw) -> Beside:
    """Tony Blair at the left, Hugo Chavez at the right."""
    return Beside(ahead, _near(lfw["Hugo Chavez"][9]))


def _likes(workspace: Workspace, image: Image, kept: list[Face]) -> bool:
    """Whether all views kept are of the person whom an image shows."""
    reader = workspace.reader()
    face = reader.read(reader.find(image)[:1])[0]
    return all(likeness(one, [face]) > 0.4 for one in kept)


def _choosing(workspace: Workspace, clip: Path, right: bool) -> tuple[GuidedEnrolment, list[Guidance]]:
    """Watch a clip, and choose the left or the right face as soon as it is asked."""
    guided, shown = GuidedEnrolment(workspace.reader(), "Noor"), list[Guidance]()
    with suppress(SourceError):
        for _, guidance in guided.watch(str(clip), CancelToken(), lambda: False, Playback(EVERY_FRAME)):
            shown.append(guidance)
            if guidance.asks:
                track, _ = sorted(guidance.faces, key=lambda one: one[1].x)[int(right)]
                guided.choose(track)
    return guided, shown


@pytest.mark.slow
@pytest.mark.parametrize("right", [False, True])
def test_of_two_the_chosen_one_is_followed_even_to_another_place(
    workspace: Workspace, clip: MakeClip, beside: Beside, right: bool
) -> None:
    frames = [beside.frame()] * 4 + [beside.frame(swapped=True)] * 4
    guided, shown = _choosing(workspace, clip(frames), right)
    assert shown[0].asks
    assert not any(one.asks for one in shown[1:])
    assert not shown[0].gates["meant"]
    assert shown[0].accepted == 0
    assert guided.kept
    assert _likes(workspace, beside.right if right else beside.left, guided.kept)
    assert shown[-1].chosen in {track for track, _ in shown[-1].faces}
    assert shown[1].hint == "Turn a little to your left"
    where = next(box for track, box in shown[-1].faces if track == shown[-1].chosen)
    assert (where.x > 320) is not right  # they changed places


@pytest.mark.slow
def test_who_stays_alone_in_the_others_place_is_not_taken_for_them(
    workspace: Workspace, clip: MakeClip, beside: Beside
) -> None:
    nobody = np.full_like(beside.left, 128)
    other = np.hstack([nobody, beside.right])
    guided, shown = _choosing(workspace, clip([beside.frame()] * 3 + [other] * 4), right=False)
    assert shown[-1].hint == "Somebody else was seen"
    assert _likes(workspace, beside.left, guided.kept)


@pytest.mark.slow
def test_another_face_that_comes_later_stops_nothing(
    workspace: Workspace, clip: MakeClip, beside: Beside
) -> None:
    alone = np.hstack([beside.left, np.full_like(beside.right, 128)])
    guided, shown = _choosing(workspace, clip([alone] * 3 + [beside.frame()] * 4), right=False)
    assert not any(one.asks for one in shown)
    assert shown[-1].hint == "Turn a little to your left"
    assert len(shown[-1].faces) == 2
    assert _likes(workspace, beside.left, guided.kept)


@pytest.mark.slow
def test_choosing_the_other_begins_anew(workspace: Workspace, clip: MakeClip, beside: Beside) -> None:
    guided, seen = GuidedEnrolment(workspace.reader(), "Noor"), list[Guidance]()
    for _, guidance in guided.watch(
        str(clip([beside.frame()] * 30)), CancelToken(), lambda: len(seen) > 3, Playback(EVERY_FRAME)
    ):
        left, right = (track for track, _ in sorted(guidance.faces, key=lambda one: one[1].x))
        if guidance.asks:
            guided.choose(left)
        elif guidance.chosen == left and guided.kept:
            guided.choose(left)  # the same one: nothing is dropped
            assert _likes(workspace, beside.left, guided.kept)
            guided.choose(right)
            assert guided.kept == []
        elif guidance.chosen == right:
            seen.append(guidance)
    assert seen
    assert _likes(workspace, beside.right, guided.kept)


def _away(image: Image, share: float) -> Image:
    """The same from farther away."""
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    across = image.shape[0] - small.shape[0]
    before = across // 2
    return np.pad(small, ((before, across - before), (before, across - before), (0, 0)), "edge")


@pytest.mark.slow
def test_nearer_views_take_the_place_of_usable_ones_and_never_the_other_way(
    workspace: Workspace, clip: MakeClip, ahead: Image, lfw: Lfw
) -> None:
    far, other = _away(ahead, 0.7), _away(_near(lfw["Tony Blair"][2]), 0.7)
    guided, _ = _watched(workspace, clip([far, far, other, other]))
    assert {grade_of(face.quality) for face in guided.kept} == {Grade.USABLE}
    guided, _ = _watched(workspace, clip([far] * 3 + [ahead] * 3 + [far] * 3))
    assert [grade_of(face.quality) for face in guided.kept] == [Grade.GOOD]
