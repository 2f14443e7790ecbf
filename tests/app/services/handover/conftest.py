"""A gallery whose photos are real files, and whose faces are where a test says: no network reads them."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.domain.box import Box
from app.domain.face import Quality
from app.gallery import faces as gallery_faces
from app.gallery import people, photos
from app.gallery.records import NewFace, PhotoFile
from app.services.photos.reading import absolute
from app.services.workspace import Workspace

WIDTH, HEIGHT = 400, 300
"""Of the photos, upright, in pixels."""
Add = Callable[..., list[int]]


def new_face(workspace: Workspace, box: Box, seed: int) -> NewFace:
    """A face there, unlike any other."""
    rng = np.random.default_rng(seed)
    model = workspace.active_model()
    vector = rng.normal(size=model.dimension).astype(np.float32)
    points = rng.uniform(0, 100, (5, 2)).astype(np.float32)
    return NewFace(
        box=box,
        landmarks=points,
        quality=Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5),
        chip=b"chip",
        chip_landmarks=points,
        embeddings={model.id: (vector / np.linalg.norm(vector), 20.0)},
    )


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """An empty folder for photos."""
    folder = tmp_path / "album"
    folder.mkdir()
    return folder


def record(workspace: Workspace, path: Path, *faces: tuple[Box, str | None]) -> list[int]:
    """Let a gallery know a photo with faces at boxes in pixels, of somebody or nobody."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    file = PhotoFile(absolute(path), digest, len(data), path.stat().st_mtime_ns, WIDTH, HEIGHT)
    seed = int(digest[:6], 16)
    found = [new_face(workspace, box, seed + number) for number, (box, _) in enumerate(faces)]
    with workspace.db.write() as session:
        _, ids, _ = photos.record(session, file, found)
        for face, (_, who) in zip(ids, faces, strict=True):
            if who is not None:
                person, _ = people.get_or_create(session, who)
                gallery_faces.assign(session, [face], person)
    return ids


@pytest.fixture
def add(workspace: Workspace, album: Path) -> Add:
    """Add a photo to the folder and the gallery, with faces at boxes in pixels, of somebody or nobody."""

    def add(name: str, *faces: tuple[Box, str | None], turn: int = 1) -> list[int]:
        exif = Image.Exif()
        exif[0x0112] = turn
        size = (HEIGHT, WIDTH) if turn >= 5 else (WIDTH, HEIGHT)
        Image.new("RGB", size, (40 * len(list(album.iterdir())) % 256, 100, 200)).save(
            album / name, exif=exif
        )
        return record(workspace, album / name, *faces)

    return add
