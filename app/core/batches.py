"""Things taken some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Group items, in order, in lists of `size`; the last may be shorter."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
