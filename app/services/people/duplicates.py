"""Whether somebody to be enrolled, renamed or merged is known to the gallery under another name."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from app.core.errors import ModelError
from app.domain.access import What
from app.domain.alike import Alike, AlikePair, LooksEnrolled
from app.domain.arrays import Embedding
from app.domain.face import Face
from app.gallery import embeddings, faces, people
from app.gallery.apart import kept_apart
from app.recognition.decision import recognisable
from app.recognition.duplicates import RATE, Likeness, most_alike
from app.services.recognise.recogniser import Recogniser, load_recogniser, reader_and_recogniser
from app.services.workspace import Workspace

_ASKED_WITH = 20
"""Faces of a person that ask, at most."""
_PROPOSED = 50
"""Pairs of people who may be one that are proposed at a time."""


def check_faces(workspace: Workspace, seen: Sequence[Face], name: str, *, apart: bool) -> list[int]:
    """Make sure that faces to be enrolled are nobody's who is enrolled under another name.

    Args:
        workspace: The data folder.
        seen: Faces of one person; each can be recognised.
        name: Whose they are to be; a new name is compared with those known too.
        apart: Whether the user said that they are somebody else than whom they look like.

    Returns:
        With `apart`, whom to keep the person apart from.

    Raises:
        LooksEnrolled: They look like somebody, or are called so, and the user was not asked yet.
        ModelError: The model cannot be loaded.
        StorageError: The access log cannot be written.
    """
    known = _called(workspace, name) is not None
    others = [] if known else _check(_namesakes(workspace, name), apart=apart)
    with suppress(ModelError):  # without thresholds nothing can be said of how alike two people are
        reader, recogniser = reader_and_recogniser(workspace)
        vectors = reader.embed(seen).vectors
        person = _called(workspace, name)  # another program may have enrolled them since
        others += _check(look_alikes(workspace, recogniser, vectors, person), apart=apart)
    return others


def check_stored(workspace: Workspace, face_ids: Collection[int], name: str, *, apart: bool) -> list[int]:
    """Make sure that stored faces which are to be somebody new are nobody who is enrolled; see `check_faces`.

    Nothing is asked about a name that is known, nor where they look most like whose they were: the user says
    that they are not.

    Raises:
        LooksEnrolled: They look like somebody, or are called so, and the user was not asked yet.
        StorageError: The access log cannot be written.
    """
    if _called(workspace, name) is not None:
        return []
    with workspace.db.read() as session:
        stored = faces.get(session, face_ids)
    others = _check(_namesakes(workspace, name), apart=apart)
    with suppress(ModelError):
        recogniser = load_recogniser(workspace)
        best = [face.id for face in stored[:_ASKED_WITH]]
        with workspace.db.read() as session:
            vectors, lengths = embeddings.of_faces(session, recogniser.model_id, best)
        index = recogniser.index
        left = replace(recogniser, index=index.remove([face.id for face in stored]))
        clear = vectors[recognisable(lengths, recogniser.policy.thresholds)]
        found = look_alikes(workspace, left, clear, _called(workspace, name))
        owners = {face.person for face in stored}
        _check(list(takewhile(lambda one: one.person not in owners, found)), apart=apart)
        others += [one.person for one in found]
    return others


def check_name(workspace: Workspace, person: int, name: str, *, apart: bool) -> list[int]:
    """Make sure that somebody's new name is not nearly another's, from whom they are not kept apart.

    Raises:
        LooksEnrolled: It is, and the user was not asked yet.
    """
    return _check(_namesakes(workspace, name, person), apart=apart)


def check_person(workspace: Workspace, person: int, *, apart: bool, but: int | None = None) -> list[int]:
    """Make sure that somebody enrolled is nobody else who is enrolled too, save for one; see `check_faces`.

    Raises:
        LooksEnrolled: They look like somebody, and the user was not asked yet.
        StorageError: The access log cannot be written.
    """
    with suppress(ModelError):
        recogniser = load_recogniser(workspace)
        best, others = _best_and_others(recogniser, person)
        found = look_alikes(workspace, others, best, person)
        return [] if found and found[0].person == but else _check(found, apart=apart)
    return []


def look_alikes(
    workspace: Workspace, recogniser: Recogniser, samples: Embedding, person: int | None = None
) -> list[Alike]:
    """Whom samples (N, D) of one person look like, the most alike first.

    Nobody from whom the person is kept apart, and nobody at all if they look more like the person themselves.
    The access log holds how many samples were compared.

    Raises:
        StorageError: The access log cannot be written.
    """
    if not len(samples) or not len(recogniser.index):
        return []
    workspace.note_access(What.CHECK, len(samples))
    known = _kept_apart(workspace, person)
    found: list[Alike] = []
    for one in most_alike(recogniser.index, samples, recogniser.policy.thresholds):
        if one.rate > RATE or one.person == person:
            break
        if one.person not in known:
            found.append(Alike.at(one.person, recogniser.names[one.person], one.rate))
    return found


def alike_pairs(workspace: Workspace) -> list[AlikePair]:
    """People enrolled who may be one, the most alike first; nobody whom the user said to be two.

    Nobody at all where the model has no thresholds. The access log holds how many faces were compared.

    Raises:
        StorageError: The access log cannot be written.
    """
    rates: dict[tuple[int, int], float] = {}
    with suppress(ModelError):
        recogniser = load_recogniser(workspace)
        index, thresholds = recogniser.index, recogniser.policy.thresholds
        samples = {person: _best(recogniser, person) for person in recogniser.names}
        workspace.note_access(What.CHECK, sum(map(len, samples.values())))
        for person, best in samples.items():
            apart = _kept_apart(workspace, person) | {person}
            for one in most_alike(index, index.vectors[best], thresholds) if len(best) else ():
                if one.rate > RATE:
                    break
                if one.person not in apart and one.person in recogniser.names:
                    pair = (min(person, one.person), max(person, one.person))
                    rates[pair] = max(one.rate, rates.get(pair, 0.0))
    found = sorted(rates.items(), key=lambda item: (item[1], item[0]))
    return [AlikePair(*pair, Alike.at(0, "", rate).one_in) for pair, rate in found[:_PROPOSED]]


def nearest(recogniser: Recogniser, person: int) -> list[Likeness]:
    """How alike somebody enrolled and everybody else are, the most alike first; nobody without a face."""
    best, others = _best_and_others(recogniser, person)
    return most_alike(others.index, best, others.policy.thresholds) if len(best) else []


def _best_and_others(recogniser: Recogniser, person: int) -> tuple[Embedding, Recogniser]:
    """The best samples (N, D) of somebody enrolled, and everybody else."""
    index = recogniser.index
    mine = index.alive & (index.all_people == person)
    best = index.vectors[_best(recogniser, person)]
    return best, replace(recogniser, index=index.remove(index.all_faces[mine]))


def _best(recogniser: Recogniser, person: int) -> npt.NDArray[np.intp]:
    """The rows of the best samples of somebody enrolled."""
    index = recogniser.index
    mine = np.flatnonzero(index.alive & (index.all_people == person))
    return mine[np.argsort(-index.all_weights[mine])[:_ASKED_WITH]]


def _called(workspace: Workspace, name: str) -> int | None:
    with workspace.db.read() as session:
        return people.find(session, name)


def _namesakes(workspace: Workspace, name: str, person: int | None = None) -> list[Alike]:
    """Who is called nearly so, without those from whom the person is kept apart."""
    known = _kept_apart(workspace, person) | {person}
    with workspace.db.read() as session:
        found = [one for one in people.nearly_named(session, name) if one not in known]
        return [Alike(one, people.name_of(session, one)) for one in found]


def _kept_apart(workspace: Workspace, person: int | None) -> set[int]:
    if person is None:
        return set()
    with workspace.db.read() as session:
        return kept_apart(session, person)


def _check(found: Sequence[Alike], *, apart: bool) -> list[int]:
    if found and not apart:
        raise LooksEnrolled(found[0])
    return [one.person for one in found]
