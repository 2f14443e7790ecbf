"""What a disk holds after the power went: writes not yet synced are there, torn, or not, in any mixture."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of those recorded: w(rite), t(runcate), s(ync), r(ename), u(nlink).

    Attributes:
        kind: Its letter.
        path: The file, below the folder.
        offset: Where it is written, or the length it is cut to.
        data: What is written, or what is renamed.
    """

    kind: str
    path: str
    offset: int
    data: bytes


def calls(log: Path) -> Iterator[Call]:
    """Read what was recorded."""
    data, place = log.read_bytes(), 0
    while place < len(data):
        end = data.index(b"\n", place)
        kind, path, offset, size = data[place:end].split(b"\t")
        place = end + 1 + int(size)
        yield Call(kind.decode(), os.fsdecode(path), int(offset), data[end + 1 : place])


class Disk:
    """Files as the disk has them, and for each what was written and not synced yet."""

    def __init__(self, folder: Path) -> None:
        self.files = {
            str(path.relative_to(folder)): bytearray(path.read_bytes())
            for path in folder.rglob("*")
            if path.is_file() and not path.name.endswith("-shm")
        }
        self._waiting: dict[str, list[Call]] = {}

    def play(self, call: Call) -> None:
        """Do what a program asked for. Names change at once, as on a disk with a journal of its own."""
        if call.kind in "wt":
            self.files.setdefault(call.path, bytearray())
            self._waiting.setdefault(call.path, []).append(call)
        elif call.kind == "s":
            for one in self._waiting.pop(call.path, ()):
                _do(self.files[call.path], one)
        elif call.kind == "u":
            self.files.pop(call.path, None)
            self._waiting.pop(call.path, None)
        else:
            source = os.fsdecode(call.data)
            self.files[call.path] = self.files.pop(source, bytearray())
            self._waiting[call.path] = self._waiting.pop(source, [])

    def lose(self, rng: random.Random, target: Path) -> None:
        """Cut the power, and write what is left to a folder."""
        for name, data in self.files.items():
            left = bytearray(data)
            kept = rng.choice((0.0, 0.5, 1.0))
            for call in self._waiting.get(name, ()):
                if rng.random() < kept:
                    _do(left, call if rng.random() < 0.7 else _torn(call, rng))
            path = target / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(left)
            path.chmod(0o600)


def _do(data: bytearray, call: Call) -> None:
    if call.kind == "t":
        del data[call.offset :]
        return
    if len(data) < call.offset:
        data.extend(bytes(call.offset - len(data)))
    data[call.offset : call.offset + len(call.data)] = call.data


def _torn(call: Call, rng: random.Random) -> Call:
    """Some of a write, up to the end of a sector."""
    if call.kind != "w" or len(call.data) <= _SECTOR:
        return call
    size = rng.randrange(len(call.data) // _SECTOR) * _SECTOR
    return Call("w", call.path, call.offset, call.data[:size])
