"""Backbones by the name that a checkpoint or the command line gives them."""

from trainer.backbones.base import Backbone
from trainer.backbones.inception_resnet_v1 import InceptionResnet
from trainer.backbones.sface import SFace
from trainer.backbones.small import SmallNet
from trainer.errors import ConfigError
from trainer.text import listed, quote, say

REGISTRY: dict[str, type[Backbone]] = {kind.name: kind for kind in (SFace, InceptionResnet, SmallNet)}
"""Every backbone that a checkpoint or the command line can name."""


def create(name: str, **options: int) -> Backbone:
    """Build a backbone with fresh weights.

    Args:
        name: A key of `REGISTRY`.
        options: What its constructor takes, as in its `options`.

    Raises:
        ConfigError: No backbone has that name, or it has no such option.
    """
    if name not in REGISTRY:
        raise ConfigError(
            say("There is no backbone {name}", name=repr(name)),
            remedy=say("Choose from {names}", names=listed(REGISTRY)),
        )
    try:
        return REGISTRY[name](**options)
    except TypeError as error:
        raise ConfigError(
            say("Backbone {name} cannot be built", name=repr(name)), why=quote(error)
        ) from error
