"""One report on a backbone and a labelled data set: every measure, as JSON and as a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch

from trainer.arrays import FloatArray, IntArray
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
    open_set,
    pair_scores,
    recall_at_k,
    roc,
    tar_intervals,
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
    """Verification, open-set identification and retrieval in one JSON document.

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    scores = pair_scores(embeddings, labels)
    curve = roc(scores.genuine, scores.impostor)
    intervals = tar_intervals(embeddings, labels)
    search = open_set(embeddings, labels)
    return {
        "pictures": len(labels),
        "identities": len(np.unique(labels)),
        "genuine_pairs": len(scores.genuine),
        "impostor_pairs": len(scores.impostor),
        "tar": {str(fmr): interval.value for fmr, interval in intervals.items()},
        "tar_95": {str(fmr): [interval.low, interval.high] for fmr, interval in intervals.items()},
        "area": curve.area,
        "eer": equal_error_rate(curve),
        "rank_1": search.rank_1,
        "fnir": {str(fpir): value for fpir, value in search.fnir.items()},
        "recall": {str(k): value for k, value in recall_at_k(embeddings, labels).items()},
    }


def lfw_document(embeddings: FloatArray, names: Sequence[str], pairs: Sequence[Pair]) -> dict[str, Any]:
    """LFW's ten-fold protocol as a JSON document.

    Args:
        embeddings: Unit-length (N, D).
        names: Stem of each picture's file (N,), as in `Tony_Blair_0001`.
        pairs: What to compare.

    Raises:
        DataError: A picture of the list is not in the data, or there is a single fold.
    """
    rows = {name: row for row, name in enumerate(names)}
    left = _rows(rows, [_lfw_name(*pair.left) for pair in pairs])
    right = _rows(rows, [_lfw_name(*pair.right) for pair in pairs])
    scores = np.einsum("nd,nd->n", embeddings[left], embeddings[right])
    same = np.array([pair.same for pair in pairs])
    result = folded_accuracy(scores, same, np.array([pair.fold for pair in pairs]))
    return {"pairs": len(pairs), **asdict(result)}


def _lfw_name(name: str, number: int) -> str:
    return f"{name}_{number:04d}"


def _rows(rows: Mapping[str, int], names: Sequence[str]) -> list[int]:
    missing = [name for name in names if name not in rows]
    if missing:
        raise DataError(
            say("The pairs cannot be compared"),
            why=say("the data holds no picture {missing}", missing=missing[0]),
        )
    return [rows[name] for name in names]


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
