"""A photo of somebody known, held before the camera: named, marked, or not named, as the settings say."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.decision import State
from app.domain.live import LiveFace, Sign
from app.services.presence.watch import sighting
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision import image_io
from tests.app.scenes import in_a_hand

_BLAIR = "Tony Blair"


@pytest.fixture
def watched(
    known: Path, workspace: Workspace, lfw: dict[str, list[Path]], clip: Callable[[list[Image]], Path]
) -> Callable[[str], list[list[LiveFace]]]:
    """Watch two seconds of a photo in a hand under a setting; the faces of each frame."""
    photo = image_io.load(lfw[_BLAIR][6])
    source = str(clip([in_a_hand(photo[20:220, 35:215], seed) for seed in range(20)]))

    def watch(liveness: str) -> list[list[LiveFace]]:
        workspace.settings = replace(workspace.settings, liveness=liveness)
        frames = Pipeline(workspace).watch(source, CancelToken())
        shown = [frame for frame in frames if frame.faces]
        assert any(sighting(frame, None).people for frame in shown[-5:]) == (liveness == "off")  # type: ignore[arg-type]
        return [list(frame.faces) for frame in shown]

    return watch


def test_off_it_is_whoever_it_shows(watched: Callable[[str], list[list[LiveFace]]]) -> None:
    faces = [face for frame in watched("off") for face in frame]
    assert faces[-1].name == _BLAIR
    assert not any(face.spoofed for face in faces)


def test_a_warning_marks_it_and_leaves_its_name(watched: Callable[[str], list[list[LiveFace]]]) -> None:
    (face,) = watched("warn")[-1]
    assert (face.sign, face.name) == (Sign.BORDER, _BLAIR)


def test_where_it_is_required_a_picture_has_no_name(watched: Callable[[str], list[list[LiveFace]]]) -> None:
    (face,) = watched("require")[-1]
    assert (face.sign, face.name, face.person, face.candidates) == (Sign.BORDER, None, None, ())
    assert (face.state, face.stranger) == (State.UNKNOWN, None)
