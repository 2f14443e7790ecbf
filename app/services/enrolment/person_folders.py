"""Whether a folder holds one person's pictures, or several people's, a folder each."""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np

from app.core.errors import ImageError, UsageError
from app.core.text import quote, say, say_n
from app.domain.arrays import Embedding
from app.domain.failure import Failure
from app.vision.picture_files import find_pictures, is_picture

RATE = 1e-2
"""False match rate of the similarity below which two pictures show different people: clearly so."""
_FOLDERS, _PICTURES = 8, 3
"""Folders looked into, and pictures of each."""
_SHARE = 0.5
"""Pairs of folders with different people in them, as a share of all, from which on they are people's."""

Subjects = Callable[[Sequence[Path]], Iterable[Embedding | None]]
"""Gives the embedding (D,) of each picture's subject, or None where there is none."""


@dataclass(slots=True)
class Plan:
    """Whose pictures lie where.

    Attributes:
        people: Their folders, by what a person is called.
        apart: Folders that hold several people's folders, and are not taken for a person.
        rejected: Pictures in nobody's folder, by the folder that they lie in.
    """

    people: defaultdict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    apart: list[Path] = field(default_factory=list)
    rejected: list[Failure] = field(default_factory=list)


def person_folders(folder: Path) -> list[Path]:
    """List the folders inside a folder, one for each person, by name; hidden ones are left out.

    Raises:
        UsageError: There is no such folder, it may not be read, or there is no folder in it.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        raise UsageError(say("there is no folder {folder}", folder=folder))
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise UsageError(
            say("the folder {folder} cannot be read", folder=folder), why=quote(error)
        ) from error
    if not inside:
        raise UsageError(
            say("{folder} holds no folders", folder=folder),
            remedy=say("Make one folder for each person, named after them, with their photos in it"),
        )
    return inside


def plan(folders: Iterable[Path], subjects: Subjects, threshold: float) -> Plan:
    """Say whose pictures lie in folders that are called after people, or hold folders that are.

    Folders of one name are one person's, as in the layout of data sets (`train/ben` and `test/ben`).
    Underscores in a name are spaces.

    Args:
        folders: Those that should be a person each.
        subjects: Reads pictures.
        threshold: Similarity below which two pictures show different people.
    """
    inside = {folder: people_in(folder, subjects, threshold) for folder in folders}
    names = {person.name for people in inside.values() for person in people}
    made = Plan()
    for folder, found in inside.items():
        people = found or _called(names, folder)
        for person in people or [folder]:
            made.people[called(person)].append(person)
        if people:
            made.apart.append(folder)
            reject_beside(made, folder)
    return made


def called(folder: Path) -> str:
    """The name of whose folder it is."""
    return folder.name.replace("_", " ")


def people_in(folder: Path, subjects: Subjects, threshold: float) -> list[Path]:
    """The folders of several people below a folder, or none where all of it is likely one person's.

    They are if most pairs of them show different people. The folders looked at are those that hold pictures
    themselves, unless some of one name show different people, as sessions do: then those above them.
    """
    pictures = _pictures(folder)
    level = _holding(folder, pictures)
    faces: list[tuple[Path, Embedding]] | None = None
    while len(level) > 1:
        if faces is None:
            faces = _sample(level, pictures, subjects)
        differ = _differ(level, faces, threshold)
        if not any(different for one_name, different in differ if one_name):
            others = [different for one_name, different in differ if not one_name]
            return level if others and sum(others) >= _SHARE * len(others) else []
        level = _topmost({one.parent for one in level} - {folder, *folder.parents})
    return []


def _pictures(folder: Path) -> list[Path]:
    """Those below a folder; none where it cannot be read, which is said when its pictures are enrolled."""
    try:
        return find_pictures(folder)
    except ImageError:
        return []


def _holding(folder: Path, pictures: Sequence[Path]) -> list[Path]:
    """The folders below this one that hold pictures; what lies in one belongs to it."""
    return _topmost({path.parent for path in pictures} - {folder})


def _topmost(folders: Collection[Path]) -> list[Path]:
    return sorted(one for one in folders if not any(above in folders for above in one.parents))


def _called(names: Collection[str], folder: Path) -> list[Path]:
    """The folders below this one if each is called as somebody, as in the smaller part of a data set."""
    pictures = _pictures(folder)
    below = _holding(folder, pictures)
    beside = any(path.parent == folder for path in pictures)
    return below if not beside and all(one.name in names for one in below) else []


def reject_beside(made: Plan, folder: Path) -> None:
    """Note the pictures that lie beside people's folders."""
    if count := sum(path.is_file() and is_picture(path) for path in folder.iterdir()):
        pictures = say_n("{n} picture", "{n} pictures", count)
        made.rejected.append(
            Failure(str(folder), say("{pictures} in no folder of a person: left out", pictures=pictures))
        )


def _sample(
    level: Sequence[Path], pictures: Sequence[Path], subjects: Subjects
) -> list[tuple[Path, Embedding]]:
    """A few faces from a few folders, each with its path."""
    chosen = [
        path
        for folder in _spread(level, _FOLDERS)
        for path in _spread([one for one in pictures if folder in one.parents], _PICTURES)
    ]
    read = zip(chosen, subjects(chosen), strict=True)
    return [(path, vector) for path, vector in read if vector is not None]


def _spread(items: Sequence[Path], count: int) -> list[Path]:
    """At most so many of them, from the first to the last."""
    return [items[round(i)] for i in np.unique(np.linspace(0, len(items) - 1, min(count, len(items))))]


def _differ(
    level: Sequence[Path], faces: Sequence[tuple[Path, Embedding]], threshold: float
) -> list[tuple[bool, bool]]:
    """For each pair of folders: whether they have one name, and whether they show different people."""
    groups = {one: np.array([face for path, face in faces if one in path.parents]) for one in level}
    return [
        (a.name.casefold() == b.name.casefold(), bool((groups[a] @ groups[b].T).max() < threshold))
        for a, b in combinations([one for one in level if len(groups[one])], 2)
    ]
