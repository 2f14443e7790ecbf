"""A small fast network for tests, little data, and things that are not faces."""

from itertools import pairwise

from torch import nn

from trainer.backbones.base import Backbone, InputSpec
from trainer.backbones.sface import arcface_template

_GROUPS = 8

USUAL_SIZE = 64
"""Side of the input where none is given, in pixels."""


def _stage(channels_in: int, channels_out: int) -> nn.Sequential:
    """Convolution that halves the picture; GroupNorm, so that a picture never depends on its batch."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1, bias=False),
        nn.GroupNorm(_GROUPS, channels_out),
        nn.ReLU(),
    )


class SmallNet(Backbone):
    """Four strided convolutions and a linear head: about 0.1 million weights at the default width.

    Args:
        size: Side of the square input, in pixels.
        width: Channels of the first stage; each later stage has twice as many.
        dimension: Length of the embedding.
        pool: Side of the grid that the last stage is averaged to: what the head knows of places.
    """

    name = "small"

    def __init__(self, size: int = USUAL_SIZE, width: int = 16, dimension: int = 64, pool: int = 2) -> None:
        super().__init__()
        self.options = {"size": size, "width": width, "dimension": dimension, "pool": pool}
        self.spec = InputSpec(size=size, mean=127.5, scale=1 / 64, template=arcface_template(size))
        self.dimension = dimension
        channels = [3, *(width * 2**stage for stage in range(4))]
        stages = [_stage(a, b) for a, b in pairwise(channels)]
        self.trunk = nn.Sequential(*stages, nn.AdaptiveAvgPool2d(pool), nn.Flatten())
        self.head = nn.Sequential(nn.Linear(channels[-1] * pool**2, dimension))
