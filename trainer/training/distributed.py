"""Several processes as one batch: each embeds its share, all see the whole.

Every process draws the same global batch (it is a function of seed and step), embeds its own identities and
gathers the embeddings of all. Each then computes the loss of the global batch, so the gradient with respect
to its own embeddings is complete, remote positives and negatives included.

On a CPU one, two and four processes take the same steps, bit for bit: a batch passes the network in quarters,
however many processes share it, and their weight gradients are added up by halves, (a + b) + (c + d), whether
a and b lie in one process or in two. So every product has the same shape, and every sum the same order.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, distributed

QUARTERS = 4
"""Parts in which a batch passes the network on a CPU: up to so many processes can train as one does."""


@dataclass(frozen=True, slots=True)
class World:
    """The processes that train together.

    Attributes:
        rank: Number of this one.
        size: How many there are; 1 where training runs alone.
    """

    rank: int = 0
    size: int = 1

    def shares(self, total: int) -> list[int]:
        """How many of `total` rows each process embeds: contiguous, and as even as can be."""
        return _sizes(total, self.size)

    def own(self, total: int) -> slice:
        """The rows of a batch of `total` that this process embeds."""
        shares = self.shares(total)
        start = sum(shares[: self.rank])
        return slice(start, start + shares[self.rank])

    def quarters(self, total: int) -> list[int]:
        """How many rows pass the network together, of what is own of a batch of `total`."""
        each = max(1, QUARTERS // self.size)
        return _sizes(total, self.size * each)[self.rank * each :][:each]

    def gather(self, own: Tensor, total: int) -> Tensor:
        """The embeddings of the whole batch (total, D) from each process's own; without a graph."""
        if self.size == 1:
            return own.detach()
        shares = self.shares(total)
        padded = own.new_zeros(max(shares), own.shape[1])
        padded[: len(own)] = own.detach()
        parts = [torch.empty_like(padded) for _ in shares]
        distributed.all_gather(parts, padded)
        return torch.cat([part[:count] for part, count in zip(parts, shares, strict=True)])

    def share(self, tensors: Iterable[Tensor]) -> None:
        """Replace tensors by those of the first process."""
        if self.size > 1:
            for tensor in tensors:
                distributed.broadcast(tensor, src=0)

    def add_up(self, weights: Sequence[Tensor]) -> None:
        """Replace each weight's gradient by the sum of all processes'."""
        if self.size == 1:
            return
        own = torch.cat(
            [torch.zeros_like(w).flatten() if w.grad is None else w.grad.flatten() for w in weights]
        )
        parts = [torch.empty_like(own) for _ in range(self.size)]
        distributed.all_gather(parts, own)
        (total,) = by_halves(range(self.size), lambda rank: [parts[rank]])
        assert total is not None  # noqa: S101 - no part is
        for weight, part in zip(weights, total.split([w.numel() for w in weights]), strict=True):
            weight.grad = part.view_as(weight)

    def agree(self, flag: bool) -> bool:
        """Whether any process raised its flag: all must stop at the same step."""
        if self.size == 1:
            return flag
        message = torch.tensor([float(flag)])
        if distributed.get_backend() == "nccl":
            message = message.cuda()
        distributed.all_reduce(message, op=distributed.ReduceOp.MAX)
        return bool(message.item())


def by_halves(parts: Sequence[int], gradients: Callable[[int], list[Tensor | None]]) -> list[Tensor | None]:
    """Gradients of parts, added up by halves.

    Args:
        parts: Numbers of the parts.
        gradients: Answers a part's gradient of each weight, None where it has none; is asked in their order.
            The answers may be written to.
    """
    if len(parts) == 1:
        return gradients(parts[0])
    middle = len(parts) // 2
    one, other = by_halves(parts[:middle], gradients), by_halves(parts[middle:], gradients)
    return [b if a is None else a if b is None else a.add_(b) for a, b in zip(one, other, strict=True)]


def _sizes(total: int, parts: int) -> list[int]:
    """How many of `total` rows fall into each of some parts; neighbours make up one of half as many parts."""
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]


def join(device: torch.device) -> World:
    """Join the group that `torchrun` describes in the environment; alone where it does not.

    gloo serves the CPU, nccl the GPUs.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        return World()
    if not distributed.is_initialized():
        if device.type == "cuda":
            torch.cuda.set_device(device)
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return World(distributed.get_rank(), distributed.get_world_size())


def leave() -> None:
    """Leave the group, if one was joined."""
    if distributed.is_initialized():
        distributed.destroy_process_group()
