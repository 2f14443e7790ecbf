"""Watching videos, cameras and streams: who is in each frame."""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as PillowImage

from app.core.errors import Cancelled, SourceError
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame
from app.gallery import people
from app.services.models import catalogue
from app.services.people.corrections import remove_person
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision.sources import Frame

Lfw = dict[str, list[Path]]
Panning = Callable[[list[Path]], list[Image]]
Clip = Callable[[list[Image]], Path]


@pytest.fixture
def blair(known: Path, lfw: Lfw, panning: Panning, clip: Clip) -> str:
    """A video of one who is known: twenty frames of a photo that is not enrolled."""
    return str(clip(panning([lfw["Tony Blair"][6]])))


def _watch(workspace: Workspace, source: str) -> list[LiveFrame]:
    return list(Pipeline(workspace).watch(source, CancelToken()))


def _names(frames: list[LiveFrame]) -> list[str | None]:
    return [face.name for frame in frames for face in frame.faces]


def test_watching_people_who_are_known(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    pair = ["Tony Blair", "Gerhard Schroeder"]
    left, right = (panning([lfw[name][6]]) for name in pair)
    video = clip([np.hstack(both) for both in zip(left, right, strict=True)])
    frames = _watch(workspace, str(video))
    assert [frame.number for frame in frames] == list(range(20))
    assert all(len(frame.faces) == 2 for frame in frames)
    tracks = {
        (face.track, "left" if face.box.x + face.box.w / 2 < 400 else "right")
        for frame in frames
        for face in frame.faces
    }
    assert len(tracks) == 2  # one number each, from the first frame to the last
    named = Counter(_names(frames))
    assert set(named) <= {*pair, None}
    assert all(named[name] >= 15 for name in pair)


def test_watching_stops_where_it_should(blair: str, workspace: Workspace) -> None:
    assert len(_watch(workspace, blair)) == 20
    assert len(list(islice(Pipeline(workspace).watch(blair, CancelToken()), 3))) == 3
    cancel = CancelToken()
    frames = Pipeline(workspace).watch(blair, cancel)
    next(frames)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(frames)


def test_a_stream_that_breaks_off_says_so(
    known: Path,
    workspace: Workspace,
    lfw: Lfw,
    panning: Panning,
    serving: Callable[[list[Image]], Any],
) -> None:
    frames, pipeline, cancel = panning([lfw["Tony Blair"][6]]), Pipeline(workspace), CancelToken()
    with serving(frames) as address:
        watching = pipeline.watch(address, cancel)
        assert len(next(watching).faces) == 1
        with pytest.raises(SourceError, match="stopped delivering"):
            list(watching)
    with serving(frames) as address:
        assert len(list(islice(pipeline.watch(address, cancel), 2))) == 2
    for source in ("99", "gone.mp4"):
        with pytest.raises(SourceError):
            next(pipeline.watch(source, cancel))


def test_a_clip_cut_short_is_watched_as_far_as_it_goes_and_said_to_break_off(
    blair: str, workspace: Workspace
) -> None:
    data = Path(blair).read_bytes()
    frames: list[LiveFrame] = []
    Path(blair).write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(SourceError, match="breaks off after"):
        frames.extend(Pipeline(workspace).watch(blair, CancelToken()))
    assert 5 <= len(frames) < 20


def test_a_frame_carries_its_picture_and_the_time_of_each_stage(blair: str, workspace: Workspace) -> None:
    frames = _watch(workspace, blair)
    assert [frame.time for frame in frames] == pytest.approx(np.arange(20) / 10, abs=0.051)
    for frame in frames:
        assert frame.image is not None
        assert frame.image.shape == (400, 400, 3)
        assert min(frame.times.detect, frame.times.track, frame.times.embed, frame.times.decide) >= 0
    assert frames[0].times.detect > 0
    assert frames[0].times.embed > 0


def test_the_best_views_of_a_face_are_kept_while_it_is_in_view_and_after(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    frames = panning([lfw["Tony Blair"][6]])
    empty = np.full_like(frames[0], 128)
    pipeline, counts = Pipeline(workspace), []
    for frame in pipeline.watch(str(clip([*frames, *[empty] * 15])), CancelToken()):
        views = pipeline.views_of(1)
        counts.append(len(views))
        marks = [view.quality.overall for view in views]
        assert marks == sorted(marks, reverse=True)
        assert all(view.reading and view.reading.recognisable for view in views)
        if frame.faces:
            assert frame.faces[0].track == 1
            assert frame.faces[0].recognisable
    assert counts[0] == 1
    assert 3 <= max(counts) <= 5
    assert counts[-1] == max(counts), "who left can still be enrolled"
    assert pipeline.views_of(99) == ()


def test_a_new_name_is_told_from_the_next_frame_on(blair: str, workspace: Workspace) -> None:
    news: list[bool] = []
    pipeline = Pipeline(workspace, lambda: news.pop() if news else False)
    names: list[str | None] = []
    for frame in pipeline.watch(blair, CancelToken()):
        names.append(frame.faces[0].name)
        if frame.number == 9:
            _rename(workspace, "Tony Blair", "Anthony")
            news.append(True)
    assert names[9] == "Tony Blair"
    assert set(names[10:]) == {"Anthony"}


def test_another_model_decides_anew_on_faces_that_keep_their_numbers(
    retrained: Path, workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    (other,) = (model for model in catalogue.everything(workspace) if not model.active)
    news: list[bool] = []
    pipeline = Pipeline(workspace, lambda: news.pop() if news else False)
    faces: list[LiveFace] = []
    read_by: list[set[str]] = []
    for frame in pipeline.watch(str(clip(panning([lfw["Tony Blair"][6]]))), CancelToken()):
        faces += frame.faces
        read_by.append({view.reading.model_id for view in pipeline.views_of(1) if view.reading})
        if frame.number == 9:
            catalogue.switch(workspace, other)
            news.append(True)
    assert {face.track for face in faces} == {1}
    assert [*map(len, read_by)] == [1] * 20, "views of two models are never compared"
    assert read_by[9] != read_by[10] == {other.id}
    assert faces[9].similarity != faces[10].similarity
    assert faces[-1].state is State.NAME


def test_somebody_who_is_removed_while_out_of_view_has_no_name_on_coming_back(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning
) -> None:
    news: list[bool] = []
    pipeline = Pipeline(workspace, lambda: news.pop() if news else False)
    there = panning([lfw["Tony Blair"][6]])
    away = [np.full_like(there[0], 128)] * 15
    (before,) = _look(pipeline, there, 0.0)[-1].faces
    _look(pipeline, away, 2.0)
    with workspace.db.read() as session:
        person = people.find(session, "Tony Blair")
    assert before.person == person is not None
    remove_person(workspace, person)
    news.append(True)
    after = _look(pipeline, there, 3.5)[0].faces
    assert [face.track for face in after] == [before.track]
    assert "Tony Blair" not in (after[0].name, *dict(after[0].candidates))


@pytest.mark.slow
def test_strips_among_the_pictures_of_a_folder_are_pictures_without_faces(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, sides in enumerate([(800, 1), (1, 800), (3000, 4)]):
        PillowImage.new("RGB", sides).save(folder / f"{number}.png")
    watching = Pipeline(workspace).watch(str(folder), CancelToken(), steady=True)
    assert [frame.faces for frame in watching] == [(), (), ()]


def _look(pipeline: Pipeline, images: list[Image], start: float) -> list[LiveFrame]:
    """Watch images as a source would give them, ten a second."""
    frames = [Frame(k, start + k / 10, image) for k, image in enumerate(images)]
    return list(map(pipeline.look, frames))


def _rename(workspace: Workspace, name: str, new: str) -> None:
    with workspace.db.write() as session:
        person = people.find(session, name)
        assert person is not None
        people.rename(session, person, new)
