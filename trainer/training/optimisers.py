"""AdamW with one second moment a neuron, whose steps do not depend on the basis of a layer's inputs."""

from collections.abc import Callable, Iterable
from typing import Any, overload

import torch
from torch import Tensor


class AdamMini(torch.optim.Optimizer):
    """Zhang et al., "Adam-mini: Use Fewer Learning Rates To Gain More" (2024), algorithm 1, by neurons.

    AdamW divides the momentum of every weight by the root of that weight's own mean squared gradient. Here
    all weights of a row, which are those of one output, share the mean over the row:

        m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) mean_row(g^2),   w <- w - rate * m^ / (sqrt(v^) + eps).

    A rotation of the layer's input rotates g, m and w alike and leaves v as it is. So fitting a layer in an
    orthonormal basis of its inputs' span (`trainer.training.span`) takes the very same steps;
    AdamW's would differ.
    """

    def __init__(
        self,
        params: Iterable[dict[str, Any]],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": 0.0})

    @overload
    def step(self, closure: None = None) -> None: ...
    @overload
    def step(self, closure: Callable[[], float]) -> float: ...
    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:
        """Move every weight that has a gradient."""
        assert closure is None  # noqa: S101 - no caller here has one
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    _move(weight, weight.grad, self.state[weight], group)
        return None


def _move(weight: Tensor, gradient: Tensor, state: dict[str, Tensor], group: dict[str, Any]) -> None:
    if not state:
        state["step"] = torch.tensor(0.0)
        state["exp_avg"] = torch.zeros_like(weight)
        state["exp_avg_sq"] = torch.zeros_like(row_means(weight))
    first, second = group["betas"]
    state["step"] += 1
    state["exp_avg"].lerp_(gradient, 1 - first)
    state["exp_avg_sq"].lerp_(row_means(gradient.square()), 1 - second)
    step = float(state["step"])
    root = (state["exp_avg_sq"] / (1 - second**step)).sqrt_().add_(group["eps"])
    weight.mul_(1 - group["lr"] * group["weight_decay"])
    weight.sub_(state["exp_avg"] / root, alpha=group["lr"] / (1 - first**step))


def row_means(values: Tensor) -> Tensor:
    """The mean of each row of a matrix (R, ...) as (R, 1, ...); a vector's values stay alone."""
    return values.mean(dim=tuple(range(1, values.ndim)), keepdim=True) if values.ndim > 1 else values
