"""Pictures from files: one decoder and one set of rules, on Pillow, LibRaw and numpy alone (no torch)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trainer.pictures.content import pixels_digest
    from trainer.pictures.decoding import (
        Decoded,
        decode,
        decode_at,
        decode_own,
        decode_parts,
        load,
        tags,
    )
    from trainer.pictures.files import (
        MAX_BYTES,
        Found,
        find_pictures,
        is_picture,
        read_bytes,
        read_head,
        survey,
    )

__all__ = [
    "MAX_BYTES",
    "Decoded",
    "Found",
    "decode",
    "decode_at",
    "decode_own",
    "decode_parts",
    "find_pictures",
    "is_picture",
    "load",
    "pixels_digest",
    "read_bytes",
    "read_head",
    "survey",
    "tags",
]


def __getattr__(name: str) -> Any:
    """Load a part as it is first asked for: a process that decodes videos needs none of Pillow."""
    if name in __all__:
        for part in ("files", "content", "decoding"):
            module = import_module(f"{__name__}.{part}")
            if hasattr(module, name):
                return globals().setdefault(name, getattr(module, name))  # found at once from now on
    raise AttributeError(name)
