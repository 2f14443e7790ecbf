"""Finds English in what ought to be German."""

import re
from functools import cache
from string import Formatter

from tests.catalogue.__main__ import FOLDER, forms, read


def found_english(text: str, *data: object) -> list[str]:
    """The English of the catalogue that a text has; `data` are names and paths, nobody's to translate."""
    for one in data:
        text = text.replace(str(one), " ")
    words = f" {' '.join(re.sub(r'[│╭╮╰╯─]', ' ', text).split())} "
    return [piece for piece in _pieces() if _has(words, piece)]


def _has(text: str, piece: str) -> bool:
    """Whether a text has these words, and not just as part of others."""
    return piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text) is not None


@cache
def _pieces() -> frozenset[str]:
    """What stands between the values of English sentences, where it is not German too."""
    english: set[str] = set()
    german: list[str] = []
    for one in read(FOLDER / "de.po", "de"):
        if one.id:
            german += forms(one)
            english.update(*map(_between, one.id if isinstance(one.id, tuple | list) else (one.id,)))
    known = " ".join(german)
    return frozenset(piece for piece in english if not _has(known, piece))


def _between(template: str) -> set[str]:
    """Runs of words, at least four letters long."""
    runs = (" ".join(words.split()).strip(" .,:;()?*") for words, *_ in Formatter().parse(template))
    return {run for run in runs if len(re.sub(r"[^A-Za-z]", "", run)) >= 4}
