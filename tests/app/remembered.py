"""Networks that remember what they answered: tests of what is done with faces read the same photos again.

What a network answers to a picture depends on nothing else. Tests of networks themselves ask them each time.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import numpy as np
import pytest

from app.vision import networks
from app.vision.detect import YuNetDetector
from app.vision.runtime import Floats, Inputs, Network

_MOST = 100_000_000
"""Bytes of answers that one network remembers."""


class _Now:
    remembered = False


@contextmanager
def remembered() -> Iterator[None]:
    """Let networks answer from memory meanwhile."""
    _Now.remembered = True
    yield
    _Now.remembered = False


def let_networks_remember() -> None:
    """Let the networks that this process opens from now on be such."""
    network = networks._network
    patch = pytest.MonkeyPatch()

    @lru_cache(networks._KEPT)
    def open_network(path: Path, sha256: str, device: str, *, exact: bool = False) -> Network:
        return Remembering(network(path, sha256, device, exact=exact))

    patch.setattr(networks, "_network", open_network)
    patch.setattr(networks, "YuNetDetector", lambda opened: YuNetDetector(Remembering(opened)))


class Remembering:
    """A network that can be asked only for what it was not asked before.

    Attributes:
        device: Where it runs.
    """

    def __init__(self, network: Network) -> None:
        self.device = network.device
        self._network = network
        self._answers: OrderedDict[bytes, list[Floats]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, inputs: Inputs) -> list[Floats]:
        if not (_Now.remembered and len(inputs)):
            return self._network(inputs)
        keys = [_key(one) for one in inputs]
        with self._lock:
            known = {key: self._answers[key] for key in keys if key in self._answers}
        if places := [place for place, key in enumerate(keys) if key not in known]:
            outputs = self._network(inputs[places])
            new = {keys[at]: [one[row : row + 1].copy() for one in outputs] for row, at in enumerate(places)}
            self._keep(new)
            known |= new
        return [np.concatenate(parts) for parts in zip(*(known[key] for key in keys), strict=True)]

    def _keep(self, new: dict[bytes, list[Floats]]) -> None:
        with self._lock:
            for key, answer in new.items():
                if key not in self._answers:
                    self._answers[key] = answer
                    self._bytes += sum(one.nbytes for one in answer)
            while self._bytes > _MOST:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= sum(one.nbytes for one in oldest)


def _key(picture: Inputs) -> bytes:
    return blake2b(np.ascontiguousarray(picture).data, digest_size=16).digest() + repr(picture.shape).encode()
