"""Sorting a folder: its photos are read into the gallery, and their faces fall into people."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.progress import Progress
from app.services.photos.importing import import_folder
from app.services.sorting.folder import Clusters, cluster_folder
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]


@pytest.fixture
def album(lfw: Lfw, tmp_path: Path) -> Path:
    """Four photos each of two people, under neutral names."""
    folder = tmp_path / "album"
    (folder / "more").mkdir(parents=True)
    for number in range(4):
        shutil.copy(lfw["Tony Blair"][number], folder / f"a{number}.jpg")
        shutil.copy(lfw["Vladimir Putin"][number], folder / "more" / f"b{number}.jpg")
    return folder


def _main_clusters(found: Clusters) -> list[set[str]]:
    return [{place.path.name[0] for place in cluster} for cluster in found.clusters if len(cluster) > 2]


def _faces(workspace: Workspace) -> int:
    with workspace.db.read() as session:
        return int(session.execute(text("SELECT count(*) FROM face WHERE state = 'active'")).scalar_one())


def test_two_people_fall_apart_and_nothing_is_read_twice(workspace: Workspace, album: Path) -> None:
    found = cluster_folder(workspace, album)
    assert sorted(_main_clusters(found), key=str) == [{"a"}, {"b"}]
    assert found.failed == []
    faces = _faces(workspace)
    again: list[Progress] = []
    assert import_folder(workspace, album, again.append).failed == []
    assert again == []
    assert _faces(workspace) == faces


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
