"""Sorting what the gallery holds: named, nobody's, set aside and unreadable."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import Cancelled
from app.core.progress import CancelToken
from app.domain.cluster import Clustering, NamedFaces
from app.services.enrolment import enrol
from app.services.people import browse, corrections
from app.services.photos.importing import import_folder
from app.services.recognise.identify import identify
from app.services.sorting.stored import sort_faces
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]


@pytest.fixture
def album(lfw: Lfw, workspace: Workspace, tmp_path: Path) -> Path:
    """Five photos each of two people and one that is none, imported; nobody is named."""
    folder = tmp_path / "album"
    (folder / "more").mkdir(parents=True)
    for number in range(5):
        shutil.copy(lfw["Tony Blair"][number], folder / f"a{number}.jpg")
        shutil.copy(lfw["Vladimir Putin"][number], folder / "more" / f"b{number}.jpg")
    (folder / "broken.jpg").write_bytes(b"no picture")
    import_folder(workspace, folder)
    return folder


def _letters(workspace: Workspace, faces: Sequence[int]) -> set[str]:
    """First letters of the photos that faces are in."""
    return {
        browse.photo(workspace, face.photo or 0).path.name[0] for face in browse.get_faces(workspace, faces)
    }


def _of(workspace: Workspace, found: Clustering, letter: str) -> tuple[int, ...]:
    """The large cluster of one person."""
    return next(
        one.faces
        for one in found.clusters
        if len(one.faces) > 2 and _letters(workspace, one.faces) == {letter}
    )


def _everything(found: Clustering) -> list[int]:
    clustered = [face for cluster in found.clusters for face in cluster.faces]
    named = [face for person in found.named for face in person.faces]
    return sorted([*clustered, *named, *found.unclustered, *found.aside])


@pytest.mark.slow
def test_each_face_is_reported_once_and_the_best_come_first(workspace: Workspace, album: Path) -> None:
    found = sort_faces(workspace)
    everything = _everything(found)
    assert len(everything) == len(set(everything)) == browse.counts(workspace).faces
    assert [Path(one.path).name for one in found.failed] == ["broken.jpg"]
    sizes = [len(one.faces) for one in found.clusters]
    assert sizes == sorted(sizes, reverse=True)
    for one in found.clusters:
        assert list(one.faces) == [face.id for face in browse.get_faces(workspace, one.faces)]
        assert one.suggestion is None
    assert sort_faces(workspace, album) == replace(found, folder=album)


@pytest.mark.slow
def test_named_and_set_aside_faces_leave_the_clusters(workspace: Workspace, album: Path) -> None:
    tony, putin = (_of(workspace, sort_faces(workspace), letter) for letter in "ab")
    (person,) = corrections.name(workspace, tony[1:], "Tony Blair").people
    corrections.set_aside(workspace, putin[:1], ignored=True)
    found = sort_faces(workspace, album)
    assert found.named == (NamedFaces(person, "Tony Blair", tony[1:]),)
    assert found.aside == putin[:1]
    assert sorted(_everything(found)) == sorted(_everything(sort_faces(workspace)))
    left = next(one for one in found.clusters if tony[0] in one.faces)
    guess = left.suggestion
    assert left.faces == tony[:1]
    assert guess is not None
    assert (guess.person, guess.name) == (person, "Tony Blair")


def test_a_folder_is_sorted_by_itself_and_files_may_be_gone(workspace: Workspace, album: Path) -> None:
    shutil.rmtree(album / "more")
    found = sort_faces(workspace, album / "more")
    assert _letters(workspace, _everything(found)) == {"b"}
    assert found.failed == ()
    assert sort_faces(workspace, album / "none") == Clustering(album / "none")


@pytest.mark.slow
def test_someone_enrolled_elsewhere_is_suggested(workspace: Workspace, album: Path, lfw: Lfw) -> None:
    enrol.enrol(workspace, "Tony Blair", [str(path) for path in lfw["Tony Blair"][5:]])
    found = sort_faces(workspace, album)
    faces = _of(workspace, found, "a")
    guess = next(one.suggestion for one in found.clusters if one.faces == faces)
    assert guess is not None
    assert guess.name == "Tony Blair"
    assert guess.share > 0.5
    assert found.named == ()


@pytest.mark.slow
def test_who_it_was_said_not_to_be_is_not_suggested_again(
    workspace: Workspace, album: Path, lfw: Lfw
) -> None:
    enrol.enrol(workspace, "Tony Blair", [str(path) for path in lfw["Tony Blair"][5:]])
    [tony] = (person.id for person in browse.everyone(workspace))
    faces = _of(workspace, sort_faces(workspace, album), "a")
    corrections.deny(workspace, faces[:1], tony)
    sorted_ = sort_faces(workspace, album)
    assert faces[0] in sorted_.unclustered, "the others are still asked about, without that one"
    guess = {one.faces: one.suggestion for one in sorted_.clusters}[faces[1:]]
    assert guess is not None
    assert guess.person == tony
    corrections.deny(workspace, faces[1:], tony)
    for folder in (album, None):
        for one in sort_faces(workspace, folder).clusters:
            assert not set(faces) & set(one.faces) or one.suggestion is None
    [picture] = identify(workspace, [album / "a0.jpg"])
    assert all(face.name is None for face in picture.faces)


def test_a_sorting_can_be_cancelled(workspace: Workspace, album: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        sort_faces(workspace, cancel=cancel)


def test_counts_follow_what_is_done(workspace: Workspace, album: Path) -> None:
    before = browse.counts(workspace)
    assert (before.people, before.photos, before.failed, before.aside) == (0, 11, 1, 0)
    assert before.unnamed == before.faces >= 10
    one, two, three = _everything(sort_faces(workspace, album))[:3]
    corrections.name(workspace, [one], "Ana")
    corrections.set_aside(workspace, [two], ignored=True)
    corrections.remove_faces(workspace, [three])
    after = browse.counts(workspace)
    assert after == replace(before, people=1, faces=before.faces - 1, unnamed=before.unnamed - 3, aside=1)
