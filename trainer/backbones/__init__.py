"""Networks that turn an aligned crop into a unit-length embedding."""

from trainer.backbones.base import Backbone, InputSpec
from trainer.backbones.sface import SFace

__all__ = ["Backbone", "InputSpec", "SFace"]
