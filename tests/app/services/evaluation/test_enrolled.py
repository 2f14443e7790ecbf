"""The people enrolled, from what is stored of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete

from app.core.progress import Progress, ignore_progress
from app.domain.arrays import Image
from app.gallery.schema import EmbeddingRow
from app.services.enrolment import enrol
from app.services.evaluation.enrolled import enrolled
from app.services.evaluation.evaluate import Task, evaluate
from app.services.people import corrections
from app.services.people.browse import everyone
from app.services.workspace import Workspace


@pytest.mark.slow
def test_a_sitting_before_a_camera_and_copies_are_not_compared_with_themselves(
    workspace: Workspace,
    lfw: dict[str, list[Path]],
    clip: Callable[[list[Image]], Path],
    panning: Callable[[list[Path]], list[Image]],
    tmp_path: Path,
) -> None:
    film = clip(panning(lfw["Tony Blair"][:3]))
    seen = enrol.enrol(workspace, "Tony Blair", [str(film)]).accepted
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(lfw["Colin Powell"][0].read_bytes())
    enrol.enrol(workspace, "Colin Powell", [*map(str, lfw["Colin Powell"][:2]), str(copy)])
    judged = evaluate(workspace, Task()).judged
    powell = judged.faces - seen
    assert seen > 1
    assert judged.genuine == powell - 1  # the second photo with the first, and with its copy if that is kept
    assert judged.impostor == powell * seen


def test_a_model_that_has_not_read_all_reads_their_chips_and_stores_nothing(
    known: Path, workspace: Workspace
) -> None:
    model = workspace.active_model()
    before = enrolled(workspace, [model], ignore_progress, None)
    with workspace.db.write() as session:
        session.execute(delete(EmbeddingRow).where(EmbeddingRow.face_id % 2 == 0))
    told: list[Progress] = []
    after = enrolled(workspace, [model], told.append, None)
    assert told[-1].done == told[-1].total == 25
    alike = np.einsum("nd,nd->n", before.vectors[0], after.vectors[0])
    assert alike.min() > 0.99  # a chip is stored as JPEG
    with workspace.db.read() as session:
        assert session.query(EmbeddingRow).count() == 25


def test_faces_of_nobody_and_set_aside_do_not_count(known: Path, workspace: Workspace) -> None:
    person = everyone(workspace)[0]
    faces = enrolled(workspace, [workspace.active_model()], ignore_progress, None)
    [mine] = np.flatnonzero(np.array(faces.names) == person.name)
    ids = [one.face or 0 for one in faces.samples(np.flatnonzero(faces.people == mine).tolist())]
    corrections.set_aside(workspace, ids[:1], ignored=True)
    corrections.assign(workspace, ids[1:2], None)
    left = enrolled(workspace, [workspace.active_model()], ignore_progress, None)
    assert len(left) == len(faces) - 2
