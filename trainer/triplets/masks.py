"""What is asked of large masks, in the ways that pass over them fastest."""

import numpy as np
import torch
from torch import Tensor


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
