"""How commands are used, in the user's language: their help, and what was typed wrongly."""

import difflib
import sys
from collections.abc import Callable, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from app.cli.output import heard
from app.core import language
from app.core.language import shown
from app.core.text import Listed, Text, say

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object

UsageError = cast("Callable[[str, Any], Exception]", typer.BadParameter.__base__)
"""What is raised, with words and the context, where a command is not typed as its help says."""

_MOST = 2**31 - 1
"""The largest number that is taken."""


class _Spoken(_Base):
    """What commands and groups share."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = shown(say("Show this message and exit."))
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        with heard():  # it is printed at once
            super().format_help(ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{shown(say('Usage:'))} ")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        typed = list(args)
        try:
            left = super().parse_args(ctx, args)
        except typer.TyperException as error:
            if language.language().code == "en":  # as the library itself says it, with more of the why
                raise
            raise UsageError(shown(_wrong(error, self, ctx)), ctx) from error
        self._check(ctx, typed)
        return left

    def _check(self, ctx: Any, typed: list[str]) -> None:
        """Refuse an empty path, which would mean the folder one is in, and numbers that no database holds."""
        empty = any(not word or word.endswith("=") for word in typed)
        parameters: list[Any] = list(self.params)
        for one in parameters:
            value = ctx.params.get(one.name)
            if empty and Path() in (value if isinstance(value, list) else [value]):
                raise UsageError(shown(say("{name} is empty.", name=one.get_error_hint())), ctx)
            if isinstance(value, int) and abs(value) > _MOST:
                raise UsageError(shown(say("{name} is too large.", name=one.get_error_hint())), ctx)


class Command(_Spoken, TyperCommand):
    """A command whose help is in the user's language."""


class Group(_Spoken, TyperGroup):
    """Commands whose help is in the user's language; the outermost one finds out which that is."""

    def main(self, args: Sequence[str] | None = None, *others: Any, **named: Any) -> Any:
        """Run what was typed, as `typer.core.TyperGroup` does."""
        language.use(language.asked(sys.argv[1:] if args is None else args) or language.of_system())
        _use_words()
        _translate(self)
        return super().main(args, *others, **named)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command by its name."""
        if args[0] not in self.commands:
            raise UsageError(shown(_no_command(args[0], list(self.commands))), ctx)
        return super().resolve_command(ctx, args)


def _no_command(name: str, commands: list[str]) -> Text:
    if near := difflib.get_close_matches(name, commands):
        alike = Listed(tuple(map(repr, near)), "or")
        return say("No such command {name}. Did you mean {names}?", name=repr(name), names=alike)
    return say("No such command {name}.", name=repr(name))


def _wrong(error: Any, command: Any, ctx: Any) -> Text:
    """What is wrong with what was typed: told by the kind of the error, and by what it is about."""
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption" and error.possibilities:
        alike = Listed(tuple(map(repr, error.possibilities)), "or")
        return say("No such option {name}. Did you mean {names}?", name=repr(error.option_name), names=alike)
    if kind == "NoSuchOption":
        return say("No such option {name}.", name=repr(error.option_name))
    if kind == "BadOptionUsage" and _is_flag(command.get_params(ctx), error.option_name):
        return say("Option {name} takes no value.", name=repr(error.option_name))
    if kind == "BadOptionUsage":
        return say("Option {name} needs a value.", name=repr(error.option_name))
    if parameter is None:
        return say("There are more arguments than this command takes.")
    if kind == "MissingParameter":
        return say("{name} is missing.", name=parameter.get_error_hint())
    return say("{name} takes {type}.", name=parameter.get_error_hint(), type=_type(parameter, ctx))


def _is_flag(parameters: list[Any], name: str) -> bool:
    return any(name in one.opts and one.is_flag for one in parameters)


def _type(parameter: Any, ctx: Any) -> str:
    """What a value must be, in the signs of the help: `<auto|never>`, `<int range> x>=1`."""
    kind = str(parameter.display_type(ctx))
    if parameter.min is None:
        return kind
    least, most = parameter.min, parameter.max
    return f"{kind} x>={least}" if most is None else f"{kind} {least}<=x<={most}"


def unwrapped(docstring: str) -> str:
    """A docstring with each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in cleandoc(docstring).split("\n\n"))


def _use_words() -> None:
    """Let the library that prints help use our words around ours."""
    rich_utils.ARGUMENTS_PANEL_TITLE = shown(say("Arguments"))
    rich_utils.OPTIONS_PANEL_TITLE = shown(say("Options"))
    rich_utils.COMMANDS_PANEL_TITLE = shown(say("Commands"))
    rich_utils.ERRORS_PANEL_TITLE = shown(say("Error"))
    rich_utils.ABORTED_TEXT = shown(say("Aborted."))
    rich_utils.DEFAULT_STRING = f"[{shown(say('default: {value}', value='{}'))}]"
    rich_utils.ENVVAR_STRING = f"[{shown(say('env var: {name}', name='{}'))}]"
    rich_utils.REQUIRED_LONG_STRING = f"[{shown(say('required'))}]"
    hint = say("Try '{command}' for help.", command="[blue]{command_path} {help_option}[/]")
    rich_utils.RICH_HELP = shown(hint)


def _translate(command: Any) -> None:
    """Put the help of a command, and of all within it, into the user's language.

    Help is looked up by its English, be it a docstring or a literal; the commands are made anew for each run.
    """
    for one in (command, *command.params):
        if one.help:
            one.help = shown(Text(unwrapped(one.help), {}))
    for one in getattr(command, "commands", {}).values():
        _translate(one)
