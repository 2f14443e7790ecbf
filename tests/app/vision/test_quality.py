from dataclasses import astuple, replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Detection, Quality
from app.vision.align import cut_chip
from app.vision.detect import YuNetDetector, scan
from app.vision.quality import measure, pose

Known = tuple[Image, Detection]


@pytest.fixture(scope="module")
def known(photos: list[Image], yunet: YuNetDetector) -> list[Known]:
    return [(photo, scan(yunet, photo)[0]) for photo in photos[::5]]


def quality(photo: Image, face: Detection) -> Quality:
    return measure(face, cut_chip(photo, face.landmarks))


def moved(face: Detection, matrix: np.ndarray) -> Detection:
    points = face.landmarks @ matrix[:, :2].T + matrix[:, 2]
    return replace(face, landmarks=points.astype(np.float32))


def test_blur_lowers_sharpness_and_worth(known: list[Known]) -> None:
    for photo, face in known:
        sharp = quality(photo, face)
        blurs = [quality(np.asarray(cv2.GaussianBlur(photo, (0, 0), s), np.uint8), face) for s in (1, 2, 4)]
        falling = [sharp.sharpness, *(blurred.sharpness for blurred in blurs)]
        assert falling == sorted(falling, reverse=True)
        assert blurs[-1].sharpness < 0.2 * sharp.sharpness
        assert blurs[-1].overall < sharp.overall


def test_darkening_lowers_exposure_and_contrast(known: list[Known]) -> None:
    for photo, face in known:
        bright, dark = quality(photo, face), quality((photo * 0.15).astype(np.uint8), face)
        assert dark.exposure == pytest.approx(0.15 * bright.exposure, abs=0.01)
        assert dark.contrast < 0.3 * bright.contrast
        assert dark.overall < bright.overall


def test_glare_raises_exposure_and_lowers_worth(known: list[Known]) -> None:
    for photo, face in known:
        plain, glaring = quality(photo, face), quality((255 - (255 - photo) * 0.12).astype(np.uint8), face)
        assert glaring.exposure > plain.exposure
        assert glaring.overall < plain.overall


@pytest.mark.parametrize("degrees", [-60, -15, 10, 30, 90])
def test_roll_follows_moved_landmarks(known: list[Known], degrees: float) -> None:
    """Positive is clockwise as seen."""
    matrix = cv2.getRotationMatrix2D((125, 125), -degrees, 1)
    for photo, face in known:
        turned = measure(moved(face, matrix), cut_chip(photo, face.landmarks))
        assert turned.roll - quality(photo, face).roll == pytest.approx(degrees, abs=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [-8, 8])
def test_roll_follows_a_rotated_photo(photos: list[Image], yunet: YuNetDetector, degrees: float) -> None:
    """Of faces of some 250 pixels: the smaller a tilted face, the more YuNet levels its landmarks."""
    matrix = cv2.getRotationMatrix2D((375, 375), -degrees, 1)
    off = []
    for photo in photos[::5]:
        large = np.asarray(cv2.resize(photo, (750, 750), interpolation=cv2.INTER_CUBIC), np.uint8)
        rotated = np.asarray(
            cv2.warpAffine(large, matrix, (750, 750), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
        before, after = (quality(one, scan(yunet, one)[0]).roll for one in (large, rotated))
        off.append(after - before - degrees)
    assert abs(float(np.median(off))) < 3


def test_yaw_and_pitch_do_not_change_with_roll_or_scale(known: list[Known]) -> None:
    for _, face in known:
        yaw, pitch, _ = pose(face.landmarks)
        for degrees, scale in ((30, 0.3), (-70, 4)):
            matrix = cv2.getRotationMatrix2D((50, 80), degrees, scale)
            assert pose(moved(face, matrix).landmarks)[:2] == pytest.approx((yaw, pitch), abs=0.1)


def test_a_mirror_flips_yaw_and_roll(known: list[Known], yunet: YuNetDetector) -> None:
    for photo, face in known:
        mirrored = face.landmarks[[1, 0, 2, 4, 3]] * [-1, 1] + [photo.shape[1] - 1, 0]
        yaw, pitch, roll = pose(face.landmarks)
        assert pose(mirrored.astype(np.float32)) == pytest.approx((-yaw, pitch, -roll), abs=0.1)


def test_a_mirrored_photo_turns_the_other_way(known: list[Known], yunet: YuNetDetector) -> None:
    turned = [(photo, face) for photo, face in known if abs(pose(face.landmarks)[0]) > 15]
    assert turned
    for photo, face in turned:
        found = scan(yunet, np.ascontiguousarray(photo[:, ::-1]))[0]
        assert np.sign(pose(found.landmarks)[0]) == -np.sign(pose(face.landmarks)[0])


@pytest.mark.parametrize("factor", [0.25, 0.5, 2])
def test_eyes_scale_with_the_photo(known: list[Known], factor: float) -> None:
    for photo, face in known:
        matrix = np.array([[factor, 0, 0], [0, factor, 0]])
        resized = np.asarray(cv2.resize(photo, None, fx=factor, fy=factor), np.uint8)
        small, plain = quality(resized, moved(face, matrix)), quality(photo, face)
        assert small.eyes == pytest.approx(plain.eyes * factor, rel=1e-3)
        if factor < 0.3:
            assert small.overall < plain.overall


def test_a_turned_or_doubtful_face_is_worth_less(known: list[Known]) -> None:
    photo, face = known[0]
    plain = quality(photo, face)
    doubtful = quality(photo, replace(face, score=0.6))
    assert doubtful.overall < plain.overall
    assert doubtful.detection == 0.6
    profile = face.landmarks.copy()
    profile[2, 0] += 0.6 * plain.eyes
    turned = measure(replace(face, landmarks=profile), cut_chip(photo, face.landmarks))
    assert turned.yaw > 40
    assert turned.overall < plain.overall


def test_real_photos_have_sane_measures(known: list[Known]) -> None:
    found = [quality(photo, face) for photo, face in known]
    assert all(0 < one.overall <= 1 for one in found)
    assert np.median([one.overall for one in found]) > 0.7
    assert abs(float(np.median([one.pitch for one in found]))) < 10
    assert abs(float(np.median([one.yaw for one in found]))) < 15


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.floats(-300, 300, width=32), min_size=10, max_size=10), st.floats(0, 1))
def test_any_points_give_finite_measures_or_a_value_error(values: list[float], score: float) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    face = Detection(Box(0, 0, 1, 1), np.array(values, np.float32).reshape(5, 2), score)
    try:
        found = quality(picture, face)
    except ValueError:
        return
    assert np.isfinite(astuple(found)).all()
    assert 0 <= found.overall <= 1
    assert 0 <= found.exposure <= 1
