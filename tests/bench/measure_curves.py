"""Kith's curves against scikit-learn's, on the same scores.

    python -m tests.bench.measure_curves

ROC, DET and equal error rate of the pairs of `orl40`, and of a million random scores with ties: the largest
difference between the two, and the time that each takes. Exits with 1 if they differ.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import det_curve, roc_curve

from app.core.progress import ignore_progress
from app.services.evaluation.reading import read_folder
from app.services.workspace import Workspace
from tests.bench.face_set import FACES
from tests.bench.harness import machine
from trainer.metrics import Scores, equal_error_rate, pair_scores, roc

_ALLOWED = 1e-9


def of_photos() -> Scores:
    """Pairs of all photos of `orl40`."""
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)) as workspace:
        faces, _ = read_folder(workspace, FACES / "orl40", [workspace.active_model()], ignore_progress, None)
    return pair_scores(faces.vectors[0], faces.people)


def at_random(count: int = 1_000_000) -> Scores:
    """Scores of which many are equal."""
    chance = np.random.default_rng(0)
    return Scores(chance.normal(0.6, 0.15, count // 10).round(3), chance.normal(0.1, 0.12, count).round(3))


def compare(name: str, scores: Scores) -> bool:
    """Print how far the two are apart; return whether that is next to nothing."""
    truth = np.concatenate([np.ones(len(scores.genuine)), np.zeros(len(scores.impostor))])
    values = np.concatenate([scores.genuine, scores.impostor])
    began = time.perf_counter()
    ours = roc(scores.genuine, scores.impostor)
    between = time.perf_counter()
    fmr, tar, _ = roc_curve(truth, values, drop_intermediate=False)
    ended = time.perf_counter()
    fmr_of_det, fnmr, _ = det_curve(truth, values)
    rates = np.linspace(0, 1, 1001)
    apart = max(
        float(np.abs(np.interp(rates, ours.fmr, ours.tar) - np.interp(rates, fmr, tar)).max()),
        float(np.abs(ours.fmr - fmr).max()) if len(fmr) == len(ours.fmr) else 1.0,
        float(np.abs(ours.tar - tar).max()) if len(tar) == len(ours.tar) else 1.0,
    )
    crossing = np.argmin(np.abs(fmr_of_det - fnmr))
    eer = equal_error_rate(ours)
    step = abs(fmr_of_det[crossing] - fnmr[crossing])  # theirs is a point, ours lies between two
    apart_eer = max(0.0, abs(eer - (fmr_of_det[crossing] + fnmr[crossing]) / 2) - step)
    print(
        f"{name:12}{len(values):>10,} scores  ROC apart {apart:.1e}  EER {eer:.5f} apart {apart_eer:.1e}  "
        f"{1e3 * (between - began):7.1f} ms, scikit-learn {1e3 * (ended - between):7.1f} ms"
    )
    return apart <= _ALLOWED and apart_eer <= _ALLOWED


if __name__ == "__main__":
    print(machine())
    kept = [compare("orl40", of_photos()), compare("with ties", at_random())]
    sys.exit(0 if all(kept) else 1)
