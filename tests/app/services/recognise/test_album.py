"""Faces that are gone can be enrolled for a while; memory is bounded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.face import Face
from app.services.photos.reading import read_pictures
from app.services.recognise import album
from app.services.recognise.album import Album
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision.track import Track

Panning = Callable[[list[Path]], list[Image]]
Clip = Callable[[list[Image]], Path]


def _views(workspace: Workspace, photos: list[Path]) -> list[Face]:
    reader = workspace.reader()
    faces = [face for picture in read_pictures(reader, photos, CancelToken()) for face in picture.faces[:1]]
    return reader.read(faces)


def _track(number: int, views: list[Face]) -> Track:
    track = Track(number, views[0].detection, 0.0, 1.0)
    for view in views:
        track.views.take(view)
    return track


@pytest.mark.slow
def test_the_best_views_of_those_who_left_last_are_kept(
    workspace: Workspace, lfw: dict[str, list[Path]]
) -> None:
    views = _views(workspace, lfw["Tony Blair"][:5])
    kept = Album()
    kept.keep(_track(number, views) for number in range(album._MOST + 10))
    assert kept.views_of(9) == ()
    assert len(kept.views_of(10)) == album._VIEWS
    kept.keep([Track(500, views[0].detection, 0.0, 1.0)])  # of which nothing was seen
    assert kept.views_of(500) == ()


def test_who_left_can_still_be_enrolled_from(
    known: Path, workspace: Workspace, lfw: dict[str, list[Path]], panning: Panning, clip: Clip
) -> None:
    frames = panning([lfw["Tony Blair"][6]])
    video = clip([*frames, *[0 * frames[0]] * 60])
    pipeline = Pipeline(workspace)
    seen = [face.track for frame in pipeline.watch(str(video), CancelToken()) for face in frame.faces]
    assert len(pipeline.views_of(seen[0])) > 1
