"""What a person's samples are worth: the poses they cover, who is near, and which may be better without."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.core.errors import ModelError
from app.domain.alike import Alike
from app.domain.arrays import Embedding
from app.domain.face import StoredFace
from app.domain.pose import POSES, level_of, pose_of
from app.domain.samples import Doubtful, Fault, Samples, Separation
from app.gallery import embeddings, faces, trusted
from app.recognition.decision import recognisable
from app.recognition.index import Index, Templates
from app.recognition.lookalikes import MARGIN, needed_leads
from app.services.enrolment.views import SAME_VIEW
from app.services.people.duplicates import nearest
from app.services.recognise.recogniser import Recogniser, load_recogniser
from app.services.workspace import Workspace

_CLOSEST = 10
"""Other people who are looked at for one from whom the person is told by a stricter margin."""
_ROUNDING = 1e-6
_ROWS = 512
"""Samples compared with all others at a time."""


def samples_of(workspace: Workspace, person: int) -> Samples:
    """Look at all active samples of a person; with a model that has no thresholds, at their poses alone.

    Raises:
        GalleryError: The gallery cannot be read.
    """
    with workspace.db.read() as session:
        stored = [face for face in faces.of_person(session, person) if face.placed]
        sure = trusted.load(session)
    try:
        recogniser = load_recogniser(workspace)
    except ModelError:
        return Samples(_covered(_poses(stored)))
    unclear = _unclear(workspace, recogniser, stored)
    poses = _poses([face for face in stored if face.id not in unclear])
    strange = list(_strange(recogniser, person, {face for face, whose in sure.items() if whose == person}))
    left = {face: pose for face, pose in poses.items() if all(face not in one.faces for one in strange)}
    found = [
        *strange,
        Doubtful(Fault.UNCLEAR, tuple(face.id for face in stored if face.id in unclear)),
        Doubtful(Fault.REPEATED, tuple(_repeated(recogniser.index, left))),
    ]
    return Samples(
        _covered(poses), separation_of(recogniser, person), tuple(one for one in found if one.faces)
    )


def _poses(stored: Sequence[StoredFace]) -> dict[int, str | None]:
    """The pose that each face shows, if a clear one."""
    level = level_of([face.quality for face in stored])
    return {face.id: pose_of(face.quality, level) for face in stored}


def _covered(poses: dict[int, str | None]) -> dict[str, int]:
    counted = Counter(poses.values())
    return {pose: counted[pose] for pose in POSES}


def _unclear(workspace: Workspace, recogniser: Recogniser, stored: Sequence[StoredFace]) -> set[int]:
    """Samples that the model can make nothing of."""
    with workspace.db.read() as session:
        lengths = embeddings.lengths(session, recogniser.model_id, [face.id for face in stored])
    ids, known = list(lengths), np.array(list(lengths.values()), np.float32)
    clear = recognisable(known, recogniser.policy.thresholds)
    return {face for face, sound in zip(ids, clear.tolist(), strict=True) if not sound}


def _strange(recogniser: Recogniser, person: int, sure: Collection[int]) -> Iterator[Doubtful]:
    """Samples that look like somebody else, without those of which the user said that they are right."""
    from app.services.people.mislabelled import suspicions  # loads scipy, which enrolling need not wait for

    index = recogniser.index
    rows = np.flatnonzero(index.alive & np.isin(index.all_people, [person, *_rivals(index, person)]))
    for one in suspicions(index.vectors[rows], index.all_people[rows], recogniser.policy.thresholds):
        ids = index.all_faces[rows[one.rows]].tolist() if one.person == person else []
        likely = "" if one.likely is None else recogniser.names[one.likely]
        yield Doubtful(Fault.STRANGE, tuple(face for face in ids if face not in sure), likely)


def _rivals(index: Index, person: int) -> set[int]:
    """Whom each sample of a person is most like, of the others: nobody else needs to be looked at."""
    people = index.by_person.people
    alike = index.vectors[index.alive & (index.all_people == person)] @ index.templates.vectors.T
    alike[:, people == person] = -1
    return set(people[alike.argmax(axis=1)].tolist()) if len(people) else set()


def _repeated(index: Index, poses: dict[int, str | None]) -> list[int]:
    """Samples that show the very view of a better one, of those given, the best first."""
    place = {face: row for row, face in enumerate(index.all_faces.tolist()) if index.alive[row]}
    known = [face for face in poses if face in place]
    vectors = index.vectors[[place[face] for face in known]]
    shown = np.array([str(poses[face]) for face in known])
    return [face for face, once in zip(known, _first_seen(vectors, shown), strict=True) if not once]


def _first_seen(vectors: Embedding, poses: npt.NDArray[np.str_]) -> list[bool]:
    """Which samples (n,) show a view of their pose that none kept before them shows."""
    kept = np.zeros(len(vectors), bool)
    for start in range(0, len(vectors), _ROWS):
        block = slice(start, start + _ROWS)
        alike = (vectors[block] @ vectors.T > SAME_VIEW) & (poses[block, None] == poses)
        for row, others in enumerate(alike, start):
            kept[row] = not (others & kept).any()
    return kept.tolist()


def separation_of(recogniser: Recogniser, person: int) -> Separation | None:
    """How well a person is told from who is nearest, or from the nearest who needs a stricter margin."""
    found = nearest(recogniser, person)[:_CLOSEST]
    if not found:
        return None
    index, policy = recogniser.index, recogniser.policy
    rows = np.searchsorted(index.by_person.people, [person, *(one.person for one in found)])
    pair = Templates(*(part[rows] for part in index.templates))
    leads = needed_leads(pair, policy.thresholds.within).tolist()
    strict = (both for both in zip(found, leads, strict=True) if both[1] > MARGIN + _ROUNDING)
    one, lead = next(strict, (found[0], 0.0))
    needed = policy.threshold(len(index.by_person.people))
    return Separation(Alike.at(one.person, recogniser.names[one.person], one.rate), one.score, needed, lead)
