"""Several processes as one batch: each embeds its share, all see the whole.

Every process draws the same global batch (it is a function of seed and step), embeds its own identities and
gathers the embeddings of all. Each then computes the loss of the global batch, so the gradient with respect
to its own embeddings is complete, remote positives and negatives included; DistributedDataParallel adds the
processes' weight gradients up.
"""

import os
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel


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

    def wrap(self, model: nn.Module, device: torch.device) -> nn.Module:
        """The model with its gradients shared among the processes."""
        if self.size == 1:
            return model
        ids = [device.index] if device.type == "cuda" else None
        return DistributedDataParallel(model, device_ids=ids, broadcast_buffers=False)

    def agree(self, flag: bool) -> bool:
        """Whether any process raised its flag: all must stop at the same step."""
        if self.size == 1:
            return flag
        message = torch.tensor([float(flag)])
        if distributed.get_backend() == "nccl":
            message = message.cuda()
        distributed.all_reduce(message, op=distributed.ReduceOp.MAX)
        return bool(message.item())


def join() -> World:
    """Join the group that `torchrun` describes in the environment; alone where it does not.

    gloo serves the CPU, nccl the GPUs.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        return World()
    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return World(distributed.get_rank(), distributed.get_world_size())


def leave() -> None:
    """Leave the group, if one was joined."""
    if distributed.is_initialized():
        distributed.destroy_process_group()
