"""Whether a path or a sentence bears somebody's name, however it is spelt there."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.core.text import Listed, Text, Value
from app.domain.names import folded

_WORDS = re.compile(r"[^\W\d_]+|\d+")

Words = tuple[str, ...]


class Bearing:
    """Finds names by their words: "Ann Lee" is in `Ann_Lee/1.jpg`, `annlee2.jpg` and "Lee, Ann".

    A longer name of somebody else's is that one's alone: "Ann" is not in "Ann Lee" where Ann Lee is known.
    """

    def __init__(self, names: Iterable[str], others: Iterable[str] = ()) -> None:
        """Look for names.

        Args:
            names: Those to be found.
            others: Those of everyone else.
        """
        found = {_words(name) for name in names} - {()}
        self._own = {spelt for words in found for spelt in _spellings(words)}
        apart = {_words(name) for name in others} - found
        longer = {spelt for words in apart if _within(words, self._own) for spelt in _spellings(words)}
        self._others = sorted(longer, key=len, reverse=True)
        self._home = os.path.join(Path.home(), "")  # noqa: PTH118 - with the separator that ends it

    def __call__(self, said: Value | Path) -> bool:
        """Whether one of the names stands in a path, or in what is filled in in a text.

        The user's own home folder does not count: every path there would.
        """
        if isinstance(said, Text):
            return any(map(self, said.values.values()))
        if isinstance(said, Listed):
            return any(map(self, said.items))
        if not isinstance(said, str | Path):
            return False
        words = _words(str(said).removeprefix(self._home))
        return _within(_without(words, self._others), self._own)


class Bearers:
    """Finds whose names stand in a path or a sentence, however they are spelt there; see `Bearing`."""

    def __init__(self, names: Mapping[int, Iterable[str]], living: Iterable[str] | None = None) -> None:
        """Look for the names of all these people.

        Args:
            names: All that each bears or ever bore, by person.
            living: Names that somebody bears now, within which no shorter one counts; all by default.
        """
        self._begun: defaultdict[str, dict[Words, set[int]]] = defaultdict(dict)
        for person, theirs in names.items():
            for words in {_words(name) for name in theirs} - {()}:
                for spelt in _spellings(words):
                    self._begun[spelt[0]].setdefault(spelt, set()).add(person)
        now = (name for theirs in names.values() for name in theirs) if living is None else living
        self._borne_now = {spelt for words in {*map(_words, now)} - {()} for spelt in _spellings(words)}
        self._home = os.path.join(Path.home(), "")  # noqa: PTH118 - with the separator that ends it

    def __call__(self, said: Value | Path) -> frozenset[int]:
        """Whose names stand in a path, or in what is filled in in a text; of a longer name, its bearers.

        The user's own home folder does not count.
        """
        if isinstance(said, Text):
            return frozenset().union(*map(self, said.values.values()))
        if isinstance(said, Listed):
            return frozenset().union(*map(self, said.items))
        if not isinstance(said, str | Path):
            return frozenset()
        words = _words(str(said).removeprefix(self._home))
        there = [
            (at, at + len(name), name, people)
            for at, word in enumerate(words)
            for name, people in self._begun.get(word, {}).items()
            if words[at : at + len(name)] == name
        ]
        whole = [(first, end) for first, end, name, _ in there if name in self._borne_now]
        found: set[int] = set()
        for first, end, _, people in there:
            if not any(a <= first and end <= b and (a, b) != (first, end) for a, b in whole):
                found |= people
        return frozenset(found)


def _words(text: str) -> Words:
    return tuple(_WORDS.findall(folded(text)))


def _spellings(words: Words) -> set[Words]:
    """A name as it may stand somewhere: in its order, the last word first, and run together."""
    return {words, (*words[-1:], *words[:-1]), ("".join(words),)}


def _within(words: Words, names: Iterable[Words]) -> bool:
    return any(_at(words, name) is not None for name in names)


def _at(words: Words, name: Words) -> int | None:
    size = len(name)
    return next((i for i in range(len(words) - size + 1) if words[i : i + size] == name), None)


def _without(words: Words, names: Iterable[Words]) -> Words:
    """The words but for these names; what stood on either side stays apart."""
    for name in names:
        while (start := _at(words, name)) is not None:
            words = (*words[:start], "", *words[start + len(name) :])
    return words
