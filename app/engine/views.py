"""What requests return: the gallery's nouns as the window shows them, plain and picklable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.core.types import Box, Failure, Quality, State

Rates = Mapping[str, float] | None
"""TAR by FMR ("1e-3"), or None where too little was known to measure it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """ROC curves of a model before and after retraining, from the same pairs of faces.

    Attributes:
        fmr: False match rates, ascending: up to 25 from 1e-4 to 1e-1, evenly spaced on a logarithmic axis,
            and none below what so few pairs can measure.
        before: TAR at each of the model that training started from.
        after: TAR at each of the new one, on faces it had not seen.
    """

    fmr: tuple[float, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


Curves = Mapping[str, Curve | None]
"""For "trained" people and for "others"; None where too little is known. Empty for models without them."""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person enrolled.

    Attributes:
        id: Theirs.
        name: As shown.
        faces: How many active faces they have.
        cover: Their best face, or None while they have none.
        added_at: Since when, in UTC.
    """

    id: int
    name: str
    faces: int
    cover: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FaceCard:
    """A face in the gallery; its picture comes with `ChipsOf`.

    Attributes:
        id: Its own.
        person: Whose, or None.
        photo: The photo it is in, or None for one from a camera or video.
        box: Where in that photo, in pixels.
        quality: Its measures.
        ignored: Whether it was set aside.
        added_at: Since when, in UTC.
    """

    id: int
    person: int | None
    photo: int | None
    box: Box
    quality: Quality
    ignored: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """A photo the gallery knows.

    Attributes:
        id: Its own.
        path: Where it lies.
        width: In pixels, upright; None if it could not be read.
        height: Likewise.
        failure: Why it could not be read, or None.
        faces: Those in it that are not removed, best first.
    """

    id: int
    path: Path
    width: int | None
    height: int | None
    failure: str | None
    faces: tuple[FaceCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who a cluster may be.

    Attributes:
        person: Whose most of the cluster's named faces are, or else whom its best other faces resemble.
        name: Theirs.
        share: Share of these that say so, 0 to 1.
    """

    person: int
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class ClusterCard:
    """Faces of one person, as far as Kith can tell, and nobody's yet.

    Attributes:
        faces: Their identifiers, the best first; `GetFaces` has the rest.
        suggestion: Who it may be, or None.
    """

    faces: tuple[int, ...]
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class NamedCard:
    """A person with faces in photos that were sorted: identifiers of these faces, the best first."""

    person: int
    name: str
    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A folder read.

    Attributes:
        folder: Which.
        photos: Pictures that the gallery knows below it.
        failed: Those that could not be used, each with its reason.
    """

    folder: Path
    photos: int
    failed: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """Stored faces sorted into people. Faces are identifiers, the best first.

    Attributes:
        folder: Of the photos below this one, or None for everything in the gallery.
        clusters: Faces that are nobody's yet, the largest cluster first.
        unclustered: Nobody's faces that resemble no other.
        named: People with faces in these photos, by name.
        aside: Faces set aside.
        failed: Pictures that could not be read, each with its reason.
    """

    folder: Path | None
    clusters: tuple[ClusterCard, ...]
    unclustered: tuple[int, ...]
    named: tuple[NamedCard, ...]
    aside: tuple[int, ...]
    failed: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class FolderCard:
    """A folder below which photos of the gallery lie.

    Attributes:
        path: Where it is, or was.
        photos: Pictures below it, those that could not be read too.
        faces: Faces in them that are not removed.
        failed: How many of the pictures could not be read.
    """

    path: Path
    photos: int
    faces: int
    failed: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the gallery holds.

    Attributes:
        people: Everyone enrolled.
        photos: Pictures known, those that could not be read too.
        faces: Faces that are not removed.
        unnamed: Those of them that are nobody's and not set aside.
        aside: Those of them set aside.
        failed: Pictures that could not be read.
    """

    people: int
    photos: int
    faces: int
    unnamed: int
    aside: int
    failed: int


@dataclass(frozen=True, slots=True)
class EnrolReport:
    """A person enrolled.

    Attributes:
        name: Theirs, as stored.
        accepted: Pictures or frames whose face is theirs now.
        rejected: Inputs that could not be used, each with its reason.
    """

    name: str
    accepted: int
    rejected: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Attributes:
        id: Its own; later ones are larger.
        kind: What was done, in one word: enrol, rename, merge, ...
        label: The same in words fit to show.
        at: When, in UTC.
        undone_at: When it was taken back, or None.
    """

    id: int
    kind: str
    label: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Source:
    """A camera that can be watched.

    Attributes:
        address: What `StartLive` takes.
        name: As shown.
    """

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class LiveFace:
    """A face in a live frame.

    Attributes:
        track: Its number, the same from frame to frame.
        box: Where, in pixels of the frame shown.
        state: A name, unsure or unknown.
        name: Of the person named, or None.
        similarity: Cosine similarity of the best candidate, or None.
        candidates: Names and similarities, best first.
    """

    track: int
    box: Box
    state: State
    name: str | None
    similarity: float | None
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """What retraining would learn from.

    Attributes:
        people: How many have two faces or more: they are trained on.
        faces: How many faces these have.
        single: Names of people with one face: recognised, but no anchors.
        obstacle: What stands in the way, in words fit to show, or None.
        held_out: Share of the faces that each trial keeps from training to prove the result, 0 to 1; None
            where there are too few for a proof.
        seconds: How long all of it takes here, roughly; None where there is an obstacle, and on a GPU that
            has trained nothing yet.
        device: Where it would run: "cpu", "mps" or "cuda: NAME".
        deep: Whether more than the last layer is trained there.
    """

    people: int
    faces: int
    single: tuple[str, ...]
    obstacle: str | None
    held_out: float | None
    seconds: float | None
    device: str
    deep: bool


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What came of retraining.

    Attributes:
        model: Identifier of the new model.
        name: Its name.
        before: TAR of the model it started from, for "trained" people and for "others".
        after: The same of the new one, on faces it had not seen.
        curves: ROC before and after.
        better: Whether it is proved to be better.
        verdict: Why it is, or why not, in words fit to show.
        activated: Whether it decides now.
        reason: Why, or why not.
        seconds: Wall-clock time.
        people: How many were trained on.
        faces: How many of theirs.
        single: Names of people with a single face.
    """

    model: str
    name: str
    before: Mapping[str, Rates]
    after: Mapping[str, Rates]
    curves: Curves
    better: bool
    verdict: str
    activated: bool
    reason: str
    seconds: float
    people: int
    faces: int
    single: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model the gallery knows.

    Attributes:
        id: Hash of its weights and preprocessing.
        name: As shown.
        backbone: Its architecture.
        dimension: D of its embeddings.
        active: Whether it decides now.
        parent: The model it was trained from, or None for a published one.
        before: Of a retrained one, as in `RetrainReport`; else empty.
        after: Likewise.
        curves: Likewise.
        better: Likewise; None of a published one.
        verdict: Likewise; "" of a published one.
        trained_at: When it was retrained, in UTC; None of a published one.
    """

    id: str
    name: str
    backbone: str
    dimension: int
    active: bool
    parent: str | None
    before: Mapping[str, Rates]
    after: Mapping[str, Rates]
    curves: Curves
    better: bool | None = None
    verdict: str = ""
    trained_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing Kith needs: its name, whether it is there, and what was found."""

    name: str
    ok: bool
    detail: str


Outcome = Literal["done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class JobCard:
    """A long job of this engine, running or past.

    Attributes:
        id: The request's number, as `Cancel` takes it.
        title: What it does, in words fit to show.
        started_at: When, in UTC.
        outcome: How it ended, or None while it runs.
        detail: Why it failed, or "".
    """

    id: int
    title: str
    started_at: datetime
    outcome: Outcome | None = None
    detail: str = ""
