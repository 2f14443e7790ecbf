"""Two detectors that know nothing of each other find the same faces.

Measured on `group.jpg` and ten frames of `street.mp4` (small faces too, of both): each of MTCNN's 64 faces is
found by YuNet too. YuNet finds 13 more in the street, small, turned or half hidden ones, of which it is less
sure.
"""

import pickle
from pathlib import Path

import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.face import Detection
from app.vision import image_io
from app.vision.detect import FaceDetector, YuNetDetector, scan, scan_small
from app.vision.detect.mtcnn import MtcnnDetector
from tests.app.made_once import made_once

Finds = list[tuple[list[Detection], list[Detection]]]
_SURE = 0.85
"""Score above which YuNet's find must be seen by MTCNN too."""


def partner(face: Detection, others: list[Detection]) -> Detection | None:
    """The other detector's find of the same face: it overlaps by half or more."""
    best = max(others, key=lambda other: other.box.iou(face.box), default=None)
    return best if best is not None and best.box.iou(face.box) >= 0.5 else None


def apart(one: Detection, other: Detection) -> float:
    """Mean distance of the landmarks, over the width of the face (its eyes may lie behind one another)."""
    return float(np.hypot(*(one.landmarks - other.landmarks).T).mean() / one.box.w)


def every(detector: FaceDetector, frame: Image) -> list[Detection]:
    """What a detector finds, small faces too."""
    return scan_small(detector, frame, scan(detector, frame))


@pytest.fixture(scope="session")
def finds(
    street: list[Image], yunet: YuNetDetector, mtcnn: MtcnnDetector, tmp_path_factory: pytest.TempPathFactory
) -> Finds:
    """What YuNet and what MTCNN finds in each frame."""

    def make(file: Path) -> None:
        file.write_bytes(pickle.dumps([(every(yunet, frame), every(mtcnn, frame)) for frame in street]))

    found: Finds = pickle.loads(made_once(tmp_path_factory, "finds", make).read_bytes())  # noqa: S301 - our own
    return found


class TestGroup:
    @pytest.mark.slow
    def test_the_same_six_faces(self, faces: Path, yunet: YuNetDetector, mtcnn: MtcnnDetector) -> None:
        group = image_io.load(faces / "group.jpg")
        ours, theirs = scan(yunet, group), scan(mtcnn, group)
        assert len(ours) == len(theirs) == 6
        pairs = [(face, partner(face, theirs)) for face in ours]
        assert all(other is not None for _, other in pairs)
        assert all(apart(face, other) < 0.08 for face, other in pairs if other)
        assert all(face.box.iou(other.box) > 0.75 for face, other in pairs if other)


@pytest.mark.slow
class TestStreet:
    def test_all_of_mtcnns_faces_are_yunets(self, finds: Finds) -> None:
        theirs = [(face, partner(face, ours)) for ours, theirs in finds for face in theirs]
        assert len(theirs) >= 50
        assert all(other is not None for _, other in theirs)

    def test_all_faces_that_yunet_is_sure_of_are_mtcnns(self, finds: Finds) -> None:
        sure = [(face, theirs) for ours, theirs in finds for face in ours if face.score >= _SURE]
        assert len(sure) >= 45
        assert all(partner(face, theirs) is not None for face, theirs in sure)

    def test_landmarks_agree(self, finds: Finds) -> None:
        away = [
            apart(face, other)
            for ours, theirs in finds
            for face in ours
            if (other := partner(face, theirs)) is not None
        ]
        assert np.median(away) < 0.06
        assert np.quantile(away, 0.95) < 0.15
        assert max(away) < 0.25
