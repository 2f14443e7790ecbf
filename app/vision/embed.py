"""From chips to unit-length embeddings."""

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional as F

from app.core.errors import StartError
from app.core.types import Chip, Embedding
from app.vision.align import align
from trainer.backbones import Backbone

CPU_BATCH = 8
"""Faces a batch without a GPU: the fastest of 1 to 64 measured by `tests/bench/bench_embed.py`."""
GPU_BATCH = 256


def choose_device(wanted: str) -> str:
    """Turn `auto`, `cpu`, `cuda` or `mps` into a device that is here.

    Raises:
        StartError: The one asked for is not.
    """
    here = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if here[name])
    if wanted not in here:
        raise StartError(f"unknown device {wanted}", remedy="Choose auto, cpu, cuda or mps")
    if not here[wanted]:
        raise StartError(
            f"the device {wanted} is not available",
            why="this computer or this build of PyTorch does not offer it",
            remedy="Choose another one, such as cpu",
        )
    return wanted


class Embedder:
    """One model, ready to embed.

    Attributes:
        model_id: Hash of weights and preprocessing; goes with every embedding that it makes.
        dimension: Length of an embedding.
        device: Where it runs: cpu, cuda or mps.
    """

    def __init__(self, model_id: str, backbone: Backbone, device: str = "cpu") -> None:
        self.model_id = model_id
        self.dimension = backbone.dimension
        self.device = device
        self._spec = backbone.spec
        self._prepare = backbone.prepare
        self._network = backbone.for_inference().to(device)
        self._batch = CPU_BATCH if device == "cpu" else GPU_BATCH

    def embed(self, chips: Sequence[Chip]) -> Embedding:
        """Embed faces.

        Returns:
            Unit-length float32 (N, dimension).

        Raises:
            ValueError: A chip's landmarks coincide.
        """
        crops = [align(chip, self._spec.template, self._spec.size) for chip in chips]
        found = [self._forward(crops[i : i + self._batch]) for i in range(0, len(crops), self._batch)]
        return np.concatenate(found) if found else np.empty((0, self.dimension), np.float32)

    @torch.inference_mode()
    def _forward(self, crops: list[np.ndarray]) -> Embedding:
        pictures = self._prepare(torch.from_numpy(np.stack(crops)).to(self.device))
        vectors = self._network(pictures.contiguous(memory_format=torch.channels_last))
        return F.normalize(vectors.float(), dim=1).cpu().numpy()
