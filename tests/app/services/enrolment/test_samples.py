"""What a person's samples are worth."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.domain.arrays import Embedded
from app.domain.pose import POSES
from app.domain.samples import Doubtful, Fault
from app.gallery import embeddings
from app.services.enrolment import enrol
from app.services.enrolment.samples import samples_of
from app.services.people import browse, corrections
from app.services.training.doubts import trust
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]
BLAIR, PUTIN = "Tony Blair", "Vladimir Putin"


def _faces(workspace: Workspace, name: str) -> tuple[int, list[int]]:
    person = browse.find(workspace, name)
    return person, browse.faces_of_person(workspace, person)


def _doubtful(workspace: Workspace, person: int) -> tuple[Doubtful, ...]:
    return samples_of(workspace, person).doubtful


def test_poses_are_counted_and_the_nearest_is_far_as_a_rate_of_strangers(
    known: Path, workspace: Workspace
) -> None:
    person, faces = _faces(workspace, BLAIR)
    samples = samples_of(workspace, person)
    assert tuple(samples.poses) == POSES
    assert 0 < sum(samples.poses.values()) <= len(faces)
    assert samples.doubtful == ()
    assert samples.separation is not None
    assert samples.separation.nearest.name != BLAIR
    assert samples.separation.score < samples.separation.needed
    assert 1 <= samples.separation.nearest.one_in < 10_000


def test_somebody_under_two_names_is_told_by_a_stricter_margin(known: Path, workspace: Workspace) -> None:
    person, faces = _faces(workspace, BLAIR)
    corrections.split(workspace, faces[:2], "Half")
    found = samples_of(workspace, person).separation
    assert found is not None
    assert found.nearest.name == "Half"
    assert found.lead > 0.05
    assert found.nearest.one_in >= 10_000


def test_a_face_that_looks_like_somebody_else_is_doubted_until_it_is_vouched_for(
    known: Path, workspace: Workspace
) -> None:
    person, _ = _faces(workspace, BLAIR)
    wrong = _faces(workspace, PUTIN)[1][:1]
    corrections.assign(workspace, wrong, person)
    assert _doubtful(workspace, person) == (Doubtful(Fault.STRANGE, tuple(wrong), PUTIN),)
    trust(workspace, wrong)
    assert _doubtful(workspace, person) == ()


def test_what_shows_nothing_or_nothing_new_may_go(
    known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path
) -> None:
    person, before = _faces(workspace, BLAIR)
    copy = tmp_path / "copy.png"
    Image.open(lfw[BLAIR][0]).resize((240, 240)).save(copy)
    enrol.enrol(workspace, BLAIR, [str(copy)])
    (repeated,) = _doubtful(workspace, person)
    assert (repeated.fault, len(repeated.faces)) == (Fault.REPEATED, 1)
    kept = [face for face in _faces(workspace, BLAIR)[1] if face not in repeated.faces]
    assert len(kept) == len(before)

    model, poses = workspace.active_model().id, samples_of(workspace, person).poses
    with workspace.db.write() as session:
        vectors, _ = embeddings.of_faces(session, model, kept[:1])
        embeddings.replace(session, model, kept[:1], Embedded(vectors, np.array([0.1], np.float32)))
    assert Doubtful(Fault.UNCLEAR, (kept[0],)) in _doubtful(workspace, person)
    assert sum(samples_of(workspace, person).poses.values()) <= sum(poses.values())


@pytest.mark.slow
def test_alone_there_is_nobody_to_be_told_from(workspace: Workspace, lfw: Lfw) -> None:
    enrol.enrol(workspace, BLAIR, [str(lfw[BLAIR][0])])
    samples = samples_of(workspace, browse.find(workspace, BLAIR))
    assert (samples.separation, samples.doubtful) == (None, ())
