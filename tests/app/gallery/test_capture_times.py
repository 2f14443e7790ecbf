"""When a face was taken: by its photo's file, else by when it was enrolled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.gallery import faces, photos
from app.gallery.capture_times import capture_times
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

MakeFace = Callable[..., NewFace]
MakePhoto = Callable[[Path | str], PhotoFile]


def test_a_photos_face_has_the_files_time_and_a_cameras_that_of_its_enrolment(
    db: Database, make_face: MakeFace, make_photo: MakePhoto
) -> None:
    with db.write() as session:
        photo = make_photo("/a.jpg")
        (on_camera,), _ = faces.add(session, [make_face()])
        _, (in_photo,), _ = photos.record(session, photo, [make_face()])
        camera, file = capture_times(session, np.array([on_camera, in_photo]))
        _, (tagged,), _ = photos.record(
            session, replace(photo, path=Path("/b.jpg"), taken=1_561_977_000), [make_face()]
        )
        (said,) = capture_times(session, np.array([tagged]))
    assert file == pytest.approx(photo.mtime_ns / 1e9)
    assert said == 1_561_977_000
    assert camera == pytest.approx(datetime.now(UTC).timestamp(), abs=60)
