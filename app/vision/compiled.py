"""Compiled networks kept on disk, so that the next start need not compile them again: half a second less.

A file is the SHA-256 of the rest, then what the runtime exported. It is a cache: what is missing, damaged or
cannot be written is made anew.
"""

import hashlib
import tempfile
from contextlib import suppress
from pathlib import Path

_SUFFIX = ".compiled"
_HASH = hashlib.sha256().digest_size


def read(stem: Path, variant: str) -> bytes | None:
    """What was kept of a network, or None.

    Args:
        stem: Where the network's files lie, without what tells them apart.
        variant: What the compiled form depends on besides the network: versions, precision, threads.
    """
    try:
        data = _file(stem, variant).read_bytes()
    except OSError:
        return None
    kept = data[_HASH:]
    return kept if hashlib.sha256(kept).digest() == data[:_HASH] else None


def write(stem: Path, variant: str, compiled: bytes) -> None:
    """Keep a compiled network, in place of those of other variants; see `read`."""
    with suppress(OSError):
        stem.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=stem.parent) as folder:  # goes, whatever happens
            part = Path(folder) / stem.name
            part.write_bytes(hashlib.sha256(compiled).digest() + compiled)
            for other in stem.parent.glob(f"{stem.name}-*{_SUFFIX}"):
                other.unlink(missing_ok=True)
            part.replace(_file(stem, variant))


def _file(stem: Path, variant: str) -> Path:
    return stem.with_name(f"{stem.name}-{hashlib.sha256(variant.encode()).hexdigest()[:16]}{_SUFFIX}")
