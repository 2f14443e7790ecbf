"""What the engine says, in the user's language.

The engine speaks English: titles of jobs, labels of changes, hints, errors. Each is made from a template,
such as "Enrolling {}"; `said` finds the template again, translates it, and puts the same values into it. A
value may be such a text itself, and an error is several in a row: "what: why. remedy".
"""

import re
from functools import lru_cache

from app.core.language import language, shown
from app.core.text import Text, plain
from app.ui.look.engine_templates import TEMPLATES

_MARKS = (": ", ". ")
"""What an error has between what and why, and before its remedy."""

_START = 3
"""Characters by which most templates are told apart at once."""
_LONGEST, _MOST_MARKS = 2000, 8
"""Beyond these a text is no sentence, but a file's content in an error, and would take long to take apart."""
_VALUE = r"(\d+ faces?|.+?)"
"""What may stand for a value: anything, but a count of faces is one value, not two."""


def said(text: str) -> str:
    """An engine's text in the user's language; else as it is; `plain` in either case."""
    if isinstance(text, Text):
        return shown(text)
    too_much = len(text) > _LONGEST or sum(map(text.count, _MARKS)) > _MOST_MARKS
    return plain(text if too_much else _said(text) or text)


def _said(text: str) -> str | None:
    """The same, or None where nothing of it is known."""
    found = _find(text)
    if found is None or any(_is_row(value) for value in found[1]):
        joined = _joined(text)
        if joined is not None:
            return joined
    if found is not None:
        inner = said if found[0].endswith(": {}") else _value  # what was undone is a label itself
        return language().say(Text(found[0], {}, context="engine")).format(*map(inner, found[1]))
    clause = text[:1].lower() + text[1:]
    if clause != text and (lower := _said(clause)) is not None:
        return lower[:1].upper() + lower[1:]  # a clause that was made a sentence
    return None


def _is_row(value: str) -> bool:
    """Whether a value may be more than one: it looks like texts in a row, and is no text as a whole."""
    return any(mark in value for mark in _MARKS) and _find(value) is None


def _joined(text: str) -> str | None:
    """Several texts in a row, or one behind something unknown, such as a path; None if it is neither."""
    for mark in _MARKS:
        for found in re.finditer(re.escape(mark), text):
            first, rest = text[: found.start()], text[found.end() :]
            start, end = _find(first), _said(rest)
            known = start is not None and _is_specific(start[0])
            if end is not None or (known and mark == _MARKS[0]):
                return f"{said(first) if known else first}{mark}{end or rest}"
    return None


def _value(value: str) -> str:
    """A value: mostly a name, a number or a path, and those are nobody's to translate."""
    found = _find(value) if " " in value else None
    return said(value) if found is not None and _is_specific(found[0]) else value


def _is_specific(template: str) -> bool:
    """Whether it says more than a name or a path might by chance."""
    return len(re.findall("[A-Za-z]{2,}", template)) > 1 or template in ("{} faces", "1 face")


@lru_cache(maxsize=4096)
def _find(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The template that a text was made from, and the values in it."""
    for template, pieces in _templates(text[:_START]):
        if all(piece in text for piece in pieces) and (match := _pattern(template).fullmatch(text)):
            leads = match.groups()[:1] if template.startswith("{}") else ()
            if not any(mark in value for value in leads for mark in _MARKS):
                return template, match.groups()
    return None


@lru_cache(maxsize=1024)
def _templates(start: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those for a text that starts so, with their pieces.

    Those with the most words of their own come first, so that the closest one wins.
    """
    fitting = [
        one for one in TEMPLATES if one.startswith(("{}", start)) or start.startswith(one.split("{}")[0])
    ]
    fitting.sort(key=lambda template: len(template.replace("{}", "")), reverse=True)
    return tuple((template, tuple(template.split("{}"))) for template in fitting)


@lru_cache(maxsize=len(TEMPLATES))
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_VALUE.join(map(re.escape, template.split("{}"))), re.DOTALL)
