"""Naming the faces of pictures, and comparing two of them."""

import csv
import io
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.core.batches import batches
from app.core.errors import ImageError, UsageError
from app.core.files import read_bytes
from app.core.progress import CancelToken
from app.core.text import Text, quote, say
from app.domain.access import What
from app.domain.arrays import Embedded, Embedding
from app.domain.decision import Decision
from app.domain.face import Face
from app.recognition.decision import name_once, threshold_at
from app.services.photos.reading import Picture, read_pictures
from app.services.photos.subject import subject
from app.services.recognise.recogniser import Recogniser, by_recogniser, reader_and_recogniser
from app.services.workspace import Workspace
from app.vision.picture_files import Found, survey
from app.vision.reader import FaceReader
from app.vision.turn import looks_at

_BATCH = 8
_MOST_BYTES = 64_000_000
"""Of a list of pairs."""
_YES = {"yes", "y", "true", "1", "same"}
_NO = {"no", "n", "false", "0", "different"}


@dataclass(frozen=True, slots=True, eq=False)
class NamedFace:
    """A face and what Kith says of it.

    Attributes:
        face: As read.
        decision: The answer.
        name: Of the named person, or None.
        candidates: Names and similarities, best first.
    """

    face: Face
    decision: Decision
    name: str | None
    candidates: list[tuple[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class NamedPicture:
    """A picture with its faces named, the likeliest subject first, or why it could not be read."""

    path: Path
    faces: list[NamedFace]
    failure: Text | None


def expand(paths: Sequence[Path]) -> Found:
    """Replace folders by the pictures below them; one that cannot be read stays, to fail when it is."""
    found = Found()
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
            found.pictures.append(path)
            continue
        try:
            found.add(survey(path))
        except ImageError:
            found.pictures.append(path)
    return found


def identify(
    workspace: Workspace, paths: Iterable[Path], cancel: CancelToken | None = None
) -> Iterator[NamedPicture]:
    """Name the faces of pictures, in order. What is wrong with one is said in its result.

    The access log holds how many pictures before any is read, and afterwards who was named.

    Raises:
        ModelError: The model cannot be used.
        StorageError: The access log cannot be written.
        Cancelled: The user asked to stop.
    """
    reader, recogniser = reader_and_recogniser(workspace)
    asked, named = list(paths), Counter[int]()
    workspace.note_access(What.IDENTIFY, len(asked))
    try:
        for picture in _identified(reader, recogniser, asked, cancel):
            named.update(one.decision.person for one in picture.faces if one.decision.person is not None)
            yield picture
    finally:
        workspace.note_named(named)


def _identified(
    reader: FaceReader, recogniser: Recogniser, paths: Sequence[Path], cancel: CancelToken | None
) -> Iterator[NamedPicture]:
    for batch in batches(read_pictures(reader, paths, cancel), _BATCH):
        faces = [face for picture in batch for face in picture.faces]
        barred = [recogniser.unborn(_taken(picture)) for picture in batch for _ in picture.faces]
        decisions = iter(_decided(recogniser, batch, reader.embed(faces), barred) if faces else [])
        for picture in batch:
            said = name_once(list(islice(decisions, len(picture.faces))))
            named = [_named(recogniser, *pair) for pair in zip(picture.faces, said, strict=True)]
            yield NamedPicture(picture.path, named, picture.failure)


def _decided(
    recogniser: Recogniser, batch: Sequence[Picture], probes: Embedded, barred: Sequence[Collection[int]]
) -> list[Decision]:
    """Say of each face of a batch who it is, each by who is enrolled as they were when it was taken."""
    asked = [recogniser.near(_taken(picture)) for picture in batch for _ in picture.faces]
    looks = [looks_at(face.detection.landmarks) for picture in batch for face in picture.faces]
    decided: dict[int, Decision] = {}
    for one, rows in by_recogniser(asked).items():
        some = Embedded(probes.vectors[rows], probes.lengths[rows])
        told = one.decide(some, [barred[row] for row in rows], [looks[row] for row in rows])
        decided |= zip(rows, told, strict=True)
    return [decided[row] for row in range(len(asked))]


def _taken(picture: Picture) -> float | None:
    return picture.file.taken if picture.file is not None else None


def _named(recogniser: Recogniser, face: Face, decision: Decision) -> NamedFace:
    return NamedFace(
        face,
        decision,
        None if decision.person is None else recogniser.names[decision.person],
        [(recogniser.name(candidate), candidate.similarity) for candidate in decision.candidates],
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures compared.

    Attributes:
        a: The first path, as given.
        b: The second path, as given.
        same: Whether they show one person, by the threshold; None where one could not be used.
        similarity: Cosine similarity of their subjects, or None.
        error: Why one could not be used, or None.
        truth: Whether they do show one person, where that is known.
    """

    a: str
    b: str
    same: bool | None
    similarity: float | None
    error: Text | None = None
    truth: bool | None = None


def verification_threshold(workspace: Workspace) -> tuple[float, float]:
    """The user's false-match rate, here for one comparison, and the active model's threshold at it."""
    rate = workspace.settings.false_accepts
    return rate, threshold_at(workspace.thresholds(workspace.active_model()), rate)


def verify(
    workspace: Workspace,
    pairs: Sequence[tuple[str, str, bool | None]],
    base: Path = Path(),
    cancel: CancelToken | None = None,
) -> Iterator[Pair]:
    """Compare pairs of pictures by their subjects; each picture is read once.

    The access log holds how many pairs before any picture is read.

    Args:
        workspace: The data folder whose active model decides.
        pairs: Two paths and, if known, whether they show one person.
        base: What relative paths are relative to.
        cancel: Polled between pictures.

    Raises:
        ModelError: The model cannot be used.
        StorageError: The access log cannot be written.
        Cancelled: The user asked to stop.
    """
    _, threshold = verification_threshold(workspace)
    workspace.note_access(What.VERIFY, len(pairs))
    paths = list(dict.fromkeys(path for a, b, _ in pairs for path in (a, b)))
    read = dict(zip(paths, _subjects(workspace, [base / path for path in paths], cancel), strict=True))
    for a, b, truth in pairs:
        first, second = read[a], read[b]
        if isinstance(first, Text) or isinstance(second, Text):
            yield Pair(a, b, None, None, _problem({path: read[path] for path in (a, b)}), truth)
        else:
            similarity = float(first @ second)
            yield Pair(a, b, similarity >= threshold, similarity, None, truth)


def _problem(found: Mapping[str, Embedding | Text]) -> Text:
    """What is wrong with one picture of a pair, or with both."""
    first, *second = (
        say("{path}: {reason}", path=path, reason=one) for path, one in found.items() if isinstance(one, Text)
    )
    return say("{first}; {second}", first=first, second=second[0]) if second else first


def _subjects(
    workspace: Workspace, paths: list[Path], cancel: CancelToken | None
) -> Iterator[Embedding | Text]:
    """Embedding (D,) of each picture's subject, or why there is none."""
    reader = workspace.reader()
    for batch in batches(read_pictures(reader, paths, cancel), _BATCH):
        found = [_subject_or_reason(picture) for picture in batch]
        vectors = iter(reader.embed([face for face in found if isinstance(face, Face)]).vectors)
        yield from (one if isinstance(one, Text) else next(vectors) for one in found)


def _subject_or_reason(picture: Picture) -> Face | Text:
    try:
        return subject(picture)
    except ImageError as error:
        return error.text


def read_pairs(path: Path) -> list[tuple[str, str, bool | None]]:
    """Read a CSV file with the columns `a`, `b` and, if known, `same` (yes or no).

    Raises:
        UsageError: It cannot be read, lacks a column, or a line makes no sense; the text names the line.
    """
    try:
        text = read_bytes(path, _MOST_BYTES).decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True)
        if not {"a", "b"} <= set(rows.fieldnames or ()):
            raise UsageError(
                say("{path} has no columns named a and b", path=path),
                remedy=say("Give it a first line such as: a,b,same"),
            )
        return [_pair(row, say("{file}, line {line}", file=path, line=rows.line_num)) for row in rows]
    except OSError as error:
        raise UsageError(say("{path} cannot be read", path=path), why=quote(error)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            say("{path} is not a CSV file", path=path),
            remedy=say("Save it as text in UTF-8, with the columns a, b and same"),
        ) from error


def _pair(row: dict[str, str | None], where: str) -> tuple[str, str, bool | None]:
    a, b, same = ((row.get(column) or "").strip() for column in ("a", "b", "same"))
    if not a or not b:
        raise UsageError(
            say("{where}: two paths are needed", where=where), remedy=say("Fill in the columns a and b")
        )
    if same.lower() not in _YES | _NO | {""}:
        raise UsageError(
            say("{where}: same is {answer}", where=where, answer=repr(same)),
            remedy=say("Use yes or no, or leave it empty"),
        )
    return a, b, None if not same else same.lower() in _YES


def accuracy(pairs: Sequence[Pair]) -> float | None:
    """Share of the pairs with a known truth that were judged right; an unusable pair counts as wrong."""
    known = [pair.same == pair.truth for pair in pairs if pair.truth is not None]
    return sum(known) / len(known) if known else None
