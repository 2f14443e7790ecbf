"""Networks that remember what they answered: tests of what is done with faces read the same photos again.

What a network answers to a picture depends on nothing else. Tests of networks themselves ask them each time.
What one process was answered the others of a run find on disk; a network that has nothing new to answer is
not even opened.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock, get_ident

import numpy as np
import pytest

from app.keys import sealed
from app.vision import networks
from app.vision.detect import YuNetDetector
from app.vision.runtime import Floats, Inputs, Network

_MOST = 100_000_000
"""Bytes of answers that one network remembers."""
_MOST_ON_DISK = 300_000
"""Bytes of an answer that others find: what the detector says of a picture of 384 x 576."""


class _Now:
    remembered = False


@contextmanager
def remembered() -> Iterator[None]:
    """Let networks answer from memory meanwhile."""
    _Now.remembered = True
    yield
    _Now.remembered = False


def let_networks_remember(*, always: bool = False) -> None:
    """Let the networks that this process opens from now on be such.

    Args:
        always: They answer from memory without `remembered`.
    """
    _Now.remembered = always
    network, detector = networks._network, networks._detector
    patch = pytest.MonkeyPatch()

    @lru_cache(networks._KEPT)
    def open_network(path: Path, sha256: str, device: str, *, exact: bool = False) -> Network:
        def load() -> Network:
            return network(path, sha256, device, exact=exact)

        if sealed.is_sealed(path):
            return Remembering(device, load, None)
        return Remembering(device, load, _Answers(f"{sha256} {device} {exact}"))

    @lru_cache(networks._KEPT)
    def open_detector(path: Path, sha256: str, device: str) -> YuNetDetector:
        def load() -> Network:
            return detector(path, sha256, device)._net

        return YuNetDetector(Remembering(device, load, _Answers(f"{sha256} {device} pictures")))

    patch.setattr(networks, "_network", open_network)
    patch.setattr(networks, "_detector", open_detector)


class _Answers:
    """A folder of what a network answered to any process of this run."""

    def __init__(self, network: str) -> None:
        self._folder = networks.cache_folder() / "answers" / _hash(network.encode()).hex()

    def network_was_opened(self) -> bool:
        """Whether some process could open it, so that this one can, too."""
        return self._folder.is_dir()

    def begin(self) -> None:
        """The network could be opened."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def find(self, key: bytes) -> list[Floats] | None:
        """What was answered; None where that is not known."""
        try:
            with self._file(key).open("rb") as file:
                return [np.load(file) for _ in range(int.from_bytes(file.read(1), "big"))]
        except FileNotFoundError:
            return None

    def keep(self, key: bytes, answer: list[Floats]) -> None:
        """Let others find it, if it is not too large."""
        if sum(one.nbytes for one in answer) <= _MOST_ON_DISK:
            part = self._folder / f"{os.getpid()}.{get_ident()}.part"
            with part.open("wb") as file:
                file.write(len(answer).to_bytes(1, "big"))
                for one in answer:
                    np.save(file, one)
            part.rename(self._file(key))

    def _file(self, key: bytes) -> Path:
        return self._folder / key.hex()


class Remembering:
    """A network that is asked only for what it was not asked before.

    Attributes:
        device: Where it runs.
    """

    def __init__(self, device: str, load: Callable[[], Network], shared: _Answers | None) -> None:
        self.device = device
        self._load, self._shared = load, shared
        self._answers: OrderedDict[bytes, list[Floats]] = OrderedDict()
        self._bytes = 0
        self._lock, self._opening = Lock(), Lock()
        self._opened: Network | None = None
        if shared is None or not shared.network_was_opened():
            self._network  # noqa: B018 - what is wrong with its file is to be said at once
            if shared is not None:
                shared.begin()

    def __call__(self, inputs: Inputs) -> list[Floats]:
        if not (_Now.remembered and len(inputs)):
            return self._network(inputs)
        keys = [_key(one) for one in inputs]
        known = {key: answer for key in keys if (answer := self._find(key)) is not None}
        if places := [place for place, key in enumerate(keys) if key not in known]:
            outputs = self._network(inputs[places])
            for row, place in enumerate(places):
                known[keys[place]] = answer = [one[row : row + 1].copy() for one in outputs]
                self._keep(keys[place], answer)
                if self._shared is not None:
                    self._shared.keep(keys[place], answer)
        return [np.concatenate(parts) for parts in zip(*(known[key] for key in keys), strict=True)]

    @property
    def _network(self) -> Network:
        with self._opening:
            self._opened = self._opened or self._load()
            return self._opened

    def _find(self, key: bytes) -> list[Floats] | None:
        with self._lock:
            if key in self._answers:
                return self._answers[key]
        found = None if self._shared is None else self._shared.find(key)
        if found is not None:
            self._keep(key, found)
        return found

    def _keep(self, key: bytes, answer: list[Floats]) -> None:
        with self._lock:
            if key not in self._answers:
                self._answers[key] = answer
                self._bytes += sum(one.nbytes for one in answer)
            while self._bytes > _MOST:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= sum(one.nbytes for one in oldest)


def _key(picture: Inputs) -> bytes:
    return _hash(repr((picture.shape, picture.dtype.str)).encode(), np.ascontiguousarray(picture).data)


def _hash(*parts: bytes | memoryview) -> bytes:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.digest()
