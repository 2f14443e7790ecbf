"""Who of several is followed."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.services.enrolment.subject import Subject
from app.services.workspace import Workspace
from app.vision import image_io

Lfw = dict[str, list[Path]]


@pytest.fixture
def pair(lfw: Lfw) -> Image:
    """Two people beside each other."""
    photos = (lfw["Tony Blair"][1], lfw["Hugo Chavez"][9])
    near = [np.asarray(cv2.resize(image_io.load(photo), (500, 500)), np.uint8) for photo in photos]
    return np.hstack([image[:, 90:410] for image in near])


def test_a_face_chosen_as_it_was_shown_before_a_long_frame_is_the_one_there_now(
    workspace: Workspace, pair: Image
) -> None:
    subject = Subject(workspace.reader())
    subject.find(pair, 0.0, [])
    (left, _), _ = sorted(subject.faces, key=lambda one: one[1].x)
    assert subject.find(pair, 1.5, []) is None  # a machine that was busy: tracks began anew
    assert left not in {track for track, _ in subject.faces}
    assert subject.choose(left)
    found = subject.find(pair, 1.6, [])
    assert found is not None
    assert found.box.x < 320
    assert not subject.asks
    assert not subject.choose(subject.track or 0)  # the same one
    assert not subject.choose(99)
