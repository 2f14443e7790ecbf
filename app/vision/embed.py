"""From chips to unit-length embeddings, with the length that says how far each can be trusted."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedded
from app.domain.face import Chip
from app.domain.preprocessing import Preprocessing
from app.vision.align import align
from app.vision.runtime import Network

CPU_BATCH = 8
"""Crops a batch without a GPU: more would not be faster (`tests/bench/bench_embed.py`)."""
GPU_BATCH = 256


class Embedder:
    """One model, ready to embed, from any thread.

    Attributes:
        model_id: Hash of weights and preprocessing; goes with every embedding that it makes.
        dimension: Length of an embedding.
        device: Where it runs: cpu, cuda or mps.
        preprocessing: How it wants its crops.
    """

    def __init__(self, model_id: str, dimension: int, network: Network, preprocessing: Preprocessing) -> None:
        self.model_id, self.dimension, self.preprocessing = model_id, dimension, preprocessing
        self.device = network.device
        self._network = network
        self._batch = CPU_BATCH if network.device == "cpu" else GPU_BATCH

    def embed(self, chips: Sequence[Chip], *, mirror: bool = True, upside_down: bool = False) -> Embedded:
        """Embed faces.

        Args:
            chips: The faces.
            mirror: Average each with its mirror image: steadier, at twice the time.
            upside_down: Turn each crop on its head, to see what the model makes of what is no face.

        Returns:
            Unit-length vectors (N, dimension), and the length of each before that (N,).

        Raises:
            ValueError: A chip's landmarks coincide.
        """
        if not chips:
            return Embedded(np.empty((0, self.dimension), np.float32), np.empty(0, np.float32))
        wanted = self.preprocessing
        crops = np.stack([align(chip, wanted.template, wanted.size) for chip in chips])
        crops = crops[:, ::-1, ::-1] if upside_down else crops
        found = self._forward(np.concatenate([crops, crops[:, :, ::-1]]) if mirror else crops)
        if mirror:
            found = np.asarray((found[: len(crops)] + found[len(crops) :]) / 2, np.float32)
        lengths = np.linalg.norm(found, axis=1).astype(np.float32)
        return Embedded(np.asarray(found / np.maximum(lengths, 1e-12)[:, None], np.float32), lengths)

    def _forward(self, crops: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Embeddings before normalisation (N, D)."""
        batches = (crops[i : i + self._batch] for i in range(0, len(crops), self._batch))
        return np.concatenate([self._network(self.preprocessing.prepare(part))[0] for part in batches])
