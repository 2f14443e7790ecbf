"""Faces turn with their photo, as a picture does that Pillow turns upright."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from app.domain.box import Box
from app.gallery import faces, photos, turning
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile
from trainer.pictures.turning import UPRIGHT

_STORED = np.arange(12 * 8, dtype=np.uint8).reshape(8, 12)


def _upright(orientation: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = Image.fromarray(_STORED)
    return np.asarray(picture if orientation == 1 else picture.transpose(UPRIGHT[orientation]))


@pytest.mark.slow
@pytest.mark.parametrize("before", range(1, 9))
@pytest.mark.parametrize("after", range(1, 9))
def test_a_face_shows_the_same_pixels_after_its_photo_was_turned(
    db: Database,
    make_photo: Callable[[str], PhotoFile],
    make_face: Callable[..., NewFace],
    before: int,
    after: int,
) -> None:
    quarters = turning.quarters(before, after)
    if quarters is None:
        assert (before in {2, 4, 5, 7}) != (after in {2, 4, 5, 7})
        return
    old, new = _upright(before), _upright(after)
    points = np.array([[1.5, 2.5]] * 5, np.float32)
    face = replace(make_face(), box=Box(1, 2, 3, 2), landmarks=points)
    with db.write() as session:
        file = replace(make_photo("/a.jpg"), width=old.shape[1], height=old.shape[0])
        photo, ids, _ = photos.record(session, file, [face])
        turning.turn(session, photo, quarters)
        (found,), landmarks = faces.of_photo(session, photo), faces.landmarks(session, ids)[ids[0]]
        size = photos.get(session, photo)
    assert size is not None
    assert (size.height, size.width) == new.shape
    x, y, w, h = found.box.rounded()
    assert {*new[y : y + h, x : x + w].ravel()} == {*old[2:4, 1:4].ravel()}
    assert new[int(landmarks[0, 1]), int(landmarks[0, 0])] == old[2, 1]
