"""The hinge over every triplet of a batch, exactly, in O(B^2 log B) time and O(B^2) memory.

For one anchor let u_1 <= ... <= u_k be its positives' distances plus the margin. A negative at distance d
violates the margin against exactly those u_j > d. With b the number of u_j <= d (a binary search), it adds
(u_{b+1} + ... + u_k) - (k - b) d to the loss: a suffix sum of the sorted thresholds. The gradient is
-(k - b) for the negative, and for a positive the number of negatives below its threshold (times the share of
it that is let through): a prefix sum of the histogram of b. So sorting, prefix sums and binary search replace
the B^3 enumeration; since an anchor has fewer positives than negatives, it is the positives that are sorted
and the negatives that are looked up. Of few positives each is compared with all negatives in turn: k passes
over the matrix are faster than a search.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from trainer.config import Which
from trainer.triplets.distance import Pairs
from trainer.triplets.masks import blocks, counted, places, without

_FEW = 64
"""Positives of an anchor up to which they are compared in turn; no more than a byte counts to."""


@dataclass(frozen=True, eq=False, slots=True)
class HingeSums:
    """Sums over the triplets of a batch.

    Attributes:
        loss: Sum of the hinge over all of them, a scalar that carries the gradient.
        active: How many are inside the margin, a scalar.
        triplets: How many there are, a scalar; semi-hard and hard ones are all inside the margin.
    """

    loss: Tensor
    active: Tensor
    triplets: Tensor


def every_triplet(
    pairs: Pairs, margin: float, *, which: Which = "all", positive_gradient: float = 1.0
) -> HingeSums:
    """Sum max(0, d(a, p) - d(a, n) + margin) over every triplet, without listing them.

    Args:
        pairs: The batch.
        margin: Margin, in the distance of the pairs.
        which: All; or only the semi-hard, d(a, p) < d(a, n) < d(a, p) + margin; or only the hard,
            d(a, n) <= d(a, p).
        positive_gradient: Share of its gradient that reaches d(a, p); see `TripletLoss`.
    """
    loss, active = _Hinge.apply(
        pairs.distances, pairs.positive, pairs.negative, margin, which, positive_gradient
    )
    every = counted(pairs.positive).long() * counted(pairs.negative)
    triplets = every.sum() if which == "all" else active
    return HingeSums(loss, active, triplets)


@dataclass(frozen=True, eq=False, slots=True)
class SortedPositives:
    """The positives of each anchor in ascending order, padded on the right with infinity.

    Attributes:
        distances: (A, K), K the largest number of positives.
        columns: Their columns in the distance matrix (A, K); meaningless where padded.
        filled: Which places hold a positive (A, K), bool.
    """

    distances: Tensor
    columns: Tensor
    filled: Tensor


def sorted_positives(distances: Tensor, positive: Tensor) -> SortedPositives:
    """Gather each anchor's positives (A, R) into a dense, sorted (A, K)."""
    columns, filled = positive_columns(positive)
    values, order = distances.gather(1, columns).masked_fill_(~filled, torch.inf).sort(dim=1)
    return SortedPositives(values, columns.gather(1, order), filled)


def positive_columns(positive: Tensor) -> tuple[Tensor, Tensor]:
    """The columns of each anchor's positives (A, R), as (A, K), and which places of it hold one."""
    counts = counted(positive)
    most = int(counts.max()) if len(counts) else 0
    filled = torch.arange(most, device=positive.device) < counts.unsqueeze(1)
    columns = torch.zeros(filled.shape, dtype=torch.int64, device=positive.device)
    return columns.masked_scatter_(filled, places(positive)[1]), filled


class _Hinge(torch.autograd.Function):
    """Value and gradient of `every_triplet` with respect to the distance matrix."""

    @staticmethod
    def forward(
        ctx: Any,
        distances: Tensor,
        positive: Tensor,
        negative: Tensor,
        margin: float,
        which: Which,
        share: float,
    ) -> tuple[Tensor, Tensor]:
        slots = sorted_positives(distances, positive)
        compared = slots.distances.shape[1] <= _FEW
        loss, violated, counts = (_compared if compared else _searched)(
            distances, negative, slots, margin, which
        )
        active = counts.sum()
        ctx.save_for_backward(violated, counts, slots.columns, slots.filled)
        ctx.mark_non_differentiable(active)
        ctx.share = share
        return loss, active

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor, _: Tensor) -> tuple[Tensor, None, None, None, None, None]:
        violated, counts, columns, filled = ctx.saved_tensors
        to_distances = violated.to(grad.dtype).mul_(-grad)
        to_distances.scatter_add_(1, columns, counts * filled * (ctx.share * grad))
        return to_distances, None, None, None, None, None


