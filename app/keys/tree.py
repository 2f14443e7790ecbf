"""Keys by number out of one seed, of which single ones can be erased for good.

A tree of seeds, as Goldreich, Goldwasser and Micali have it ("How to construct random functions", J. ACM
33, 1986, section 3): from the seed of a node come those of its two children, and the leaves are the keys. To
erase one, the seeds on the way down to it give place to those beside that way, from which it cannot be had
(Boneh and Waters, "Constrained pseudorandom functions and their applications", 2013, section 3).
"""

import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Self

DEPTH = 72
"""Bits of a number."""
SEED = 32
"""Bytes of a seed, and of a key."""
_PLACE = (DEPTH + 7) // 8
_NODE = 1 + _PLACE + SEED
_REMEMBERED = 4096

Node = tuple[int, int]
"""How deep a node lies, and the bits of the way to it from the root, which is (0, 0)."""


class Tree:
    """Keys of 32 bytes for the numbers below 2**72. Not for several threads at once."""

    def __init__(self, seeds: dict[Node, bytes]) -> None:
        """Take the seeds from which all keys come that are not erased; none lies below another."""
        self._seeds = seeds
        self._seed = lru_cache(_REMEMBERED)(self._derived)

    @classmethod
    def made(cls) -> Self:
        """A new one, of which nothing is erased."""
        return cls({(0, 0): os.urandom(SEED)})

    def key(self, number: int) -> bytes | None:
        """The key of a number; None where it is erased."""
        return self._seed(DEPTH, number)

    def erase(self, numbers: Iterable[int]) -> bool:
        """Erase the keys of numbers; return whether any was there."""
        gone = sorted(number for number in set(numbers) if self.key(number) is not None)
        for number in gone:
            depth = next(d for d in range(DEPTH + 1) if (d, number >> (DEPTH - d)) in self._seeds)
            seed = self._seeds.pop((depth, number >> (DEPTH - depth)))
            for below in range(depth + 1, DEPTH + 1):
                way = number >> (DEPTH - below)
                self._seeds[below, way ^ 1] = _child(seed, way ^ 1)
                seed = _child(seed, way)
        if gone:
            self._seed.cache_clear()
        return bool(gone)

    def last_erased(self, below: int) -> int | None:
        """The largest number, of those below one, whose key is erased."""
        held = sorted((way << (DEPTH - depth), (way + 1) << (DEPTH - depth)) for depth, way in self._seeds)
        for first, end in reversed(held):
            if first < below <= end:
                below = first
        return below - 1 if below else None

    def written(self) -> bytes:
        """As `read` takes it: 42 bytes for each seed."""
        nodes = sorted(self._seeds.items())
        return b"".join(bytes([depth]) + way.to_bytes(_PLACE) + seed for (depth, way), seed in nodes)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """What `written` gave.

        Raises:
            ValueError: It is none.
        """
        seeds: dict[Node, bytes] = {}
        for start in range(0, len(data), _NODE):
            depth, way = data[start], int.from_bytes(data[start + 1 : start + 1 + _PLACE])
            seed = data[start + 1 + _PLACE : start + _NODE]
            if depth > DEPTH or way >> depth or len(seed) != SEED:
                raise ValueError("no tree")
            seeds[depth, way] = seed
        return cls(seeds)

    def _derived(self, depth: int, way: int) -> bytes | None:
        if (seed := self._seeds.get((depth, way))) is not None:
            return seed
        above = self._seed(depth - 1, way >> 1) if depth else None
        return None if above is None else _child(above, way)


def _child(seed: bytes, way: int) -> bytes:
    return blake2b(bytes([way & 1]), digest_size=SEED, key=seed, person=b"kith child").digest()
