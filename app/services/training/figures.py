"""What a proof found, as the plain numbers that are kept with the model."""

from collections.abc import Sequence

import numpy as np

from app.domain.training import Change, Curve, TrainingReport, Verdict
from app.services.training.change import Comparisons, mean_tars
from app.services.training.proof import Proof
from trainer.metrics import FMRS

GRID = tuple(float(fmr) for fmr in np.logspace(-4, -1, 25).round(7))
"""False match rates at which curves have points, evenly spaced on a logarithmic axis."""


def figures(proof: Proof, verdict: Verdict) -> TrainingReport:
    """Put a proof in numbers: the part of a report that it can say."""
    groups = {"trained": proof.usable("trained"), "others": proof.usable("others")}
    rates = {name: mean_tars(trials) if trials else None for name, trials in groups.items()}
    return TrainingReport(
        before={name: found and _named(found[0]) for name, found in rates.items()},
        after={name: found and _named(found[1]) for name, found in rates.items()},
        curves={name: _curve(trials) for name, trials in groups.items()},
        changes={
            group: {rate_name(fmr): _rounded(change) for fmr, change in changes.items()}
            for group, changes in verdict.changes.items()
        },
        outcome=verdict.outcome,
        apart={group: _rounded(change) for group, change in verdict.apart.items()},
    )


def rate_name(fmr: float) -> str:
    """How a rate is called in reports: "1e-3"."""
    return f"{fmr:.0e}".replace("e-0", "e-")


def _named(tars: Sequence[float]) -> dict[str, float]:
    return {rate_name(fmr): round(tar, 4) for fmr, tar in zip(FMRS, tars, strict=True)}


def _rounded(change: Change) -> Change:
    value, low, high, pairs = (round(one, 4) for one in (change.value, change.low, change.high, change.pairs))
    return Change(value, low, high, pairs, change.measured)


def _curve(trials: Sequence[Comparisons]) -> Curve | None:
    """Points from the smallest rate that every trial can measure, one false match among its pairs."""
    fewest = min((trial.impostors for trial in trials), default=0)
    measured = [fmr for fmr in GRID if fmr * fewest >= 1]
    if not measured:
        return None
    before, after = mean_tars(trials, measured)
    return Curve(tuple(measured), _shares(before), _shares(after))


def _shares(tars: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(tar, 4) for tar in tars)
