"""What a proof found, as the plain numbers that are kept with the model."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from app.services.training.change import Change, Comparisons, mean_tars
from app.services.training.proof import Proof, Verdict
from trainer.metrics import FMRS

GRID = tuple(float(fmr) for fmr in np.logspace(-4, -1, 25).round(7))
"""False match rates at which curves have points, evenly spaced on a logarithmic axis."""

Rates = dict[str, float]
Curve = dict[str, list[float]]
Changes = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """A proof in numbers, for "trained" people and for "others"; None where too little is known.

    Attributes:
        before: TAR at each reported FMR of the model that training started from, averaged over trials.
        after: The same of models trained the same way, on faces that they had not seen.
        curves: ROC of both over the same pairs: "fmr" ascending, and TAR "before" and "after" at each.
        changes: How much TAR changed at the rates that decide: the fields of `Change`, by group and rate.
    """

    before: dict[str, Rates | None]
    after: dict[str, Rates | None]
    curves: dict[str, Curve | None]
    changes: Changes


def figures(proof: Proof, verdict: Verdict) -> Figures:
    """Put a proof in numbers."""
    groups = {"trained": proof.usable("trained"), "others": proof.usable("others")}
    rates = {name: mean_tars(trials) if trials else None for name, trials in groups.items()}
    return Figures(
        {name: found and _named(found[0]) for name, found in rates.items()},
        {name: found and _named(found[1]) for name, found in rates.items()},
        {name: _curve(trials) for name, trials in groups.items()},
        {
            group: {rate_name(fmr): _rounded(change) for fmr, change in changes.items()}
            for group, changes in verdict.changes.items()
        },
    )


def rate_name(fmr: float) -> str:
    """How a rate is called in reports: "1e-3"."""
    return f"{fmr:.0e}".replace("e-0", "e-")


def _named(tars: Sequence[float]) -> Rates:
    return {rate_name(fmr): round(tar, 4) for fmr, tar in zip(FMRS, tars, strict=True)}


def _rounded(change: Change) -> dict[str, Any]:
    return {
        name: value if isinstance(value, bool) else round(value, 4) for name, value in asdict(change).items()
    }


def _curve(trials: Sequence[Comparisons]) -> Curve | None:
    """Points from the smallest rate that every trial can measure, one false match among its pairs."""
    fewest = min((trial.impostors for trial in trials), default=0)
    measured = [fmr for fmr in GRID if fmr * fewest >= 1]
    if not measured:
        return None
    before, after = mean_tars(trials, measured)
    return {"fmr": measured, "before": _shares(before), "after": _shares(after)}


def _shares(tars: Sequence[float]) -> list[float]:
    return [round(tar, 4) for tar in tars]
