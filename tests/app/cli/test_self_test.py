"""The test at the end of an enrolment from a video, as it is told on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.domain.arrays import Image
from app.vision import image_io
from tests.app.poses import TURNS, turned
from tests.app.ui.clips import LFW_POINTS

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def _write(path: Path, frames: list[Image]) -> Path:
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (500, 500))
    for frame in frames:
        video.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    video.release()
    return path


def test_further_frames_are_told_as_text_and_json(known: Path, kith: Kith, lfw: Lfw, tmp_path: Path) -> None:
    """Sixteen views of which twelve are wanted, and others after them."""
    photos = [np.asarray(cv2.resize(image_io.load(one), (500, 500)), np.uint8) for one in lfw["Tony Blair"]]
    views = [turned(photo, 2 * LFW_POINTS, pose) for photo in photos[1:5] for pose in TURNS]
    clip = _write(
        tmp_path / "tony.avi", [frame for view in views for frame in (view, view)] + [photos[6]] * 30
    )
    ran = kith("enroll", "Tony Blair", clip, "--json")
    test = ran.document["test"]
    assert (test["frames"], test["recognised"]) == (10, 10)
    assert test["nearest"]["name"] != "Tony Blair"
    assert test["advice"] == []
    short = _write(tmp_path / "short.avi", [photos[1]] * 3)
    told = kith("enroll", "Tony Blair", short)
    assert "Not tested: the source showed no further frames" in told.out
    assert "test" not in kith("enroll", "Tony Blair", lfw["Tony Blair"][7], "--json").document
