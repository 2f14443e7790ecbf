"""What the engine says, in the user's language.

The engine speaks English: titles of jobs, labels of changes, hints, errors. Each is made from a template,
such as "Enrolling {}"; `said` finds the template again, translates it, and puts the same values into it.
"""

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

TEMPLATES: tuple[str, ...] = ()


def said(text: str) -> str:
    """An engine's text in the user's language; as it is where no template fits."""
    for pattern, template in _patterns():
        if (match := pattern.fullmatch(text)) is not None:
            return QCoreApplication.translate("engine", template).format(*match.groups())
    return text


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Each template as a pattern, those with the most words first, so that the closest one wins."""
    found = [(_pattern(template), template) for template in TEMPLATES]
    return sorted(found, key=lambda one: len(one[1].replace("{}", "")), reverse=True)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL)
