"""A real gallery in a temporary folder, and faces to put into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from app.domain.box import Box
from app.domain.face import Quality
from app.domain.model import Model
from app.gallery import models
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

DIMENSION = 16


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A new gallery whose active model is "m", of 16 dimensions."""
    database = Database.open(tmp_path / "data")
    with database.write() as session:
        models.add(session, Model("m", "Model M", "small", DIMENSION))
        models.activate(session, "m")
    yield database
    database.close()


@pytest.fixture
def make_face() -> Callable[..., NewFace]:
    """Make random faces, each different from any other."""
    rng = np.random.default_rng(0)

    def make(overall: float = 0.5, chip_bytes: int = 3000) -> NewFace:
        vector = rng.normal(size=DIMENSION).astype(np.float32)
        return NewFace(
            box=Box(*rng.uniform(1, 100, 4)),
            landmarks=rng.uniform(0, 100, (5, 2)).astype(np.float32),
            quality=Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, overall),
            chip=rng.bytes(chip_bytes),
            chip_landmarks=rng.uniform(0, 256, (5, 2)).astype(np.float32),
            embeddings={"m": (vector / np.linalg.norm(vector), float(np.linalg.norm(vector)))},
        )

    return make


@pytest.fixture
def make_photo() -> Callable[[Path | str], PhotoFile]:
    """Describe a photo at a path."""
    return lambda path: PhotoFile(Path(path), "ab" * 32, 1000, 123_456_789_012_345_678, 640, 480)


@pytest.fixture
def rows(db: Database) -> Callable[[str], list[tuple[Any, ...]]]:
    """Run a query and return plain rows."""

    def run(query: str) -> list[tuple[Any, ...]]:
        with db.read() as session:
            return [tuple(row) for row in session.execute(text(query))]

    return run
