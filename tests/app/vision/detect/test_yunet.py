import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.core.types import Image
from app.vision.detect import YuNetDetector


def test_landmarks_are_ordered_from_left_to_right_and_top_to_bottom(
    photos: list[Image], yunet: YuNetDetector
) -> None:
    for photo in photos[::10]:
        face = max(yunet.detect(photo), key=lambda found: found.box.area)
        right_eye, left_eye, nose, right_mouth, left_mouth = face.landmarks
        assert right_eye[0] < left_eye[0]
        assert right_mouth[0] < left_mouth[0]
        assert max(right_eye[1], left_eye[1]) < nose[1] < min(right_mouth[1], left_mouth[1])
        assert face.landmarks.dtype == np.float32
        assert 0.7 <= face.score <= 1


def test_the_model_may_lie_under_any_name(
    tmp_path: Path, weights: Callable[[str], Path], photos: list[Image]
) -> None:
    copy = Path(shutil.copy(weights("yunet"), tmp_path / "модель 😀.onnx"))
    assert len(YuNetDetector(copy).detect(photos[0])) >= 1


def test_calls_do_not_depend_on_each_other(photos: list[Image], yunet: YuNetDetector) -> None:
    """A detector that has seen a picture of another size finds the same."""
    first = yunet.detect(photos[0])
    yunet.detect(np.zeros((37, 411, 3), np.uint8))
    again = yunet.detect(photos[0])
    assert [face.box for face in first] == [face.box for face in again]
