"""One report on a backbone and a labelled data set: every measure, as JSON and as a figure."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch

from trainer.arrays import FloatArray, Indices, IntArray
from trainer.backbones.base import Backbone
from trainer.data.identities import IdentityData
from trainer.errors import DataError
from trainer.evaluation.figures import Axis, line_chart
from trainer.events import Cached, EventSink, ignore
from trainer.language import shown
from trainer.metrics import (
    FMRS,
    Pair,
    Roc,
    equal_error_rate,
    folded_accuracy,
    knn_accuracy,
    one_shot,
    open_set,
    pair_scores,
    retrieval,
    roc,
    tar_intervals,
    threshold_at_fmr,
    told_by,
)
from trainer.text import say

_BATCH = 16


def embed(
    backbone: Backbone,
    data: IdentityData,
    *,
    device: str | torch.device = "cpu",
    on_event: EventSink = ignore,
) -> FloatArray:
    """Unit-length embeddings (N, D) of every crop; `on_event` hears `Cached` after each batch."""
    model = backbone.for_inference().to(device)
    parts = []
    with torch.inference_mode():
        for rows in torch.arange(len(data.labels)).split(_BATCH):
            raw = model(backbone.prepare(data.crops(rows.numpy()).to(device)))
            parts.append(torch.nn.functional.normalize(raw, dim=1).cpu().numpy())
            on_event(Cached(int(rows[-1]) + 1, len(data.labels)))
    return np.concatenate(parts) if parts else np.empty((0, backbone.dimension), np.float32)


def report(embeddings: FloatArray, labels: IntArray) -> dict[str, Any]:
    """Verification, identification and retrieval in one JSON document.

    TAR is told at the false match rates that so many pairs can show, with the similarity that a pair must
    exceed there.

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    scores = pair_scores(embeddings, labels)
    curve = roc(scores.genuine, scores.impostor)
    fmrs = told_by(len(scores.impostor))
    intervals = tar_intervals(embeddings, labels, fmrs)
    search, found = open_set(embeddings, labels), retrieval(embeddings, labels)
    return {
        "pictures": len(labels),
        "identities": len(np.unique(labels)),
        "genuine_pairs": len(scores.genuine),
        "impostor_pairs": len(scores.impostor),
        "tar": {str(fmr): interval.value for fmr, interval in intervals.items()},
        "tar_95": {str(fmr): [interval.low, interval.high] for fmr, interval in intervals.items()},
        "threshold": {str(fmr): threshold_at_fmr(scores.impostor, fmr) for fmr in fmrs},
        "area": curve.area,
        "eer": equal_error_rate(curve),
        "rank_1": search.rank_1,
        "fnir": {str(fpir): value for fpir, value in search.fnir.items()},
        "one_shot": one_shot(embeddings, labels),
        "knn": {str(k): value for k, value in knn_accuracy(embeddings, labels).items()},
        "recall": {str(k): value for k, value in found.recall.items()},
        "r_precision": found.r_precision,
        "map_at_r": found.map_at_r,
    }


def lfw_document(embeddings: FloatArray, rows: Indices, pairs: Sequence[Pair]) -> dict[str, Any]:
    """LFW's ten-fold protocol as a JSON document.

    Args:
        embeddings: Unit-length (N, D).
        rows: Which of them each pair compares (P, 2); see `rows_of`.
        pairs: What to compare (P,).

    Raises:
        DataError: There is a single fold.
    """
    scores = np.einsum("nd,nd->n", embeddings[rows[:, 0]], embeddings[rows[:, 1]])
    same = np.array([pair.same for pair in pairs])
    result = folded_accuracy(scores, same, np.array([pair.fold for pair in pairs]))
    return {"pairs": len(pairs), **asdict(result)}


def rows_of(pairs: Sequence[Pair], pictures: Sequence[tuple[str, str]]) -> Indices:
    """The rows that each pair compares (P, 2).

    Args:
        pairs: As LFW names them: `("Tony_Blair", 1)` is the file `Tony_Blair_0001`, of Tony_Blair if several
            are called so.
        pictures: Identity's name and file's stem of each row (N,).

    Raises:
        DataError: A picture of a pair is not there, or several are.
    """
    rows = defaultdict(list)
    for row, (_, stem) in enumerate(pictures):
        rows[unicodedata.normalize("NFC", stem)].append(row)
    return np.array([[_row(side, rows, pictures) for side in (pair.left, pair.right)] for pair in pairs])


def _row(side: tuple[str, int], rows: Mapping[str, list[int]], pictures: Sequence[tuple[str, str]]) -> int:
    stem = f"{side[0]}_{side[1]:04d}"
    found = rows.get(stem, [])
    if len(found) > 1:
        found = [row for row in found if pictures[row][0] == side[0]] or found
    if len(found) == 1:
        return found[0]
    raise DataError(
        say("The pairs cannot be compared"),
        why=say("the data holds {count} pictures called {missing}", count=len(found), missing=stem)
        if found
        else say("the data holds no picture {missing}", missing=stem),
    )


def roc_figure(curves: dict[str, Roc]) -> str:
    """ROC curves with a logarithmic FMR, as SVG."""
    low = min(FMRS)
    points = {
        name: list(zip(np.maximum(curve.fmr, low).tolist(), curve.tar.tolist(), strict=True))
        for name, curve in curves.items()
    }
    thinned = {name: _thinned(line) for name, line in points.items()}
    x = Axis(shown(say("False match rate")), low, 1, log=True)
    y = Axis(shown(say("True accept rate")), 0, 1)
    return line_chart(shown(say("Receiver operating characteristic")), x, y, thinned)


def _thinned(line: list[tuple[float, float]], most: int = 400) -> list[tuple[float, float]]:
    """At most so many points, evenly spaced on the logarithmic axis."""
    places = np.log10([point[0] for point in line])
    wanted = np.searchsorted(places, np.linspace(places[0], places[-1], most), side="right") - 1
    return [line[i] for i in np.unique(np.append(wanted, len(line) - 1))]
