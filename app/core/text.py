"""Text fit to be shown: sentences as data, what others named, escaped; what is secret, masked."""

import re
from math import ceil
from pathlib import Path

from trainer.text import (
    NOTHING,
    Listed,
    Number,
    Text,
    Value,
    facts,
    in_a_row,
    listed,
    plain,
    quote,
    say,
    say_n,
)
from trainer.text_data import as_data, from_data

__all__ = [
    "NOTHING",
    "Listed",
    "Number",
    "Text",
    "Value",
    "as_data",
    "capital",
    "duration",
    "facts",
    "from_data",
    "in_a_row",
    "listed",
    "masked",
    "one_in",
    "percent",
    "plain",
    "points",
    "quote",
    "say",
    "say_n",
    "sentence",
]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_USER = re.compile(r"(?<=://)(?:[^/?#]*@|[^/?#@]*:[^/?#@]*[^/?#@\d].*@)")
"""What stands before the host; a password that was not encoded may hold a slash."""
_NAMED = r"(\w*?(?:pass?|pwd|pw|token|key|secret|auth|sig|cred|session|sid)\w*?)="
_IN_QUERY = re.compile(rf"(?<=[?&;]){_NAMED}[^&;#]*", re.IGNORECASE)
_IN_PATH = re.compile(rf"(?<=[/_]){_NAMED}(?:(?!_\w+=)[^/?#])*", re.IGNORECASE)
"""As some recorders have it: `/user=admin_password=1234_channel=1`."""


def percent(share: float, digits: int = 1) -> Text:
    """A share of 1 as a percentage: 96.3 %."""
    return say("{value} %", value=Number(100 * share, digits))


def points(change: float) -> Text:
    """A change of a share of 1 in points of a hundred, with its sign: +1.5."""
    return Text("{change}", {"change": Number(100 * change, 1, sign=True)})


def one_in(rate: float) -> Text:
    """A small rate as it is said: 1 in 1,000."""
    return say("1 in {count}", count=round(1 / rate))


def duration(seconds: float) -> Text:
    """A time to wait, as coarse as it is honest: 9 s, 4 min, 2 h."""
    if seconds < 60:
        return say("{count} s", count=max(1, ceil(seconds)))
    if seconds < 5400:
        return say("{count} min", count=round(seconds / 60))
    return say("{count} h", count=round(seconds / 3600))


def capital(clause: str) -> str:
    """A clause with a capital first; what is no plain word, such as an address or a path, stays as spelt."""
    first = clause.partition(" ")[0].rstrip(",:;.!?…")
    return clause[:1].upper() + clause[1:] if first.isalpha() else clause


def sentence(clause: str) -> str:
    """A clause as a sentence: a `capital` first, a full stop last; "" of none."""
    whole = capital(clause)
    return whole if not whole or whole[-1] in ".!?…" else f"{whole}."


def masked(source: str | Path) -> str:
    """Take the user, passwords and tokens out of a source's address; a path or a camera stays as it is."""
    source = str(source)
    if not _ADDRESS.match(source):
        return source
    address = _USER.sub("***@", source, count=1)
    return _IN_PATH.sub(r"\1=***", _IN_QUERY.sub(r"\1=***", address))
