"""Any network of timm (PyTorch Image Models, Apache-2.0) as a backbone; needs the extra `timm`."""

import pickle
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from trainer.backbones.base import Backbone, InputSpec
from trainer.backbones.sface import arcface_template
from trainer.errors import CheckpointError, ConfigError, missing
from trainer.text import Text, quote, say

_UNREADABLE = (OSError, RuntimeError, EOFError, ValueError, KeyError, pickle.UnpicklingError, SafetensorError)
_UNBUILDABLE = (AssertionError, RuntimeError, TypeError, ValueError)


class TimmNet(Backbone):
    """A network of timm without its classifier as trunk, and a linear head; its name is `timm:MODEL`.

    Args:
        model: Its name in timm, as `timm.list_models()` has it.
        size: Side of the square input, in pixels; 0 takes the one of timm's own weights.
        dimension: Length of the embedding.

    Raises:
        ConfigError: timm is not installed, has no such network, or cannot build it for that size.
    """

    name = "timm"

    def __init__(self, model: str = "", size: int = 0, dimension: int = 128) -> None:
        super().__init__()
        network, facts = _build(model, size)
        size = size or facts.input_size[-1]
        self.name = f"{TimmNet.name}:{model}"
        self.options = {"size": size, "dimension": dimension}
        self.spec = InputSpec(size=size, mean=127.5, scale=1 / 127.5, template=arcface_template(size))
        self.dimension = dimension
        length = getattr(network, "head_hidden_size", None) or network.num_features
        self.trunk = nn.Sequential(_Colours(facts.mean, facts.std), network)
        self.head = nn.Sequential(nn.Linear(length, dimension))

    @classmethod
    def from_file(cls, model: str, path: Path, size: int = 0) -> "TimmNet":
        """Build the network with the weights that timm publishes for it; the head is fresh.

        The file is read without unpickling anything but tensors; a classifier in it is left out.

        Raises:
            CheckpointError: The file cannot be read, or is of another network or size.
            ConfigError: As the constructor has it.
        """
        backbone = cls(model, size)
        network: Any = backbone.trunk[1]
        from timm.models import load_state_dict

        try:
            weights = load_state_dict(str(path))
            classifiers = network.pretrained_cfg["classifier"]
            for name in (classifiers,) if isinstance(classifiers, str) else classifiers or ():
                for part in ("weight", "bias"):
                    weights.pop(f"{name}.{part}", None)
            network.load_state_dict(weights)
        except _UNREADABLE as error:
            raise CheckpointError(
                say("{weights} cannot be used for {name}", weights=path, name=repr(backbone.name)),
                why=quote(error),
            ) from error
        return backbone.eval()


class _Colours(nn.Module):
    """Brings channels from [-1, 1] to the mean and spread that the network expects."""

    scale: Tensor
    shift: Tensor

    def __init__(self, mean: tuple[float, ...], spread: tuple[float, ...]) -> None:
        super().__init__()
        self.register_buffer("scale", 0.5 / torch.tensor(spread).view(-1, 1, 1))
        self.register_buffer("shift", (0.5 - torch.tensor(mean).view(-1, 1, 1)) * 2 * self.scale)

    def forward(self, pictures: Tensor) -> Tensor:
        return pictures * self.scale + self.shift


def _build(model: str, size: int) -> tuple[Any, Any]:
    """The network without its classifier, and timm's facts about it; nothing is downloaded."""
    try:
        import timm
        from timm.models import PretrainedCfg
    except ImportError as error:
        raise missing("timm", _unbuildable(model)) from error
    if not timm.is_model(model):
        raise ConfigError(
            say("timm has no network {name}", name=repr(model)),
            remedy=say("Give a name that it knows, such as {name}", name="timm:resnet18"),
        )
    facts = timm.get_pretrained_cfg(model) or PretrainedCfg()
    sized = {"img_size": size} if size and facts.fixed_input_size else {}
    try:
        return timm.create_model(model, num_classes=0, **sized), facts
    except _UNBUILDABLE as error:
        raise ConfigError(_unbuildable(model), why=quote(error)) from error


def _unbuildable(model: str) -> Text:
    return say("Backbone {name} cannot be built", name=repr(f"{TimmNet.name}:{model}"))
