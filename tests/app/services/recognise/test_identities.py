"""Who is who over a run: strangers who return, and two faces alike in one picture."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.decision import State
from app.domain.live import LiveFrame
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision.sources import Frame

Lfw = dict[str, list[Path]]
Panning = Callable[[list[Path]], list[Image]]


def _look(pipeline: Pipeline, images: list[Image], start: float = 0.0) -> list[LiveFrame]:
    """Look at images, ten a second."""
    return [pipeline.look(Frame(k, start + k / 10, image)) for k, image in enumerate(images)]


@pytest.mark.slow
def test_a_stranger_keeps_the_number_and_has_it_again_on_return(
    workspace: Workspace, lfw: Lfw, panning: Panning
) -> None:
    pipeline = Pipeline(workspace)
    one, other = (panning([lfw[name][6]]) for name in ("Tony Blair", "Gerhard Schroeder"))
    empty = [np.full_like(one[0], 128)] * 5
    first = _look(pipeline, one)
    assert [face.stranger for face in first[-1].faces] == [1]
    _look(pipeline, empty, 2.0)
    assert [face.stranger for face in _look(pipeline, other, 5.0)[-1].faces] == [2]
    _look(pipeline, empty, 10.0)
    again = _look(pipeline, one, 20.0)
    assert [(face.stranger, face.visits) for face in again[-1].faces] == [(1, 2)]
    assert again[-1].faces[0].track != first[-1].faces[0].track


def test_of_two_faces_alike_one_has_the_name_and_keeps_it(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning
) -> None:
    images = [np.hstack([image, image]) for image in panning([lfw["Tony Blair"][6]])]
    frames = _look(Pipeline(workspace), images)
    named = [[face.track for face in frame.faces if face.name == "Tony Blair"] for frame in frames]
    assert all(len(tracks) == 1 for tracks in named)
    assert len({track for tracks in named for track in tracks}) == 1
    assert all({face.state for face in frame.faces} == {State.NAME, State.UNSURE} for frame in frames)


@pytest.mark.slow
def test_a_glimpse_of_a_face_is_counted_and_not_numbered(
    workspace: Workspace, lfw: Lfw, panning: Panning
) -> None:
    pipeline, one = Pipeline(workspace), panning([lfw["Tony Blair"][6]])
    small = [np.ascontiguousarray(np.pad(image[::16, ::16], ((0, 375), (0, 375), (0, 0)))) for image in one]
    seen = _look(pipeline, small)
    assert all(face.stranger is None for frame in seen for face in frame.faces)
    gone = _look(pipeline, [np.zeros_like(one[0])], 20.0)[-1]
    assert gone.passers_by <= 1
