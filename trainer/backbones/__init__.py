"""Networks that turn an aligned crop into a unit-length embedding."""

from trainer.backbones.base import Backbone, InputSpec
from trainer.backbones.inception_resnet_v1 import InceptionResnet
from trainer.backbones.loading import usual_name, with_weights
from trainer.backbones.registry import REGISTRY, create, find, names
from trainer.backbones.sface import SFace
from trainer.backbones.small import SmallNet
from trainer.backbones.timm_networks import TimmNet
from trainer.config import ENTRY_POINTS

__all__ = [
    "ENTRY_POINTS",
    "REGISTRY",
    "Backbone",
    "InceptionResnet",
    "InputSpec",
    "SFace",
    "SmallNet",
    "TimmNet",
    "create",
    "find",
    "names",
    "usual_name",
    "with_weights",
]
