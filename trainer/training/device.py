"""Where a run computes."""

import os

import torch

from trainer.errors import ConfigError
from trainer.text import listed, say


def resolve_device(name: str) -> torch.device:
    """The device of that name; "auto" is the best there is. `torchrun` gives each process a GPU of its own.

    Raises:
        ConfigError: There is no such device here.
    """
    there, rank = _devices(), os.environ.get("LOCAL_RANK")
    kind = there[0].partition(":")[0] if name == "auto" else name
    device = f"cuda:{rank or 0}" if kind == "cuda" else kind
    if device not in there:
        raise ConfigError(
            say("There is no device {name} here", name=repr(device if rank else name)),
            remedy=say("Choose from {names}", names=listed(there)),
        )
    return torch.device(device)


def _devices() -> list[str]:
    """What there is, the best first."""
    gpus = [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    return [*gpus, *(["mps"] if torch.backends.mps.is_available() else []), "cpu"]
