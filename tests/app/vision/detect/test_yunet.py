import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.vision.detect import YuNetDetector
from app.vision.detect.yunet import yunet_graph
from app.vision.runtime import Use, open_network


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


@pytest.mark.slow
def test_the_model_may_lie_under_any_name(
    tmp_path: Path, weights: Callable[[str], Path], photos: list[Image]
) -> None:
    copy = Path(shutil.copy(weights("yunet"), tmp_path / "модель 😀.onnx"))
    assert len(YuNetDetector(open_network(yunet_graph(copy))).detect(photos[0])) >= 1


def test_calls_do_not_depend_on_each_other(photos: list[Image], yunet: YuNetDetector) -> None:
    """A detector that has seen a picture of another size finds the same."""
    first = yunet.detect(photos[0])
    yunet.detect(np.zeros((37, 411, 3), np.uint8))
    again = yunet.detect(photos[0])
    assert [face.box for face in first] == [face.box for face in again]


def _opencv(weights: Path, image: Image) -> np.ndarray:
    """OpenCV's own reader of the same file: rows of box, five points and score, best first."""
    height, width = image.shape[:2]
    detector = cv2.FaceDetectorYN.create(str(weights), "", (width, height), 0.5, 0.3, 5000)
    return np.asarray(detector.detect(np.ascontiguousarray(image[:, :, ::-1]))[1])


@pytest.fixture(scope="module")
def exact(weights: Callable[[str], Path]) -> YuNetDetector:
    """In 32 bits, whatever the processor is faster with."""
    return YuNetDetector(open_network(yunet_graph(weights("yunet")), use=Use(exact=True)))


class TestReference:
    """What OpenCV's FaceDetectorYN makes of the file, we make of it too."""

    @pytest.mark.slow
    def test_boxes_points_and_scores(
        self, photos: list[Image], street: list[Image], weights: Callable[[str], Path], exact: YuNetDetector
    ) -> None:
        small = [np.asarray(cv2.resize(f, (961, 541)), np.uint8) for f in street[:3]]
        seen = 0
        for image in [*photos[::8], *small]:
            theirs, ours = _opencv(weights("yunet"), image), exact.detect(image)
            assert len(ours) == len(theirs)
            seen += len(ours)
            for face, row in zip(ours, theirs, strict=True):
                assert face.box == pytest.approx(row[:4], abs=0.05)
                assert face.landmarks.ravel() == pytest.approx(row[4:14], abs=0.05)
                assert face.score == pytest.approx(row[14], abs=2e-3)
        assert seen >= 25

    def test_as_fast_as_the_processor_can_it_finds_the_same(
        self, photos: list[Image], exact: YuNetDetector, yunet: YuNetDetector
    ) -> None:
        """In bfloat16, where there is that: a pixel here or there, and no face lost."""
        for photo in photos[::5]:
            slow, fast = exact.detect(photo)[0], yunet.detect(photo)[0]
            assert slow.box.iou(fast.box) > 0.9
            assert np.abs(slow.landmarks - fast.landmarks).max() < 0.05 * slow.box.w
