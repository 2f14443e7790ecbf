"""Losses that tell classes apart by an angular margin: ArcFace and CosFace."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from trainer.triplets.losses import LossOutput

_NEARLY_ONE = 1 - 1e-6
"""Cosine beyond which the gradient of an angle is no number to go by."""


class AngularLoss(nn.Module):
    """Softmax over the cosines of embeddings and one centre a class, the own class's made harder.

    The logits are s cos(theta), that of the own class s cos(theta + m) for ArcFace (Deng et al., CVPR 2019,
    equation 3) and s (cos(theta) - m) for CosFace (Wang et al., CVPR 2018, equation 4).

    Attributes:
        centres: Of the classes (C, D); any length.
        classes: Their labels (C,), ascending.
        margin: m: an angle in radians for ArcFace, a cosine for CosFace.
        scale: s.
        angular: Whether the margin is one of angles.
    """

    classes: Tensor

    def __init__(
        self,
        classes: Tensor,
        dimension: int,
        *,
        margin: float = 0.5,
        scale: float = 64.0,
        angular: bool = True,
    ) -> None:
        super().__init__()
        self.register_buffer("classes", classes)
        self.centres = nn.Parameter(torch.randn(len(classes), dimension) / math.sqrt(dimension))
        self.margin, self.scale, self.angular = margin, scale, angular

    @torch.no_grad()
    def begin(self, embeddings: Tensor, labels: Tensor) -> None:
        """Put each centre where its class's pictures are now: (N, D) with labels (N,), any of the classes."""
        sums = torch.zeros_like(self.centres)
        unit = F.normalize(embeddings.to(sums), dim=1)
        self.centres.copy_(sums.index_add_(0, torch.searchsorted(self.classes, labels.to(sums.device)), unit))
        self.centres.copy_(F.normalize(self.centres, dim=1))

    def forward(self, embeddings: Tensor, labels: Tensor) -> LossOutput:
        """Cross-entropy of a batch (B, D) with labels (B,) among the classes, averaged over its pictures."""
        cosines = F.normalize(embeddings, dim=1) @ F.normalize(self.centres, dim=1).T
        own = torch.searchsorted(self.classes, labels).unsqueeze(1)
        harder = self._harder(cosines.gather(1, own))
        losses = F.cross_entropy(
            self.scale * cosines.scatter(1, own, harder), own.squeeze(1), reduction="sum"
        )
        return LossOutput(losses / max(len(labels), 1), len(labels), len(labels))

    def _harder(self, cosines: Tensor) -> Tensor:
        if not self.angular:
            return cosines - self.margin
        angles = cosines.clamp(-_NEARLY_ONE, _NEARLY_ONE).acos()
        falling = angles + self.margin <= math.pi  # beyond, the cosine would rise again
        return torch.where(
            falling, torch.cos(angles + self.margin), cosines - self.margin * math.sin(self.margin)
        )
