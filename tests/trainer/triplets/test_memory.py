"""Embeddings of past batches."""

import pytest
import torch

from trainer.errors import ConfigError
from trainer.triplets.memory import CrossBatchMemory


def test_the_oldest_are_forgotten() -> None:
    memory = CrossBatchMemory(5)
    assert memory.held() is None
    for batch in range(3):
        values = torch.full((2, 4), float(batch), requires_grad=True)
        memory.add(values * 1, torch.tensor([batch, 10 + batch]))
    held = memory.held()
    assert held is not None
    embeddings, labels = held
    assert embeddings[:, 0].tolist() == [0, 1, 1, 2, 2]
    assert labels.tolist() == [10, 1, 11, 2, 12]
    assert not embeddings.requires_grad  # references only


def test_a_memory_of_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="at least one"):
        CrossBatchMemory(0)
