"""Sorting a folder: its photos are read into the gallery, and their faces fall into people."""

from pathlib import Path

import pytest

from app.core.progress import Progress
from app.services.photos.importing import import_folder
from app.services.sorting.folder import cluster_folder
from app.services.workspace import Workspace
from tests.app.services.two_people import active_faces, main_clusters

Lfw = dict[str, list[Path]]


@pytest.mark.slow
def test_two_people_fall_apart_and_nothing_is_read_twice(workspace: Workspace, album: Path) -> None:
    found = cluster_folder(workspace, album)
    assert sorted(main_clusters(found), key=str) == [{"a"}, {"b"}]
    assert found.failed == []
    faces = active_faces(workspace)
    again: list[Progress] = []
    assert import_folder(workspace, album, again.append).failed == []
    assert again == []
    assert active_faces(workspace) == faces


@pytest.mark.slow
def test_two_faces_of_one_photo_are_never_one_person(
    workspace: Workspace, faces: Path, tmp_path: Path
) -> None:
    for number in range(3):
        (tmp_path / "group").mkdir(exist_ok=True)
        other = (faces / "group.jpg").read_bytes() + bytes([number])  # another file, the same picture
        (tmp_path / "group" / f"{number}.jpg").write_bytes(other)
    found = cluster_folder(workspace, tmp_path / "group")
    for cluster in found.clusters:
        assert len({place.path for place in cluster}) == len(cluster)
    assert sorted(map(len, found.clusters)) == [3] * 6
