"""Lists of pairs: LFW's `pairs.txt` with a folder of people, and CSV files with the columns a, b and same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.core.errors import UsageError
from app.core.progress import CancelToken, ProgressSink
from app.core.text import say
from app.domain.failure import Failure
from app.domain.model import Model
from app.services.evaluation.face_set import FaceSet, GivenPairs
from app.services.evaluation.reading import Collected, face_set, read
from app.services.recognise.identify import read_pairs as read_csv
from app.services.workspace import Workspace
from app.vision.picture_files import is_picture
from trainer.errors import DataError
from trainer.metrics import read_pairs as read_lfw


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A pair as the list names it.

    Attributes:
        a: One picture.
        b: The other.
        same: Whether both are of one person.
        fold: From 0, or None.
        people: Who is in each, where the list names them.
    """

    a: Path
    b: Path
    same: bool
    fold: int | None = None
    people: tuple[str, str] | None = None


def read_list(file: Path, folder: Path | None) -> list[ListedPair]:
    """Read a list of pairs; one that ends in .csv has the columns a, b and same, any other is LFW's.

    Args:
        file: The list.
        folder: What its pictures lie below; None for the folder of the list.

    Raises:
        UsageError: It cannot be read, is of neither form, or does not say whether a pair is of one person.
    """
    base = folder or file.parent
    if file.suffix.lower() == ".csv":
        rows = read_csv(file)
        if any(same is None for _, _, same in rows):
            raise UsageError(
                say("{file} does not say of every pair whether it is the same person", file=file),
                remedy=say("Fill in the column same with yes or no"),
            )
        return [ListedPair(base / a, base / b, bool(same)) for a, b, same in rows]
    try:
        pairs = read_lfw(file)
    except DataError as error:
        raise UsageError(
            error.what, why=error.why, remedy=say("Give LFW's pairs.txt, or a CSV file")
        ) from error
    endings = _Endings()
    return [
        ListedPair(
            endings.path(base, *one.left),
            endings.path(base, *one.right),
            one.same,
            one.fold,
            (one.left[0].replace("_", " "), one.right[0].replace("_", " ")),
        )
        for one in pairs
    ]


class _Endings:
    """Finds pictures by name and number, whatever kind of picture they are."""

    def __init__(self) -> None:
        self._known: dict[Path, dict[str, Path]] = {}

    def path(self, base: Path, name: str, number: int) -> Path:
        """The picture, or where LFW has it, to fail when it is read."""
        folder, stem = base / name, f"{name}_{number:04d}"
        if folder not in self._known:
            inside = sorted(folder.iterdir()) if folder.is_dir() else []
            self._known[folder] = {one.stem: one for one in inside if is_picture(one)}
        return self._known[folder].get(stem, folder / f"{stem}.jpg")


def read_pairs(
    workspace: Workspace,
    listed: Sequence[ListedPair],
    base: Path,
    chosen: Sequence[Model],
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> tuple[FaceSet, list[Failure]]:
    """Read the pictures of a list, each once; a pair with one that cannot be used is left out.

    Raises:
        ModelError: A model cannot be used.
        Cancelled: The user asked to stop.
    """
    whose = identities(listed)
    collected = Collected()
    read(workspace, list(whose.items()), chosen, collected, progress, cancel)
    rows = {path: row for row, path in enumerate(collected.paths)}
    usable = [one for one in listed if one.a in rows and one.b in rows]
    folds = [one.fold for one in usable if one.fold is not None]
    pairs = GivenPairs(
        np.array([rows[one.a] for one in usable], np.int64),
        np.array([rows[one.b] for one in usable], np.int64),
        np.array([one.same for one in usable], bool),
        np.array(folds, np.int64) if usable and len(folds) == len(usable) else None,
    )
    return replace(face_set(collected, chosen, base), pairs=pairs), collected.failed


def identities(listed: Sequence[ListedPair]) -> dict[Path, str]:
    """Who is in each picture: as the list says, or else those linked by "same" are one person.

    Such a person is called by the folder of the first picture, with that picture's name where somebody else
    is called so.
    """
    named = {
        path: name
        for one in listed
        if one.people is not None
        for path, name in zip((one.a, one.b), one.people, strict=True)
    }
    return named or _linked(listed)


def _linked(listed: Sequence[ListedPair]) -> dict[Path, str]:
    leaders: dict[Path, Path] = {}

    def leader(path: Path) -> Path:
        while leaders.setdefault(path, path) != path:
            path = leaders[path]
        return path

    for one in listed:
        a, b = leader(one.a), leader(one.b)
        if one.same:
            leaders[b] = a
    names: dict[Path, str] = {}
    for path in leaders:
        if (first := leader(path)) not in names:
            folder = first.parent.name.replace("_", " ")
            names[first] = f"{folder}/{first.name}" if folder in names.values() else folder
    return {path: names[leader(path)] for path in leaders}
