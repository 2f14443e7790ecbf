"""ArcFace and CosFace against pytorch-metric-learning, and at their edges."""

import pytest
import torch
from torch import Tensor

from trainer.triplets.class_losses import AngularLoss

LABELS = torch.tensor([7, 7, 3, 3, 9, 3])
CLASSES = torch.tensor([3, 7, 9, 11])


def theirs(loss: AngularLoss, embeddings: Tensor) -> tuple[Tensor, Tensor]:
    """pytorch-metric-learning's value, and its centres (D, C)."""
    library = pytest.importorskip("pytorch_metric_learning")
    assert library.__version__ == "2.9.0"
    from pytorch_metric_learning import losses

    kind = losses.ArcFaceLoss if loss.angular else losses.CosFaceLoss
    margin = loss.margin / torch.pi * 180 if loss.angular else loss.margin
    other = kind(4, embeddings.shape[1], margin=margin, scale=loss.scale)
    with torch.no_grad():
        other.W.copy_(loss.centres.T)
    value: Tensor = other(embeddings, torch.searchsorted(CLASSES, LABELS))
    return value, other.W


@pytest.mark.parametrize("angular", [True, False])
@pytest.mark.parametrize(("margin", "scale"), [(0.5, 64.0), (0.2, 10.0), (2.5, 4.0)])
def test_equal_to_pytorch_metric_learning(margin: float, scale: float, *, angular: bool) -> None:
    torch.manual_seed(0)
    loss = AngularLoss(CLASSES, 5, margin=margin, scale=scale, angular=angular)
    embeddings = torch.randn(6, 5, requires_grad=True)
    ours = loss(embeddings, LABELS).value
    other, centres = theirs(loss, embeddings)
    assert ours.item() == pytest.approx(other.item(), rel=1e-5)
    mine, expected = (
        torch.autograd.grad(value, [embeddings, weight])
        for value, weight in ((ours, loss.centres), (other, centres))
    )
    torch.testing.assert_close(mine[0], expected[0], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(mine[1], expected[1].T, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("angular", [True, False])
def test_the_gradient_is_finite_where_a_picture_is_its_centre(*, angular: bool) -> None:
    loss = AngularLoss(CLASSES, 5, angular=angular)
    embeddings = torch.randn(4, 5)
    loss.begin(embeddings, CLASSES)
    torch.testing.assert_close(loss.centres.detach(), torch.nn.functional.normalize(embeddings, dim=1))
    leaf = embeddings.clone().requires_grad_()
    assert torch.autograd.grad(loss(leaf, CLASSES).value, leaf)[0].isfinite().all()


def test_of_no_picture_there_is_no_loss() -> None:
    found = AngularLoss(CLASSES, 5)(torch.empty(0, 5), torch.empty(0, dtype=torch.int64))
    assert (found.value.item(), found.triplets, found.active) == (0, 0, 0)
