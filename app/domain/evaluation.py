"""What an evaluation found: plain numbers, the same for the command line, the window and the files.

Rates are shares of 1. An interval covers 95 % of the resamples of people; its bounds are None where there
were too few people to resample.
"""

from dataclasses import dataclass
from typing import Literal

from app.domain.failure import Failure

Material = Literal["people", "folder", "pairs"]
"""What was judged: the people enrolled, a folder for each person, or a list of pairs."""

Basis = Literal["counted", "extrapolated", "unknown"]
"""Where a rate comes from: counted on the faces there are; computed from a tail fitted to the scores of
single comparisons, taken to be independent; or not known, with too few of both."""

SliceKind = Literal["quality", "pose", "person", "recognisable"]
"""By what faces were told apart. Names are codes: "low", "middle", "high" of quality; "frontal", "turned",
"profile" of pose; "no" of those that cannot be recognised; a person's name."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value with its bounds."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged.

    Attributes:
        material: Its kind.
        source: The folder or the list of pairs; "" for the people enrolled.
        people: How many.
        faces: How many of theirs can be recognised: these are compared.
        unrecognisable: How many cannot, and are counted in a slice of their own alone.
        genuine: Pairs of two faces of one person.
        impostor: Pairs of faces of two people.
        sampled: Whether these pairs are a random sample of all there are.
    """

    material: Material
    source: str
    people: int
    faces: int
    unrecognisable: int
    genuine: int
    impostor: int
    sampled: bool


@dataclass(frozen=True, slots=True)
class TarAt:
    """Verification at one false match rate.

    Attributes:
        fmr: The rate.
        tar: Share of genuine pairs accepted.
        threshold: Cosine that a pair must exceed.
        counted: Whether there are impostor pairs enough for one false match at this rate; else the threshold
            is the highest of their scores.
    """

    fmr: float
    tar: Measured
    threshold: float
    counted: bool


@dataclass(frozen=True, slots=True)
class ScoreCurve:
    """ROC and, as 1 - TAR over FMR, DET.

    Attributes:
        fmr: False match rates, rising.
        tar: True accept rate at each.
        thresholds: Cosine that a pair must exceed at each.
    """

    fmr: tuple[float, ...]
    tar: tuple[float, ...]
    thresholds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How similarities are spread.

    Attributes:
        edges: Of the bins, one more than there are bins.
        genuine: Share of the genuine pairs in each.
        impostor: Share of the impostor pairs in each.
    """

    edges: tuple[float, ...]
    genuine: tuple[float, ...]
    impostor: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SearchRate:
    """Identification in a gallery.

    Attributes:
        people: How many are in it.
        own: Whether it is the gallery that was judged, as it is.
        fpir: How often a stranger gets any name.
        fnir: How often somebody in it does not get theirs; None where that is not known.
        threshold: Score that a name must exceed; None likewise.
        basis: Where the figures come from.
    """

    people: int
    own: bool
    fpir: float
    fnir: Measured | None
    threshold: float | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What Kith says of these faces as it is set now.

    Attributes:
        fpir: How often a stranger may get any name.
        probes: Faces of people in the gallery, each searched without the pictures taken with it.
        right: How many of them get their name.
        unsure: How many are left between two.
        wrong: How many get another's name.
        strangers: The same faces, each searched without its person.
        named: How many of them get a name all the same.
    """

    fpir: float
    probes: int
    right: int
    unsure: int
    wrong: int
    strangers: int
    named: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the faces, at the threshold that all pairs have at one false match in 1,000.

    A pair belongs to the slice of its worse face; a person's are those that they are in.

    Attributes:
        kind: By what the faces were told apart.
        name: Which part.
        faces: How many.
        genuine: How many genuine pairs.
        tar: Share of these that are accepted, or None where there are none.
        impostor: How many impostor pairs.
        fmr: Share of these that are accepted, or None.
    """

    kind: SliceKind
    name: str
    faces: int
    genuine: int
    tar: float | None
    impostor: int
    fmr: float | None


@dataclass(frozen=True, slots=True)
class Sample:
    """One face as it is shown.

    Attributes:
        person: Whose it is said to be.
        face: Its identifier in the gallery, or None.
        path: Its picture's path, or "".
        picture: A small PNG or JPEG.
    """

    person: str
    face: int | None
    path: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class WorstPair:
    """A pair that is judged most wrongly: mislabelled pictures stand out here.

    Attributes:
        same: Whether both are said to be of one person.
        similarity: Cosine.
        a: One face.
        b: The other.
    """

    same: bool
    similarity: float
    a: Sample
    b: Sample


@dataclass(frozen=True, slots=True)
class Findings:
    """How one model does.

    Attributes:
        model: Its identifier.
        name: Its name.
        eer: Equal error rate.
        tar: Verification at each reported rate.
        curve: ROC and DET.
        histogram: How similarities are spread.
        searches: Identification in galleries of several sizes; empty where pairs were judged.
        verdicts: What Kith says as it is set; None for other than the people enrolled, and for a model
            without thresholds.
        slices: By quality, pose, person and recognisability.
        worst: The least similar pairs of one person, then the most similar of two.
        accuracy: LFW's ten-fold accuracy, with its bounds one standard error away; None without folds.
    """

    model: str
    name: str
    eer: Measured
    tar: tuple[TarAt, ...]
    curve: ScoreCurve
    histogram: Histogram
    searches: tuple[SearchRate, ...]
    verdicts: Verdicts | None
    slices: tuple[Slice, ...]
    worst: tuple[WorstPair, ...]
    accuracy: Measured | None


@dataclass(frozen=True, slots=True)
class TarChange:
    """How much more of the genuine pairs the first model accepts than the second, on the same pairs."""

    fmr: float
    tar: Measured


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One model judged, or two on the same pairs.

    Attributes:
        judged: What they were judged on.
        models: One or two.
        changes: Of two, at each reported rate; else empty.
        failed: Inputs that could not be used.
    """

    judged: Judged
    models: tuple[Findings, ...]
    changes: tuple[TarChange, ...]
    failed: tuple[Failure, ...]
