"""What a data set was, in a few words that go into a checkpoint."""

import hashlib
from typing import Any

import numpy as np

from trainer.data.features import Features, LabelledData
from trainer.data.identities import Crops


def fingerprint(data: LabelledData) -> dict[str, Any]:
    """Counts of a data set and one hash over its labels and contents."""
    digest = hashlib.sha256(data.labels.tobytes())
    if isinstance(data, Features):
        digest.update(np.ascontiguousarray(data.values.numpy()).data.cast("B"))
    elif isinstance(data, Crops) and not data.hashes:
        digest.update(np.ascontiguousarray(data.pictures).data.cast("B"))
    else:
        digest.update("".join(data.hashes).encode())
    _, counts = np.unique(data.labels, return_counts=True)
    return {
        "pictures": len(data.labels),
        "identities": len(counts),
        "singles": int((counts == 1).sum()),
        "sha256": digest.hexdigest(),
    }
