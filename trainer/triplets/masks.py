"""What is asked of large masks, in the ways that pass over them fastest."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

_BLOCK = 1 << 18
"""Numbers that stay in the processor's cache meanwhile."""


def counted(mask: Tensor) -> Tensor:
    """How many columns of each row of a mask (A, R) are true (A,), int32."""
    return mask.view(torch.uint8).sum(1, dtype=torch.int32)


def places(mask: Tensor) -> tuple[Tensor, Tensor]:
    """Rows and columns of what is true in a mask (A, R), in order; numpy is fast at what is mostly false."""
    if mask.device.type != "cpu":
        rows, columns = mask.nonzero(as_tuple=True)
        return rows, columns
    flat = torch.from_numpy(np.flatnonzero(mask.numpy()))
    width = max(mask.shape[1], 1)
    return flat // width, flat % width


def without(values: Tensor, mask: Tensor) -> Tensor:
    """Values (A, R) with infinity wherever a mask of them, mostly false, is true."""
    if values.device.type != "cpu":
        return values.masked_fill(mask, torch.inf)
    kept = values.clone()
    kept.view(-1).index_fill_(0, torch.from_numpy(np.flatnonzero(mask.numpy())), torch.inf)
    return kept


def smallest(values: Tensor) -> tuple[Tensor, Tensor]:
    """The least value of each row (A, R), R > 0, and its first column: numpy finds it ten times as fast."""
    if values.device.type != "cpu":
        least, column = values.min(1)
        return least, column
    column = torch.from_numpy(values.numpy().argmin(1))
    return values.gather(1, column.unsqueeze(1)).squeeze(1), column


def farthest(distances: Tensor, mask: Tensor) -> Tensor:
    """The column of each row's largest distance where a mask (A, R), R > 0, is true; any if it never is."""
    if distances.device.type != "cpu":
        return distances.masked_fill(~mask, -torch.inf).argmax(1)
    values, among = distances.numpy(), mask.numpy()
    with np.errstate(invalid="ignore"):  # infinity times zero is as good as any other
        column = (values * among).argmax(1)  # no distance is below zero
    missed = ~among[np.arange(len(among)), column]
    if missed.any():  # all that is true there is at distance zero, or nothing is true
        column[missed] = among[missed].argmax(1)
    return torch.from_numpy(column)


def blocks(*tensors: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """Tensors (A, ...) in blocks of rows, of which the processor's cache holds what is computed."""
    rows = max(1, _BLOCK // max(1, max(tensor.shape[1] for tensor in tensors)))
    return zip(*(tensor.split(rows) for tensor in tensors), strict=True)
