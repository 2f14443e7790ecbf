"""Fitting a head in the span of its training features: the same steps at a fraction of the cost.

The gradient of a linear layer W with respect to its weights is a sum of outer products with the features x_i
that it saw, so its rows never leave the span of those: W = W0 + A X with X the features (N, F). N pictures
span far fewer directions than a large trunk has features (SFace: F = 50,176), so the layer is fitted in
coordinates of an orthonormal basis Q (R, F) of the span, R <= N:

    X X^T = U diag(s) U^T,   Q = diag(s)^(-1/2) U^T X,   c_i = Q x_i,   W0 x_i = (W0 Q^T) c_i.

`AdamMini`, whose steps do not depend on the basis, takes the same steps there as on the features themselves.
It moves the R weights of a row by about the rate each, where there were F: the coordinates are scaled by
sqrt(F / R), so that the row moves as far.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

_NEGLIGIBLE = 1e-7
"""Share of the largest eigenvalue below which a direction is rounding."""


@dataclass(frozen=True, eq=False, slots=True)
class Span:
    """The span of some features.

    Attributes:
        features: What spans it (N, F), float32.
        mixing: The basis as a mixture of the features (R, N), float64: Q = mixing @ features.
        scale: Factor on the coordinates.
    """

    features: Tensor
    mixing: Tensor
    scale: float

    @classmethod
    def of(cls, features: Tensor) -> "Span":
        """The span of features (N, F), float32."""
        values, vectors = torch.linalg.eigh((features @ features.T).double())
        kept = values > _NEGLIGIBLE * values[-1]
        mixing = (vectors[:, kept] / values[kept].sqrt()).T
        return cls(features, mixing, (features.shape[1] / len(mixing)) ** 0.5)

    def coordinates(self, features: Tensor) -> Tensor:
        """Scaled coordinates (M, R) of the part within the span of any features (M, F)."""
        return ((features @ self.features.T).double() @ self.mixing.T).float() * self.scale

    def reduce(self, weight: Tensor) -> Tensor:
        """Weights (D, R) that do to the coordinates of what spans it what `weight` (D, F) does to that."""
        return (weight @ self.features.T).double().matmul(self.mixing.T).float() / self.scale

    def restore(self, change: Tensor) -> Tensor:
        """The change of the weights (D, F) that one of the reduced weights (D, R) amounts to."""
        return (change.double() @ self.mixing * self.scale).float() @ self.features
