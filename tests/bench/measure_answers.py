"""Whether answers hold: 1,000 random ones about real photos, then everything that could lose them.

    python -m tests.bench.measure_answers [--answers N]

The photos of `lfw10` are read; a reviewer answers truly for a truth that has nothing to do with what the
faces look like (that faces are one person, or two, whose they are, whose they are not). Then the faces are
sorted anew, the folder is moved and read again, another model decides, and all is sorted once more. Each time
every answer and every name is held against the sorting.
"""

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.domain.arrays import Embedded
from app.gallery import embeddings, models
from app.services.photos.importing import import_folder
from app.services.workspace import Workspace
from tests.app.services.sorting.test_told import Reviewer
from tests.bench.harness import faces_folder


def other_model(workspace: Workspace) -> str:
    """Another model that has read all faces, and sees other people in them."""
    active = workspace.active_model()
    other = replace(active, id="other", name="Other", active=False)
    with workspace.db.write() as session:
        models.add(session, other)
        ids = embeddings.load(session, active.id).face_ids.tolist()
        vectors = np.random.default_rng(0).normal(size=(len(ids), active.dimension)).astype(np.float32)
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        embeddings.add(session, other.id, ids, Embedded(unit, np.full(len(ids), 20, np.float32)))
    return other.id


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1000)
    answers = parser.parse_args().answers
    with tempfile.TemporaryDirectory() as folder:
        album, moved = Path(folder, "album"), Path(folder, "moved")
        shutil.copytree(faces_folder() / "lfw10", album)
        with Workspace.open(Path(folder, "data"), device="cpu") as workspace:
            import_folder(workspace, album)
            reviewer = Reviewer(workspace, 1)
            for _ in range(answers):
                reviewer.answer()
            told = f"{len(reviewer.same)} pairs one person, {len(reviewer.apart)} two"
            print(f"{answers} answers: {told}, {len(reviewer.owner)} names")
            print(f"  sorted anew      {reviewer.violated()} do not hold", flush=True)
            album.rename(moved)
            import_folder(workspace, moved)
            print(f"  folder moved     {reviewer.violated()} do not hold", flush=True)
            other = other_model(workspace)
            with workspace.db.write() as session:
                models.activate(session, other)
            print(f"  another model    {reviewer.violated()} do not hold", flush=True)


if __name__ == "__main__":
    main()
