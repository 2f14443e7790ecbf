"""Pictures from files: one decoder and one set of rules, on Pillow and numpy alone (no torch)."""

from trainer.pictures.decoding import Decoded, decode, decode_at, load
from trainer.pictures.files import MAX_BYTES, Found, find_pictures, read_bytes, survey

__all__ = [
    "MAX_BYTES",
    "Decoded",
    "Found",
    "decode",
    "decode_at",
    "find_pictures",
    "load",
    "read_bytes",
    "survey",
]
