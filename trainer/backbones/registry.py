"""Backbones by the name that a checkpoint or the command line gives them."""

from importlib.metadata import entry_points

from trainer.backbones.base import Backbone
from trainer.backbones.inception_resnet_v1 import InceptionResnet
from trainer.backbones.sface import SFace
from trainer.backbones.small import SmallNet
from trainer.backbones.timm_networks import TimmNet
from trainer.config import ENTRY_POINTS
from trainer.errors import ConfigError
from trainer.text import listed, quote, say

_KNOWN: tuple[type[Backbone], ...] = (SFace, InceptionResnet, SmallNet, TimmNet)

REGISTRY = {kind.name: kind for kind in _KNOWN}
"""The backbones that are known from the start; a class may be added under its name.

A name may go on with a colon and what the class takes first: `timm:resnet18`.
"""


def names() -> list[str]:
    """Every backbone that a checkpoint or the command line can name."""
    return sorted({*REGISTRY, *entry_points(group=ENTRY_POINTS).names})


def find(name: str) -> type[Backbone] | None:
    """The class of that name, from the registry or an installed package; None if there is none.

    Raises:
        ConfigError: The package that offers it cannot be imported.
    """
    name = name.partition(":")[0]
    if name not in REGISTRY:
        for entry in entry_points(group=ENTRY_POINTS, name=name):
            try:
                REGISTRY[name] = entry.load()
            except (ImportError, AttributeError) as error:
                raise ConfigError(
                    say("Backbone {name} cannot be built", name=repr(name)), why=quote(error)
                ) from error
    return REGISTRY.get(name)


def create(name: str, **options: int) -> Backbone:
    """Build a backbone with fresh weights.

    Args:
        name: One of `names()`, with a colon and what its constructor takes first if it is a family of them.
        options: What its constructor takes, as in its `options`.

    Raises:
        ConfigError: No backbone has that name, or it has no such option.
    """
    kind = find(name)
    if kind is None:
        raise ConfigError(
            say("There is no backbone {name}", name=repr(name)),
            remedy=say("Choose from {names}", names=listed(names())),
        )
    _, colon, variant = name.partition(":")
    try:
        return kind(*[variant] if colon else [], **options)
    except TypeError as error:
        raise ConfigError(
            say("Backbone {name} cannot be built", name=repr(name)), why=quote(error)
        ) from error
