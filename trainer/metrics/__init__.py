"""Measures of embeddings: verification, identification, retrieval and clustering."""

from trainer.metrics.bootstrap import Interval, tar_intervals
from trainer.metrics.clustering import BCubed, b_cubed
from trainer.metrics.identification import FPIRS, Identification, identify, open_set
from trainer.metrics.lfw import FoldedAccuracy, Pair, folded_accuracy, read_pairs
from trainer.metrics.retrieval import recall_at_k
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
    "FPIRS",
    "BCubed",
    "FoldedAccuracy",
    "Identification",
    "Interval",
    "Pair",
    "Roc",
    "Scores",
    "b_cubed",
    "equal_error_rate",
    "folded_accuracy",
    "identify",
    "open_set",
    "pair_scores",
    "read_pairs",
    "recall_at_k",
    "roc",
    "tar_at_fmr",
    "tar_intervals",
    "threshold_at_fmr",
]
