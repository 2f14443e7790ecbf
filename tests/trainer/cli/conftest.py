"""Weights that tests of commands share."""

import pytest
import torch

from trainer.cli.inputs import small_network
from trainer.storage import checkpoint
from trainer.storage.run_directory import BEST


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a small network that has learnt nothing."""
    path = tmp_path_factory.mktemp("weights") / BEST
    torch.manual_seed(0)
    checkpoint.save(path, small_network(32), {})
    return str(path)
