"""Why is this face here? As the last sorting, names and answers have it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.clustering.attach import LEAST
from app.clustering.cluster import FMR
from app.core.errors import GalleryError, UsageError
from app.core.text import Number, Text, facts, say, say_n
from app.domain.box import Box
from app.domain.decision import Thresholds
from app.domain.face import FaceState, StoredFace
from app.domain.why import Reason, Why
from app.gallery import answers, clusters, embeddings, faces, journal, people, photos
from app.gallery.database import Session
from app.gallery.records import Embeddings, Ids
from app.recognition.decision import recognisable, threshold_at
from app.services.photos.reading import absolute
from app.services.sorting.told import load_told
from app.services.workspace import Workspace

_SHOWN = 5
"""Nearest faces that are told."""


def why(workspace: Workspace, face_id: int) -> Why:
    """Say why a face is where it is.

    Raises:
        GalleryError: There is no such face.
        ModelError: The active model has no thresholds.
    """
    model = workspace.active_model()
    thresholds = workspace.thresholds(model)
    with workspace.db.read() as session:
        found = [one for one in faces.get(session, [face_id]) if one.state != FaceState.REMOVED]
        if not found:
            raise GalleryError(say("This face is no longer in the gallery"))
        [face] = found
        if face.person is not None or face.ignored:
            return _by_hand(session, face)
        stored = embeddings.load(session, model.id)
        rows = np.flatnonzero(stored.face_ids == face_id)
        numbers, _ = clusters.load(session, stored.face_ids)
        if not len(rows) or numbers[rows[0]] == clusters.UNKNOWN:
            return Why(face_id, Reason.UNSORTED, say("It was not sorted yet"))
        return _Place(session, stored, numbers, int(rows[0]), thresholds).why()


@dataclass(frozen=True, slots=True)
class Explained:
    """A face of a photo, where in it, and why it is where it is, with the places of those that say so.

    Attributes:
        box: In pixels of the photo.
        why: The reason.
        nearest: Photo, box in it and cosine of the faces nearest to it, the nearest first.
    """

    box: Box
    why: Why
    nearest: tuple[tuple[Path, Box, float], ...]


def of_photo(workspace: Workspace, path: Path) -> list[Explained]:
    """Say of each face of a photo why it is where it is, from left to right.

    Raises:
        UsageError: Kith has not read that photo.
        ModelError: The active model has no thresholds.
    """
    with workspace.db.read() as session:
        photo = photos.lookup(session, absolute(path))
        inside = [] if photo is None else faces.of_photo(session, photo.id)
    if photo is None:
        raise UsageError(
            say("{path} was not read yet", path=path),
            remedy=say("Sort its folder first: kith cluster FOLDER"),
        )
    said = [(face.box, why(workspace, face.id)) for face in sorted(inside, key=lambda one: one.box.x)]
    ids = {face for _, one in said for face, _ in one.nearest}
    with workspace.db.read() as session:
        places, boxes = photos.paths_of(session, ids), {it.id: it.box for it in faces.get(session, ids)}
    return [
        Explained(
            box,
            one,
            tuple((places[face], boxes[face], cosine) for face, cosine in one.nearest if face in places),
        )
        for box, one in said
    ]


def _by_hand(session: Session, face: StoredFace) -> Why:
    """Why a face has a name or is set aside: what was done with it last."""
    entry = next((one for one in journal.history(session, face=face.id) if one.stands), None)
    reason = Reason.NAMED if face.person is not None else Reason.ASIDE
    if entry is not None:
        return Why(face.id, reason, facts(entry.label, entry.at.astimezone()))
    if face.person is None:
        return Why(face.id, reason, say("It was set aside"))
    named = say("It was named {name}", name=people.name_of(session, face.person))
    return Why(face.id, reason, named)


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A face among all that were sorted."""

    session: Session
    stored: Embeddings
    numbers: Ids
    row: int
    thresholds: Thresholds

    def why(self) -> Why:
        """Why it is in its cluster, or in none."""
        return self._alone() if self.numbers[self.row] < 0 else self._together()

    @property
    def face(self) -> int:
        """The face."""
        return int(self.stored.face_ids[self.row])

    def _likeness(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        return np.asarray(self.stored.vectors[rows] @ self.stored.vectors[self.row], np.float32)

    def _sound(self) -> npt.NDArray[np.bool_]:
        return recognisable(self.stored.lengths, self.thresholds)

    def _why(self, reason: Reason, text: Text, rows: npt.NDArray[np.intp], cluster: int | None = None) -> Why:
        likeness = self._likeness(rows)
        order = np.argsort(-likeness, kind="stable")[:_SHOWN]
        ids = self.stored.face_ids[rows[order]].tolist()
        nearest = tuple((face, round(float(one), 4)) for face, one in zip(ids, likeness[order], strict=True))
        return Why(self.face, reason, text, cluster, nearest)

    def _together(self) -> Why:
        number = int(self.numbers[self.row])
        others = np.flatnonzero((self.numbers == number) & (np.arange(len(self.numbers)) != self.row))
        if self._said(others, same=True):
            text = say("It was said to be the same person as others of cluster {number}", number=number)
            return self._why(Reason.TOLD, text, others, number)
        sound = self._sound()
        firm = others[sound[others]] if sound[others].any() else others
        cosine = Number(float(self._likeness(firm).mean()) if len(firm) else 0.0, 2)
        if sound[self.row]:
            text = say_n(
                "Its likeness to the {n} other face of cluster {number} is {cosine}",
                "Its likeness to the {n} other faces of cluster {number} is {cosine} on average",
                len(firm),
                cosine=cosine,
                number=number,
            )
            return self._why(Reason.ALIKE, text, firm, number)
        text = say(
            "It can hardly be recognised: it was added to cluster {number}, which it is clearly most like "
            "({cosine}), and joins that with no other",
            number=number,
            cosine=cosine,
        )
        return self._why(Reason.ATTACHED, text, firm, number)

    def _alone(self) -> Why:
        rows = np.flatnonzero(np.arange(len(self.numbers)) != self.row)
        needed = threshold_at(self.thresholds, FMR)
        if not len(rows):
            return Why(self.face, Reason.ALONE, say("There is no other face"))
        number, cosine = self._nearest_cluster(rows)
        if cosine >= needed:
            return self._left_out(number, cosine, rows[self.numbers[rows] == number])
        best, least = Number(float(self._likeness(rows).max()), 2), Number(needed, 2)
        text = say(
            "Its likeness to no cluster reaches {least}; to the nearest face it is {best}",
            least=least,
            best=best,
        )
        return self._why(Reason.ALONE, text, rows)

    def _left_out(self, number: int, cosine: float, inside: npt.NDArray[np.intp]) -> Why:
        """Why it is not in a cluster, of these other faces, that it is like enough."""
        near: dict[str, Number | int] = {"number": number, "cosine": Number(cosine, 2)}
        if self._said(inside, same=False):
            text = say("Its likeness to cluster {number} is {cosine}, but an answer keeps it apart", **near)
            return self._why(Reason.APART, text, inside)
        photo = self.stored.photo_ids[self.row]
        here = photo >= 0 and (self.stored.photo_ids[inside] == photo).any()
        if here and not photos.moments(self.session, [int(photo)]):
            text = say(
                "Its likeness to cluster {number} is {cosine}, but that has another face of the same photo",
                **near,
            )
            return self._why(Reason.PHOTO, text, inside)
        text = say(
            "Its likeness to cluster {number} is {cosine}, but was less as the faces were sorted", **near
        )
        if not self._sound()[self.row]:
            text = say(
                "It can hardly be recognised: its likeness to cluster {number} is {cosine}, but it joins "
                "only one of at least {least} faces that it is clearly most like",
                least=LEAST,
                **near,
            )
        return self._why(Reason.ALONE, text, inside)

    def _nearest_cluster(self, rows: npt.NDArray[np.intp]) -> tuple[int, float]:
        """The number of the cluster that it is most like on average, and how much; -1 where there is none."""
        inside = rows[(self.numbers[rows] >= 0) & self._sound()[rows]]
        place, group, sizes = np.unique(self.numbers[inside], return_inverse=True, return_counts=True)
        if not len(place):
            return -1, -1.0
        means = np.bincount(group, self._likeness(inside)) / sizes
        best = int(means.argmax())
        return int(place[best]), float(means[best])

    def _said(self, rows: npt.NDArray[np.intp], *, same: bool) -> bool:
        """Whether it was said that it is the same person as one of these, or that it is not."""
        others = set(self.stored.face_ids[rows].tolist())
        pairs = [(one.face, one.other) for one in answers.load(self.session) if one.same == same]
        told = any(self.face in pair and others & set(pair) for pair in pairs)
        if same or told:
            return told
        denied = load_told(self.session, self.stored).denied.get(self.face, frozenset())
        return bool(denied & set(self.stored.person_ids[rows].tolist()))
