"""Networks that turn an aligned crop into a unit-length embedding."""

from trainer.backbones.base import Backbone, InputSpec
from trainer.backbones.inception_resnet_v1 import InceptionResnet
from trainer.backbones.loading import with_weights
from trainer.backbones.registry import REGISTRY, create
from trainer.backbones.sface import SFace
from trainer.backbones.small import SmallNet

__all__ = [
    "REGISTRY",
    "Backbone",
    "InceptionResnet",
    "InputSpec",
    "SFace",
    "SmallNet",
    "create",
    "with_weights",
]
