"""Which folders stand for where the photos lie."""

import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import quote
from app.domain.photo import Folder, FolderState
from app.gallery import photos
from app.services.photos.folders import folders, topmost
from app.services.workspace import Workspace

HOME = str(Path.home())

posix = pytest.mark.skipif(os.name == "nt", reason="paths of this kind")


@posix
@pytest.mark.parametrize(
    ("held", "tops"),
    [
        ([], []),
        (["/a/b/c", "/a/b/d"], ["/a/b"]),
        (["/a/b/c"], ["/a/b/c"]),
        (["/a/b", "/a/b/c/d"], ["/a/b"]),
        (["/a/b/c/1", "/a/b/d/2", "/a/b/d/3"], ["/a/b"]),
        (["/a/b", "/c/d"], ["/a/b", "/c/d"]),
        (["/a/b", "/a/d"], ["/a/b", "/a/d"]),
        (["/"], ["/"]),
        (
            [f"{HOME}/Pictures/x", f"{HOME}/Pictures/y", f"{HOME}/Desktop"],
            [f"{HOME}/Desktop", f"{HOME}/Pictures"],
        ),
        (["/mnt/x/1", "/mnt/y/2"], ["/mnt/x/1", "/mnt/y/2"]),
    ],
)
def test_trees_that_belong_together_are_one(held: list[str], tops: list[str]) -> None:
    assert topmost(map(Path, held)) == list(map(Path, tops))


@posix
@given(st.sets(st.lists(st.sampled_from("abc"), max_size=5).map(lambda parts: Path("/", *parts))))
def test_every_folder_has_one_top_above_it(held: set[Path]) -> None:
    tops = topmost(held)
    for folder in held:
        assert sum(folder == top or top in folder.parents for top in tops) == 1
    assert all(any(top == folder or top in folder.parents for folder in held) for top in tops)


def test_what_is_below_a_folder_is_counted(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.db.write() as session:
        for name in ("trip/day1/a.jpg", "trip/day2/b.jpg", "trip/day2/b\udcff.jpg"):
            photos.record_failure(session, tmp_path / PurePosixPath(name), quote("it is no picture"))
    (found,) = folders(workspace)
    assert found == Folder(tmp_path / "trip", photos=3, faces=0, failed=3, state=FolderState.GONE)
