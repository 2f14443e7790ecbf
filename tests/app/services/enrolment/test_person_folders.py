"""Folders that hold several people, a folder each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.domain.arrays import Embedding
from app.services.enrolment.person_folders import Plan, people_in, plan

_DIRECTIONS = np.eye(40, dtype=np.float32)
_THRESHOLD = 0.5


def _write(root: Path, *pictures: str) -> None:
    """Make files that are called as pictures; whose face each shows is the last part of its name."""
    for picture in pictures:
        path = root / f"{picture}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _subjects(paths: Sequence[Path]) -> Iterator[Embedding | None]:
    """The face that a picture's name tells; a landscape has none."""
    for path in paths:
        _, _, who = path.stem.rpartition("-")
        yield None if who == "landscape" else _DIRECTIONS[ord(who[0]) - ord("a")]


def _planned(root: Path) -> Plan:
    return plan(sorted(path for path in root.iterdir() if path.is_dir()), _subjects, _THRESHOLD)


def _people(root: Path) -> dict[str, list[str]]:
    return {
        name: [one.relative_to(root).as_posix() for one in found]
        for name, found in _planned(root).people.items()
    }


def test_a_folder_each_is_one_person_each(tmp_path: Path) -> None:
    _write(tmp_path, "anna/1-a", "anna/2-a", "ben_b/1-b", "carl/1-c", "carl/2-x")
    assert _people(tmp_path) == {"anna": ["anna"], "ben b": ["ben_b"], "carl": ["carl"]}
    assert _planned(tmp_path).apart == []


def test_one_persons_albums_stay_theirs(tmp_path: Path) -> None:
    _write(tmp_path, "anna/2021/1-a", "anna/2022/1-a", "anna/2022/2-landscape", "anna/3-a", "ben/2021/1-b")
    assert _people(tmp_path) == {"anna": ["anna"], "ben": ["ben"]}


def test_parts_of_a_data_set_are_taken_together(tmp_path: Path) -> None:
    _write(tmp_path, "train/ben/1-b", "train/ben/2-b", "train/carl/1-c", "test/ben/3-b", "test/carl/3-c")
    assert _people(tmp_path) == {"ben": ["test/ben", "train/ben"], "carl": ["test/carl", "train/carl"]}
    assert _planned(tmp_path).apart == [tmp_path / "test", tmp_path / "train"]


def test_a_part_with_a_single_person_is_known_by_the_others(tmp_path: Path) -> None:
    _write(tmp_path, "train/ben/1-b", "train/carl/1-c", "test/ben/3-b")
    assert _people(tmp_path) == {"ben": ["test/ben", "train/ben"], "carl": ["train/carl"]}


def test_deeper_parts_and_sessions_are_looked_through(tmp_path: Path) -> None:
    _write(
        tmp_path,
        *(f"set/train/{who}/s{number}/1-{who}" for who in ("ben", "carl", "dan") for number in (1, 2)),
    )
    _write(tmp_path, *(f"set/test/{who}/s1/1-{who}" for who in ("ben", "carl", "dan")))
    assert sorted(_people(tmp_path)) == ["ben", "carl", "dan"]
    assert _people(tmp_path)["ben"] == ["set/test/ben", "set/train/ben"]


def test_pictures_beside_peoples_folders_are_told(tmp_path: Path) -> None:
    _write(tmp_path, "all/ben/1-b", "all/carl/1-c", "all/both-b", "all/other-c")
    planned = _planned(tmp_path)
    assert sorted(planned.people) == ["ben", "carl"]
    (failure,) = planned.rejected
    assert failure.path == str(tmp_path / "all")
    assert "2 pictures in no folder of a person" in failure.reason


def test_large_folders_are_judged_by_a_few_pictures(tmp_path: Path) -> None:
    _write(
        tmp_path,
        *(f"all/{chr(97 + who)}/{number}-{chr(97 + who)}" for who in range(26) for number in range(9)),
    )
    asked: list[Path] = []

    def subjects(paths: Sequence[Path]) -> Iterator[Embedding | None]:
        asked.extend(paths)
        return _subjects(paths)

    assert len(people_in(tmp_path / "all", subjects, _THRESHOLD)) == 26
    assert len(asked) == 24


def test_nothing_to_see_changes_nothing(tmp_path: Path) -> None:
    _write(tmp_path, "anna/x/1-landscape", "anna/y/1-landscape")
    (tmp_path / "ben").mkdir()
    assert _people(tmp_path) == {"anna": ["anna"], "ben": ["ben"]}
