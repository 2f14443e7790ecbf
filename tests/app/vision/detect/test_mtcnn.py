import numpy as np

from app.domain.arrays import Image
from app.vision.detect.mtcnn import MtcnnDetector


def test_landmarks_are_ordered_as_yunets(photos: list[Image], mtcnn: MtcnnDetector) -> None:
    for photo in photos[::20]:
        face = max(mtcnn.detect(photo), key=lambda found: found.box.area)
        right_eye, left_eye, nose, right_mouth, left_mouth = face.landmarks
        assert right_eye[0] < left_eye[0]
        assert right_mouth[0] < left_mouth[0]
        assert max(right_eye[1], left_eye[1]) < nose[1] < min(right_mouth[1], left_mouth[1])
        assert face.landmarks.dtype == np.float32
        assert 0.9 <= face.score <= 1


def test_a_picture_smaller_than_any_face(mtcnn: MtcnnDetector) -> None:
    assert mtcnn.detect(np.full((19, 500, 3), 128, np.uint8)) == []


def test_the_picture_is_not_written_to(photos: list[Image], mtcnn: MtcnnDetector) -> None:
    before = photos[0].copy()
    mtcnn.detect(photos[0])
    assert np.array_equal(photos[0], before)
