"""Cached trunk features: what head-only training reads instead of pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from trainer.arrays import Indices
from trainer.backbones.base import Backbone
from trainer.data.identities import IdentityData, check_labels
from trainer.events import Cached, Cancel, EventSink, ignore, never

CACHE_BATCH = 16
"""Crops a pass: on a CPU larger batches are no faster and leave the cache."""


@dataclass(frozen=True, eq=False, slots=True)
class Features:
    """Trunk features of a data set.

    Attributes:
        values: (N, F), float32 or float16, on the CPU.
        labels: Identity of each row (N,).
        names: What an identity is called, for those that have a name.
    """

    values: Tensor
    labels: Indices
    names: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_labels(self.labels, len(self.values))

    def subset(self, indices: Indices) -> "Features":
        """The same data, those rows alone (a copy of them)."""
        return Features(self.values[torch.from_numpy(indices)], self.labels[indices], self.names)


def cache_features(
    backbone: Backbone,
    data: IdentityData,
    *,
    device: str | torch.device = "cpu",
    half: bool = False,
    on_event: EventSink = ignore,
    cancel: Cancel = never,
) -> Features | None:
    """Run every crop through the trunk once, so that several fits of the head can share the result.

    Args:
        backbone: Its trunk is used, not changed.
        data: The crops.
        device: Where to compute; the features come back to the CPU.
        half: Keep them as float16, which halves the memory (SFace: 100 KB a crop instead of 200).
        on_event: Hears `Cached` after each batch.
        cancel: Polled between batches.

    Returns:
        The features, or None if cancelled.
    """
    trunk = backbone.frozen_trunk().to(device)
    dtype = torch.float16 if half else torch.float32
    values = torch.empty(0, dtype=dtype)
    with torch.inference_mode():
        for rows in torch.arange(len(data.labels)).split(CACHE_BATCH):
            if cancel():
                return None
            part = trunk(backbone.prepare(data.crops(rows.numpy()).to(device))).to("cpu", dtype)
            if not len(values):
                values = torch.empty(len(data.labels), part.shape[1], dtype=dtype)
            values[rows] = part
            on_event(Cached(int(rows[-1]) + 1, len(data.labels)))
    return Features(values.clone() if values.is_inference() else values, data.labels, data.names)


LabelledData = IdentityData | Features
"""What training learns from, and what it is measured on."""
