"""Measures of embeddings: verification, identification, retrieval and clustering."""

from trainer.metrics.bootstrap import Interval, tar_intervals
from trainer.metrics.verification import (
    FMRS,
    Roc,
    Scores,
    equal_error_rate,
    pair_scores,
    roc,
    tar_at_fmr,
    threshold_at_fmr,
)

__all__ = [
    "FMRS",
    "Interval",
    "Roc",
    "Scores",
    "equal_error_rate",
    "pair_scores",
    "roc",
    "tar_at_fmr",
    "tar_intervals",
    "threshold_at_fmr",
]
