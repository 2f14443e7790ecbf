"""How long an embedding must be, before it is brought to unit length, to say who a face is.

A network trained to tell people apart gives short embeddings of what shows it nothing to go by (blurred,
covered, turned), and all of these look alike to it. The limit is drawn where it sees no face any more,
between the lengths of faces as they are and of the same faces on their heads. No other measure of a face
(sharpness, the distance between the eyes, O-Net's certainty) adds enough beside the length to be worth a gate
of its own: `tests/bench/measure_recognisability.py`.
"""

import numpy as np

from app.domain.arrays import Floats

LEAST = 20
"""Faces that a limit can be drawn from."""
_TURNED = 90
"""Percentile of the lengths of faces on their heads that is the limit."""
_MOST_LOST = 0.05
"""Share of faces as they are that may fall below it; a model that loses more has no such limit."""

_CLEAR = 1.05
"""How many times as long as the limit the median good face must be: some networks leave all at length 1."""


def limit(lengths: Floats, upside_down: Floats) -> float | None:
    """Draw a model's limit of recognisability.

    Args:
        lengths: Of the embeddings of good faces, before they were brought to unit length (N,).
        upside_down: Likewise of the same faces turned on their heads (N,).

    Returns:
        The length below which an embedding says nothing, or None where lengths do not tell the two apart.

    Raises:
        ValueError: Fewer than `LEAST` faces.
    """
    if min(len(lengths), len(upside_down)) < LEAST:
        raise ValueError(f"a limit needs {LEAST} faces")
    found = float(np.percentile(upside_down, _TURNED))
    tells = np.median(lengths) >= _CLEAR * found and (lengths < found).mean() <= _MOST_LOST
    return found if tells else None
