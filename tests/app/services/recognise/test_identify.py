"""Naming the faces of a picture: each person once."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from app.domain.arrays import Image
from app.domain.decision import State
from app.services.people import browse, corrections
from app.services.recognise.identify import identify
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision import image_io
from app.vision.sources import Frame

Lfw = dict[str, list[Path]]


@pytest.fixture
def collage(lfw: Lfw) -> Image:
    """One person twice and another once, side by side; none of the photos is enrolled."""
    shown = [lfw["Colin Powell"][6], lfw["Hugo Chavez"][8], lfw["Colin Powell"][7]]
    return np.hstack([image_io.load(path) for path in shown])


def _assert_each_named_once(faces: list[tuple[str | None, State, tuple[str, ...]]]) -> None:
    """Both are named once, and the other face of the one is not sure to be him."""
    assert sorted(name for name, *_ in faces if name) == ["Colin Powell", "Hugo Chavez"]
    ((_, state, candidates),) = [face for face in faces if face[0] is None and face[2][0] == "Colin Powell"]
    assert state is State.UNSURE
    assert candidates[0] == "Colin Powell"


def test_a_person_is_named_once_in_a_picture(
    known: Path, workspace: Workspace, collage: Image, tmp_path: Path
) -> None:
    path = tmp_path / "collage.png"
    Pictures.fromarray(collage).save(path)
    (picture,) = identify(workspace, [path])
    _assert_each_named_once(
        [
            (face.name, face.decision.state, tuple(name for name, _ in face.candidates))
            for face in picture.faces
        ]
    )


def test_nobody_is_named_in_a_photo_from_before_their_birth(
    known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path
) -> None:
    exif = Pictures.Exif()
    exif.get_ifd(0x8769)[0x9003] = "1950:06:01 12:00:00"
    photo = tmp_path / "old.jpg"
    Pictures.open(lfw["Colin Powell"][6]).save(photo, exif=exif, quality=95)

    def name() -> str | None:
        (picture,) = identify(workspace, [photo])
        return picture.faces[0].name

    assert name() == "Colin Powell"
    powell = browse.find(workspace, "Colin Powell")
    corrections.set_birth(workspace, powell, date(1960, 4, 5))
    assert name() is None
    corrections.set_birth(workspace, powell, date(1937, 4, 5))
    assert name() == "Colin Powell"


def test_a_person_is_named_once_in_a_frame(known: Path, workspace: Workspace, collage: Image) -> None:
    seen = Pipeline(workspace).look(Frame(0, 0.0, collage))
    _assert_each_named_once(
        [(face.name, face.state, tuple(name for name, _ in face.candidates)) for face in seen.faces]
    )
