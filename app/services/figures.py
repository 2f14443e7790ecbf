"""What a proof found, as the plain numbers that are kept with the model."""

from dataclasses import dataclass

import numpy as np

from app.services.proof import Comparisons, Proof, Scores

GRID = tuple(float(fmr) for fmr in np.logspace(-4, -1, 25).round(7))
"""False match rates at which curves have points, evenly spaced on a logarithmic axis."""

Rates = dict[str, float]
Curve = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Figures:
    """A proof in numbers, for "trained" people and for "others"; None where too little is known.

    Attributes:
        before: TAR at each reported FMR of the model that training started from.
        after: The same of models trained the same way, on faces that they had not seen.
        curves: ROC of both over the same pairs: "fmr" ascending, and TAR "before" and "after" at each.
    """

    before: dict[str, Rates | None]
    after: dict[str, Rates | None]
    curves: dict[str, Curve | None]


def figures(proof: Proof) -> Figures:
    """Put a proof in numbers."""
    groups = {"trained": proof.trained, "others": proof.others}
    return Figures(
        {name: _rates(pairs, pairs.before) for name, pairs in groups.items()},
        {name: _rates(pairs, pairs.after) for name, pairs in groups.items()},
        {name: _curve(pairs) for name, pairs in groups.items()},
    )


def _rates(pairs: Comparisons, scores: Scores) -> Rates | None:
    if not pairs.usable:
        return None
    return {f"{fmr:.0e}".replace("e-0", "e-"): round(tar, 4) for fmr, tar in pairs.rates(scores).items()}


def _curve(pairs: Comparisons) -> Curve | None:
    """Points from the smallest rate that the pairs can measure, one false match among them all."""
    impostors = int((~pairs.same).sum())
    measured = [fmr for fmr in GRID if fmr * impostors >= 1]
    if not pairs.usable or not measured:
        return None
    return {
        "fmr": measured,
        "before": _tars(pairs, pairs.before, measured),
        "after": _tars(pairs, pairs.after, measured),
    }


def _tars(pairs: Comparisons, scores: Scores, fmrs: list[float]) -> list[float]:
    return [round(tar, 4) for tar in pairs.rates(scores, fmrs).values()]
