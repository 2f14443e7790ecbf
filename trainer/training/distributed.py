"""Several processes as one batch: each embeds its share, all see the whole.

Every process draws the same global batch (it is a function of seed and step), embeds its own identities and
gathers the embeddings of all. Each then computes the loss of the global batch, so the gradient with respect
to its own embeddings is complete, remote positives and negatives included. The processes' weight gradients
are added up in the order of their ranks, as one process adds up as many chunks: both take the same steps, bit
for bit.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, distributed


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
        return [len(part) for part in torch.arange(total).tensor_split(self.size)]

    def own(self, total: int) -> slice:
        """The rows of a batch of `total` that this process embeds."""
        shares = self.shares(total)
        start = sum(shares[: self.rank])
        return slice(start, start + shares[self.rank])

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
        for part in parts[1:]:
            parts[0] += part
        for weight, total in zip(weights, parts[0].split([w.numel() for w in weights]), strict=True):
            weight.grad = total.view_as(weight)

    def agree(self, flag: bool) -> bool:
        """Whether any process raised its flag: all must stop at the same step."""
        if self.size == 1:
            return flag
        message = torch.tensor([float(flag)])
        if distributed.get_backend() == "nccl":
            message = message.cuda()
        distributed.all_reduce(message, op=distributed.ReduceOp.MAX)
        return bool(message.item())


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
