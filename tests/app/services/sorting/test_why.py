"""Any face can say why it is where it is."""

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import GalleryError, UsageError
from app.domain.why import Reason
from app.gallery import photos
from app.gallery.records import PhotoFile
from app.services.people import answers, corrections
from app.services.sorting.stored import sort_faces
from app.services.sorting.why import of_photo, why
from app.services.workspace import Workspace
from tests.app.services.sorting.test_standing import add_faces, people_of


def test_a_face_says_why_it_is_where_it_is(workspace: Workspace) -> None:
    vectors = people_of(workspace, [6, 5, 1], 4)
    ids = add_faces(workspace, vectors)
    assert why(workspace, ids[0]).reason is Reason.UNSORTED
    sort_faces(workspace)
    here = why(workspace, ids[0])
    assert (here.reason, here.cluster, len(here.nearest)) == (Reason.ALIKE, 0, 5)
    assert {face for face, _ in here.nearest} == set(ids[1:6])
    cosine = float((vectors[1:6] @ vectors[0]).mean())
    assert here.text == f"Its likeness to the 5 other faces of cluster 0 is {cosine:.2f} on average"
    alone = why(workspace, ids[11])
    assert (alone.reason, alone.cluster) == (Reason.ALONE, None)
    assert re.search(r"reaches 0\.3[45];", alone.text)
    answers.say_apart(workspace, [ids[0]], ids[1:6])
    answers.say_same(workspace, [ids[11], ids[6]])
    sort_faces(workspace)
    assert why(workspace, ids[0]).reason is Reason.APART
    assert why(workspace, ids[0]).text.endswith("but an answer keeps it apart")
    assert why(workspace, ids[11]).reason is Reason.TOLD


def test_names_and_what_is_set_aside_say_when(workspace: Workspace) -> None:
    ids = add_faces(workspace, people_of(workspace, [4], 5))
    sort_faces(workspace)
    corrections.name(workspace, ids[:2], "Ann", apart=True)
    corrections.set_aside(workspace, ids[2:3], ignored=True)
    named, aside = why(workspace, ids[0]), why(workspace, ids[2])
    assert (named.reason, aside.reason) == (Reason.NAMED, Reason.ASIDE)
    assert "Ann" in named.text
    assert str(datetime.now(UTC).astimezone().year) in named.text
    corrections.remove_faces(workspace, ids[3:])
    with pytest.raises(GalleryError, match="no longer"):
        why(workspace, ids[3])


def test_a_face_that_can_hardly_be_recognised_and_is_between_two_stays_alone(workspace: Workspace) -> None:
    vectors = people_of(workspace, [4, 4], 6)
    add_faces(workspace, vectors)
    between = vectors[0] + vectors[4]
    [weak] = add_faces(workspace, (between / np.linalg.norm(between))[None], length=7.5)
    sort_faces(workspace)
    said = why(workspace, weak)
    assert said.reason is Reason.ALONE
    assert "one of at least 3 faces that it is clearly most like" in said.text


def test_a_face_that_can_hardly_be_recognised_joins_no_pair(workspace: Workspace) -> None:
    vectors = people_of(workspace, [3], 6)
    add_faces(workspace, vectors[:2])
    [weak] = add_faces(workspace, vectors[2:], length=7.5)
    sort_faces(workspace)
    said = why(workspace, weak)
    assert said.reason is Reason.ALONE
    assert "one of at least 3 faces that it is clearly most like" in said.text


def test_a_face_that_was_less_like_a_cluster_when_that_was_larger(workspace: Workspace) -> None:
    vectors = np.zeros((4, workspace.active_model().dimension), np.float32)
    vectors[:, :3] = (1, 0, 0), (1, 0, 0), (0.6, 0.8, 0), (0.5, -0.375, 0.78)
    *_, other, alone = add_faces(workspace, vectors)
    sort_faces(workspace)
    assert why(workspace, alone).text.startswith("Its likeness to no cluster")
    corrections.remove_faces(workspace, [other])
    said = why(workspace, alone)
    assert said.reason is Reason.ALONE
    assert said.text.endswith("is 0.50, but was less as the faces were sorted")


def test_a_face_that_can_hardly_be_recognised_and_one_of_the_same_photo(workspace: Workspace) -> None:
    vectors = people_of(workspace, [7], 6)
    with workspace.db.write() as session:
        photo, *_ = photos.record(session, PhotoFile(Path("/one.jpg"), "0" * 64, 1, 1, 9, 9))
    two = add_faces(workspace, vectors[:2], photo=photo)
    add_faces(workspace, vectors[2:6])
    [weak] = add_faces(workspace, vectors[6:], length=7.5)
    sort_faces(workspace)
    assert why(workspace, weak).reason is Reason.ATTACHED
    reasons = {face: why(workspace, face).reason for face in two}
    assert sorted(reasons.values()) == [Reason.ALIKE, Reason.PHOTO]
    told = of_photo(workspace, Path("/one.jpg"))
    assert [one.why.reason for one in told] == list(reasons.values())
    with pytest.raises(UsageError, match="not read yet"):
        of_photo(workspace, Path("/two.jpg"))
