"""Random changes of pictures that leave the identity, and a face's alignment, as they are.

Torchvision is loaded where pictures are changed: it takes about as long to load as torch itself.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from trainer.arrays import Indices
from trainer.errors import ConfigError
from trainer.text import listed, say

Transform = Callable[[Tensor], Tensor]


@dataclass(frozen=True, slots=True)
class Augment:
    """A chain of torchvision transforms, drawn anew for each picture.

    Attributes:
        transform: On one uint8 picture (3, S, S); None leaves pictures alone.
    """

    transform: Transform | None

    def __call__(self, crops: Tensor, rows: Indices, *, seed: int) -> Tensor:
        """Changed copies of crops.

        Args:
            crops: uint8 (B, S, S, 3).
            rows: Which pictures they are (B,).
            seed: With a picture's row it decides what becomes of it, whatever else is in the batch.
        """
        if self.transform is None or not len(crops):
            return crops
        changed = []
        with torch.random.fork_rng(devices=[]):
            for crop, row in zip(crops.permute(0, 3, 1, 2), rows.tolist(), strict=True):
                torch.manual_seed((seed * 1_000_003 + row) % 2**63)
                changed.append(self.transform(crop))
        return torch.stack(changed).permute(0, 2, 3, 1)


class Jpeg(nn.Module):
    """JPEG's artefacts, through Pillow (torchvision's own transform leaves with its codecs).

    Args:
        quality: Lowest and highest quality to draw from.
    """

    def __init__(self, quality: tuple[int, int]) -> None:
        super().__init__()
        self._quality = quality

    def forward(self, picture: Tensor) -> Tensor:
        """Encode and decode one uint8 picture (3, S, S)."""
        quality = int(torch.randint(self._quality[0], self._quality[1] + 1, ()))
        buffer = io.BytesIO()
        Image.fromarray(picture.permute(1, 2, 0).numpy()).save(buffer, "JPEG", quality=quality)
        decoded = np.array(Image.open(buffer, formats=["JPEG"]))
        return torch.from_numpy(decoded).permute(2, 0, 1)


def _faces() -> Transform:
    """Small enough that the landmarks stay within about 3 % of the side of where alignment put them."""
    from torchvision.transforms import v2

    changes: Transform = v2.Compose(
        [
            v2.RandomHorizontalFlip(),
            v2.RandomApply([v2.RandomAffine(degrees=4, translate=(0.02, 0.02), scale=(0.97, 1.03))], p=0.5),
            v2.RandomApply([v2.ColorJitter(brightness=0.25, contrast=0.25, saturation=0.2, hue=0.02)], p=0.6),
            v2.RandomGrayscale(p=0.05),
            v2.RandomApply([v2.GaussianBlur(5, sigma=(0.1, 1.5))], p=0.15),
            v2.RandomApply([Jpeg((40, 95))], p=0.2),
            v2.RandomErasing(p=0.15, scale=(0.02, 0.1), value=127),
        ]
    )
    return changes


def _things() -> Transform:
    """Wider than for faces: a thing in a shop's picture is not aligned to anything."""
    from torchvision.transforms import v2

    changes: Transform = v2.Compose(
        [
            v2.RandomHorizontalFlip(),
            v2.RandomAffine(degrees=10, translate=(0.08, 0.08), scale=(0.85, 1.15)),
            v2.RandomApply([v2.ColorJitter(brightness=0.3, contrast=0.3, saturation=0.3, hue=0.03)], p=0.6),
            v2.RandomApply([v2.GaussianBlur(5, sigma=(0.1, 1.5))], p=0.15),
            v2.RandomErasing(p=0.2, scale=(0.02, 0.15), value=127),
        ]
    )
    return changes


RECIPES = {"none": lambda: None, "faces": _faces, "things": _things}


def recipe(name: str) -> Augment:
    """The recipe of that name.

    Raises:
        ConfigError: There is none.
    """
    if name not in RECIPES:
        raise ConfigError(
            say("There is no augmentation {name}", name=repr(name)),
            remedy=say("Choose from {names}", names=listed(RECIPES)),
        )
    return Augment(RECIPES[name]())
