"""Adam-mini against its formula, and what it is for: steps that do not depend on the basis."""

import torch
from torch import Tensor

from trainer.training.optimisers import AdamMini, row_means

_RATE, _FIRST, _SECOND, _EPS = 0.05, 0.9, 0.99, 1e-8


def _fit(weight: Tensor, inputs: Tensor, wanted: Tensor, steps: int) -> Tensor:
    """Least squares of a linear layer; the weights after so many steps."""
    weight = weight.clone().requires_grad_()
    optimiser = AdamMini([{"params": [weight]}], lr=_RATE, betas=(_FIRST, _SECOND), eps=_EPS)
    for _ in range(steps):
        optimiser.zero_grad()
        (inputs @ weight.T - wanted).square().mean().backward()
        optimiser.step()
    return weight.detach()


def _material() -> tuple[Tensor, Tensor, Tensor]:
    chance = torch.Generator().manual_seed(0)
    weight, inputs, wanted = (
        torch.randn(*shape, generator=chance, dtype=torch.float64) for shape in ((3, 5), (20, 5), (20, 3))
    )
    return weight, inputs, wanted


def test_each_step_is_that_of_the_formula() -> None:
    weight, inputs, wanted = _material()
    expected, m, v = weight.clone(), torch.zeros_like(weight), torch.zeros(3, 1, dtype=torch.float64)
    for step in range(1, 8):
        gradient = 2 * (inputs @ expected.T - wanted).T @ inputs / wanted.numel()
        m = _FIRST * m + (1 - _FIRST) * gradient
        v = _SECOND * v + (1 - _SECOND) * gradient.square().mean(dim=1, keepdim=True)
        root = (v / (1 - _SECOND**step)).sqrt() + _EPS
        expected = expected - _RATE * (m / (1 - _FIRST**step)) / root
        assert torch.allclose(_fit(weight, inputs, wanted, step), expected, atol=1e-12)


def test_another_basis_of_the_inputs_gives_the_same_layer() -> None:
    weight, inputs, wanted = _material()
    basis, _ = torch.linalg.qr(
        torch.randn(5, 5, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    )
    turned = _fit(weight @ basis, inputs @ basis, wanted, 30)
    assert torch.allclose(turned @ basis.T, _fit(weight, inputs, wanted, 30), atol=1e-9)


def test_values_of_a_vector_stay_alone() -> None:
    assert row_means(torch.tensor([1.0, 3.0])).tolist() == [1.0, 3.0]
    assert row_means(torch.tensor([[1.0, 3.0], [0.0, 2.0]])).tolist() == [[2.0], [1.0]]