def _compared(
    distances: Tensor, negative: Tensor, slots: SortedPositives, margin: float, which: Which
) -> tuple[Tensor, Tensor, Tensor]:
    """The loss, how many positives each negative violates (A, R), how many violate each positive (A, K)."""
    upper = torch.where(slots.filled, slots.distances + margin, -torch.inf)
    bounds = torch.where(slots.filled, slots.distances, -torch.inf) if which == "hard" else upper
    violated = torch.empty_like(negative, dtype=torch.uint8)
    counts = torch.empty_like(slots.distances)
    lost = distances.new_empty(len(distances), 1)
    for block in blocks(distances, negative, slots.distances, bounds, violated, counts, lost):
        _compare(*block, which=which)
    gained = (torch.where(slots.filled, upper, 0) * counts).sum(1, keepdim=True)
    return (gained - lost).sum(), violated, counts.long()


def _compare(
    distances: Tensor,
    negative: Tensor,
    lower: Tensor,
    upper: Tensor,
    violated: Tensor,
    counts: Tensor,
    lost: Tensor,
    *,
    which: Which,
) -> None:
    """Count what lies below each upper bound, and above the lower if wanted, in rows that the cache holds.

    Zeros and ones are counted as the floats that distances are: torch compares into those five times as fast.
    """
    queries = without(distances, ~negative)
    total, inside, beyond = torch.zeros_like(queries), torch.empty_like(queries), torch.empty_like(queries)
    below = torch.le if which == "hard" else torch.lt
    for slot in range(upper.shape[1]):
        below(queries, upper[:, slot, None], out=inside)
        if which == "semi-hard":
            inside *= torch.gt(queries, lower[:, slot, None], out=beyond)
        total += inside
        torch.sum(inside, 1, out=counts[:, slot])
    violated.copy_(total)
    torch.sum(total.mul_(distances), 1, keepdim=True, out=lost)


def _searched(
    distances: Tensor, negative: Tensor, slots: SortedPositives, margin: float, which: Which
) -> tuple[Tensor, Tensor, Tensor]:
    """What `_compared` gives, by binary search."""
    queries = distances.masked_fill(~negative, torch.inf)
    upper = slots.distances + margin
    bounds = slots.distances if which == "hard" else upper
    first = torch.searchsorted(bounds, queries, right=which != "hard")  # thresholds from here on are violated
    if which == "semi-hard":  # ... up to those whose positive is not nearer than the negative
        last = torch.searchsorted(slots.distances, queries)
    else:
        last = slots.filled.sum(1, keepdim=True).expand_as(first)
    first = torch.minimum(first, last)
    violated = (last - first).to(distances.dtype)
    tails = _prefix_sums(upper.masked_fill(~slots.filled, 0))
    gains = tails.gather(1, last) - tails.gather(1, first)
    loss = (gains - violated * queries.masked_fill(~negative, 0)).sum()
    return loss, violated, _violations(first, last, upper.shape[1])


def _prefix_sums(values: Tensor) -> Tensor:
    """Sums of the first 0, 1, ... K values of each row: (A, K) to (A, K + 1)."""
    sums = values.new_zeros(len(values), values.shape[1] + 1)
    torch.cumsum(values, dim=1, out=sums[:, 1:])
    return sums


def _violations(first: Tensor, last: Tensor, slots: int) -> Tensor:
    """How many negatives violate each threshold (A, K): those with first <= slot < last."""
    width = slots + 1
    rows = torch.arange(len(first), device=first.device).unsqueeze(1) * width
    size = len(first) * width
    starts = torch.bincount((rows + first).flatten(), minlength=size)
    ends = torch.bincount((rows + last).flatten(), minlength=size)
    return (starts - ends).view(-1, width).cumsum(1)[:, :slots]
