"""The small network."""

import torch

from trainer.backbones import SmallNet


def test_small_networks_do_not_look_at_their_batch() -> None:
    network = SmallNet(32).train()
    pictures = torch.randn(4, 3, 32, 32)
    torch.testing.assert_close(network(pictures)[:1], network(pictures[:1]))
