"""Guided enrolment on sources that end too soon."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.errors import SourceError
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.services.enrolment.guided import GuidedEnrolment
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]
Panning = Callable[[list[Path]], list[Image]]
Clip = Callable[[list[Image]], Path]


def _watch(workspace: Workspace, video: Path) -> GuidedEnrolment:
    guided = GuidedEnrolment(workspace.reader())
    for _ in guided.watch(str(video), CancelToken(), lambda: False):
        pass
    return guided


def test_what_a_video_showed_before_it_broke_off_is_kept(
    workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    video = clip(panning([lfw["Tony Blair"][6]]))
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    assert _watch(workspace, video).kept


def test_one_that_broke_off_before_a_face_was_seen_says_so(
    workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    frames = [image // 50 for image in panning([lfw["Tony Blair"][6]])]
    video = clip(frames)
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    with pytest.raises(SourceError, match="breaks off after"):
        _watch(workspace, video)
