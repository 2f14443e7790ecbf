"""A backbone from a name and a weights file, whatever kind of file it is."""

from pathlib import Path

from trainer.backbones.base import Backbone
from trainer.backbones.inception_resnet_v1 import InceptionResnet
from trainer.backbones.registry import create
from trainer.backbones.sface import SFace
from trainer.backbones.timm_networks import TimmNet
from trainer.errors import ConfigError
from trainer.text import say

_READERS = {(SFace.name, ".onnx"): SFace.from_onnx, (InceptionResnet.name, ".pt"): InceptionResnet.from_file}


def usual_name(weights: Path) -> str | None:
    """The backbone whose published weights come in such a file; None where none do."""
    return next((name for name, suffix in _READERS if suffix == weights.suffix.lower()), None)


def with_weights(name: str, weights: Path | None, **options: int) -> Backbone:
    """Build a backbone from scratch, or with published weights.

    Args:
        name: A key of the registry.
        weights: OpenCV Zoo's `.onnx` for SFace, facenet-pytorch's `.pt` (vggface2 or casia-webface) for
            InceptionResnetV1, timm's `.safetensors`, `.pth` or `.bin` for a network of its, or None to start
            from scratch.
        options: What the constructor takes.

    Raises:
        CheckpointError: The file is damaged or of another network.
        ConfigError: The backbone has no reader for such a file, or no such option.
    """
    if weights is None:
        return create(name, **options)
    family, _, model = name.partition(":")
    if family == TimmNet.name:
        return TimmNet.from_file(model, weights, **options)
    reader = _READERS.get((name, weights.suffix.lower()))
    if reader is None:
        raise ConfigError(
            say("{weights} cannot be used for {name}", weights=weights, name=repr(name)),
            why=say("it is none of the files that are known for it"),
            remedy=say("Give a run's .safetensors, or a .onnx for sface or a .pt for inception_resnet_v1"),
        )
    return reader(weights)
