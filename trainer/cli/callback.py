"""A function of the user's own that hears of a run, such as one that tells an experiment tracker."""

import traceback
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

from trainer.errors import ConfigError
from trainer.events import Event, EventSink, Notice
from trainer.text import Text, quote, say


class Callback:
    """Hands each event on. A function that raises hears no more, and the run goes on without it.

    Attributes:
        failed: Whether it raised.
    """

    def __init__(self, name: str, on_event: EventSink) -> None:
        """Find a function.

        Args:
            name: Its module and its name in it, as "package.module:name".
            on_event: Told if it raises.

        Raises:
            ConfigError: There is none.
        """
        self._name, self._hear, self._on_event = name, _found(name), on_event
        self.failed = False

    def event(self, event: Event) -> None:
        """Hand an event on."""
        if self.failed:
            return
        try:
            self._hear(event)
        except Exception as error:  # noqa: BLE001 - it is not ours, and the run is not to be lost for it
            self.failed = True
            self._on_event(
                Notice(
                    say(
                        "The callback {name} failed, and hears no more: {why}",
                        name=self._name,
                        why=_told(error),
                    )
                )
            )


def _found(name: str) -> Callable[[Event], Any]:
    """The function of that name.

    Raises:
        ConfigError: There is none.
    """
    module, _, function = name.partition(":")
    if not module or not function:
        why = say("it is to be named as MODULE:NAME, such as tracking:hear")
        raise ConfigError(say("There is no callback {name}", name=name), why=why)
    try:
        found: Any = resolve_name(name)
    except Exception as error:  # what a module does as it is imported
        raise ConfigError(say("There is no callback {name}", name=name), why=_told(error)) from error
    if not callable(found):
        why = say("it is {value}, which cannot be called", value=repr(found)[:80])
        raise ConfigError(say("There is no callback {name}", name=name), why=why)
    return found  # type: ignore[no-any-return]


def _told(error: Exception) -> Text:
    """An error in its own words, with its kind and where it was raised."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if place.filename.startswith("<"):  # Python's own importer
        return quote(words)
    return say("{words} ({file}, line {line})", words=words, file=place.filename, line=str(place.lineno))
