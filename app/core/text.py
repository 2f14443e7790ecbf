"""Text fit to be shown: what others named, escaped; what is secret, masked."""

import re
import unicodedata
from pathlib import Path

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that make the text around them run the other way, so that it reads as something else."""
_HARMFUL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that a terminal or a window obeys, or cannot show at all."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_USER = re.compile(r"(?<=://)(?:[^/?#]*@|[^/?#@]*:[^/?#@]*[^/?#@\d].*@)")
"""What stands before the host; a password that was not encoded may hold a slash."""
_NAMED = r"(\w*?(?:pass?|pwd|pw|token|key|secret|auth|sig|cred|session|sid)\w*?)="
_IN_QUERY = re.compile(rf"(?<=[?&;]){_NAMED}[^&;#]*", re.IGNORECASE)
_IN_PATH = re.compile(rf"(?<=[/_]){_NAMED}(?:(?!_\w+=)[^/?#])*", re.IGNORECASE)
"""As some recorders have it: `/user=admin_password=1234_channel=1`."""


def plain(text: str | Path, keep: str = "") -> str:
    """Make a name or a path fit to be shown: what is no visible character appears as its escape.

    That is control characters and line breaks, bytes of a path that are no characters, and direction marks.

    Args:
        text: Whatever somebody called something.
        keep: Characters to leave as they are, such as a line break between sentences.
    """
    return "".join(one if one in keep or one.isprintable() else _escaped(one) for one in str(text))


def _escaped(one: str) -> str:
    if 0xDC80 <= ord(one) <= 0xDCFF:  # a byte of a path, as Python keeps it
        return f"\\x{ord(one) - 0xDC00:02x}"
    if one in _DIRECTION or unicodedata.category(one) in _HARMFUL:
        return one.encode("unicode_escape", "surrogatepass").decode("ascii")
    return one  # such as what joins the parts of an emoji


def masked(source: str) -> str:
    """Take the user, passwords and tokens out of a source's address; a path or a camera stays as it is."""
    if not _ADDRESS.match(source):
        return source
    address = _USER.sub("***@", source, count=1)
    return _IN_PATH.sub(r"\1=***", _IN_QUERY.sub(r"\1=***", address))
