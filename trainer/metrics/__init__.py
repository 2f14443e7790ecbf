"""Measures of embeddings: verification, identification, retrieval and clustering."""

from trainer.metrics.bootstrap import (
    Interval,
    ScoredPairs,
    VerificationRates,
    interval,
    resamples,
    tar_changes,
    tar_intervals,
    verification_rates,
)
from trainer.metrics.clustering import BCubed, average_linkage, b_cubed
from trainer.metrics.galleries import OpenSetRate, Searches, chance_of_any, fnir_at, open_set_rates
from trainer.metrics.identification import FPIRS, Identification, identify, one_shot, open_set
from trainer.metrics.lfw import FoldedAccuracy, Pair, folded_accuracy, read_pairs
from trainer.metrics.retrieval import Retrieval, knn_accuracy, retrieval
from trainer.metrics.verification import (
    FMRS,
    Roc,
    Scores,
    equal_error_rate,
    hardest_pairs,
    pair_scores,
    roc,
    tar_at_fmr,
    threshold_at_fmr,
    told_by,
)

__all__ = [
    "FMRS",
    "FPIRS",
    "BCubed",
    "FoldedAccuracy",
    "Identification",
    "Interval",
    "OpenSetRate",
    "Pair",
    "Retrieval",
    "Roc",
    "ScoredPairs",
    "Scores",
    "Searches",
    "VerificationRates",
    "average_linkage",
    "b_cubed",
    "chance_of_any",
    "equal_error_rate",
    "fnir_at",
    "folded_accuracy",
    "hardest_pairs",
    "identify",
    "interval",
    "knn_accuracy",
    "one_shot",
    "open_set",
    "open_set_rates",
    "pair_scores",
    "read_pairs",
    "resamples",
    "retrieval",
    "roc",
    "tar_at_fmr",
    "tar_changes",
    "tar_intervals",
    "threshold_at_fmr",
    "told_by",
    "verification_rates",
]
