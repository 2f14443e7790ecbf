"""How commands are used, in the user's language: their help, and what was typed wrongly."""

import argparse
import difflib
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from trainer.language import language, shown
from trainer.text import NOTHING, Text, in_a_row, listed, quote, say

DONE, PARTLY, NOT_DONE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 2, 130
"""Exit codes."""

_CONTRADICTIONS = (
    ("--resume", "--overwrite"),
    ("--test", "--split"),
    ("--test", "--held-out"),
    ("--split none", "--held-out"),
    ("--steps", "--epochs"),
    ("--pairs", "--held-out"),
    ("--hub", "--overwrite"),
)
"""Options, or values of such, of which one alone can be heeded where a command has both."""

_NEEDED = {
    "--licence": ("--hub",),
    "--base-model": ("--hub",),
    "--overwrite": ("--out", "--csv", "--figure", "--hardest", "file"),
}
"""Options that mean nothing without any of these, of those that a command has."""


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        prefix = f"{shown(say('Usage:'))} " if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)


class Parser(argparse.ArgumentParser):
    """A parser that says all it says in the language in use when it was made. Options are not abbreviated."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named, add_help=False, allow_abbrev=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = shown(say("Arguments")), shown(say("Options"))
        self.add_argument("-h", "--help", action="help", help=say("Show this message and exit."))

    def add_argument(self, *names: Any, **named: Any) -> argparse.Action:
        """Add an option as `argparse` does, its help a text that needs no escapes."""
        if "help" in named:
            named["help"] = told(named["help"])
        return super().add_argument(*names, **named)

    def error(self, message: str) -> NoReturn:
        """End with what was typed wrongly."""
        self.refuse(self._wrong(message, sys.exc_info()[1]))

    def refuse(self, why: Text) -> NoReturn:
        """End with a reason, and where to read how it is typed."""
        hint = say("Try '{command}' for help.", command=f"{self.prog} --help")
        self.exit(WRONG_USAGE, f"{shown(in_a_row(quote(self.prog), why, NOTHING))}\n{shown(hint)}\n")

    def refuse_rest(self, words: list[str]) -> NoReturn:
        """End because of words that no option and no argument takes."""
        name = next((word.partition("=")[0] for word in words if word.startswith("-")), "")
        if not name:
            self.refuse(say("There are more arguments than this command takes."))
        if near := difflib.get_close_matches(name, self._option_string_actions):
            alike = listed(map(repr, near), "or")
            self.refuse(say("No such option {name}. Did you mean {names}?", name=repr(name), names=alike))
        self.refuse(say("No such option {name}.", name=repr(name)))

    def refuse_contradiction(self, given: argparse.Namespace) -> None:
        """End because of two options of which one would be heeded alone."""
        for pair in _CONTRADICTIONS:
            if all(_is_given(given, option) for option in pair):
                self.refuse(say("{one} and {other} contradict each other.", one=pair[0], other=pair[1]))

    def refuse_alone(self, given: argparse.Namespace) -> None:
        """End because of an option that means nothing without another."""
        for option, others in _NEEDED.items():
            if _is_given(given, option) and not any(_is_given(given, other) for other in others):
                known = [other for other in others if other in self._option_string_actions]
                self.refuse(say("{option} needs {others}.", option=option, others=listed(known, "or")))

    def _wrong(self, message: str, error: BaseException | None) -> Text:
        """What is wrong: as we said it, or the library in English; else told by what it is about."""
        if isinstance(error, argparse.ArgumentError):
            reasons = (error.message, *getattr(error.__context__, "args", ()))
            for reason in reasons:
                if isinstance(reason, Text):
                    return say("{name}: {why}", name=error.argument_name or "", why=reason)
        if language().code == "en":
            return quote(message)
        if isinstance(error, argparse.ArgumentError):
            name = error.argument_name or ""
            return say("{name} takes {type}.", name=name, type=self._kind(name))
        needed = [_called(one) for one in self._actions if one.required]
        return say("What it needs is not all there: {names}", names=listed(needed))

    def _kind(self, name: str) -> str:
        """What an option takes, in the signs of the help."""
        action = next((one for one in self._actions if _called(one) == name), None)
        if action is None:
            return ""
        if action.choices is not None:
            return "|".join(map(str, action.choices))
        sign = action.metavar or action.dest.upper()
        return " ".join(sign) if isinstance(sign, tuple) else sign


def told(text: str) -> str:
    """A help in the language in use, as `argparse` wants it."""
    return shown(text).replace("%", "%%")


def _is_given(given: argparse.Namespace, option: str) -> bool:
    """Whether an option was typed, with the value that it names if any."""
    name, _, value = option.partition(" ")
    found = getattr(given, name.removeprefix("--").replace("-", "_"), None)
    return found == value if value else found is not None and found is not False


def _called(action: argparse.Action) -> str:
    """What an error calls an option or argument."""
    if action.option_strings:
        return "/".join(action.option_strings)
    return action.metavar if isinstance(action.metavar, str) else action.dest
