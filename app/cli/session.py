"""What every command shares: the global options, and how errors become exit codes."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from app.cli import output, passphrases
from app.cli.exits import CANNOT_START, DONE, STOPPED, WRONG_USAGE
from app.cli.output import SPELLING, is_missing
from app.cli.usage import Command
from app.core.errors import (
    Cancelled,
    KithError,
    KnownError,
    SourceError,
    StartError,
    StorageError,
    TooFewFaces,
    TrainingRefused,
    UsageError,
)
from app.core.log import Log
from app.core.progress import CancelToken
from app.core.settings import Settings
from app.core.text import Text, say, say_n
from app.keys.errors import LockedError
from app.keys.unlocking import unlock

if TYPE_CHECKING:
    from app.services.workspace import Workspace

_log = Log(__name__)

_HINDERED = (StartError, SourceError, StorageError, TooFewFaces, TrainingRefused)
"""What keeps a rightly used command from its work."""

Json = Annotated[bool, typer.Option("--json", help=say("Print one JSON document and nothing else."))]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=say("Replace the file if it is there."))]
Rate = Annotated[
    float | None,
    typer.Option(
        "--false-accepts",
        metavar="RATE",
        help=say("How often a stranger may get a name: 0.001 is 1 in 1,000."),
    ),
]


@dataclass(slots=True)
class Options:
    """The options that come before the command.

    Attributes:
        data_dir: The data folder.
        device: cpu, cuda or mps; auto stands for the one in the settings.
        detector: Instead of the one in the settings, or None.
        json: Whether to print JSON.
        cancel: Set by the first Ctrl-C.
        passphrase_file: That holds the passphrase of an encrypted gallery, or None.
    """

    data_dir: Path
    device: str
    detector: str | None
    json: bool
    cancel: CancelToken
    passphrase_file: Path | None = None


_current: ContextVar[Options] = ContextVar("options")


def begin(chosen: Options) -> None:
    """Set the options of the command that is about to run."""
    _current.set(chosen)


def options() -> Options:
    """The options of the command that is running."""
    return _current.get()


@contextmanager
def workspace(false_accepts: float | None = None) -> "Iterator[Workspace]":
    """Open the data folder for one command.

    Args:
        false_accepts: Instead of the rate in the settings, or None.

    Raises:
        StartError: It cannot be opened.
        UsageError: The rate or the detector makes no sense.
    """
    chosen = options()
    with _opened(chosen) as opened:
        opened.settings = with_options(opened.settings, false_accepts, chosen.detector)
        with output.progress_bar() as opened.progress:
            yield opened


def _opened(chosen: Options) -> "Workspace":
    """Open the data folder, after asking for a passphrase where one is needed."""
    from app.services.workspace import Workspace

    try:
        return Workspace.open(chosen.data_dir, device=chosen.device)
    except LockedError:
        secret = passphrases.given(chosen.passphrase_file)
        if secret is None:
            raise
    unlock(chosen.data_dir, secret)
    return Workspace.open(chosen.data_dir, device=chosen.device)


def with_options(stored: Settings, false_accepts: float | None, detector: str | None) -> Settings:
    """Settings with what was asked for on the command line instead.

    Raises:
        UsageError: It makes no sense.
    """
    accepted = stored.false_accepts if false_accepts is None else false_accepts
    return replace(stored, false_accepts=accepted, detector=detector or stored.detector)


def parsed_day(text: str) -> date:
    """A day as an option gives it.

    Raises:
        UsageError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            say("{text} is no day", text=text), remedy=say("Write it like 2026-07-31")
        ) from error


def up_to_date(opened: "Workspace") -> None:
    """Read the faces again that an earlier version of Kith read in another way, before names are asked for.

    Raises:
        ModelError: The model in use cannot be loaded.
        Cancelled: The user asked to stop; the next command goes on.
    """
    from app.services.workspace import renewal

    left = renewal.left(opened.db)
    if left is None:
        return
    from app.services.models.rereading import read_again

    output.note(
        say_n(
            "Reading {n} face again, once: this version of Kith reads it better.",
            "Reading {n} faces again, once: this version of Kith reads them better.",
            left,
        )
    )
    read_again(opened, opened.progress, options().cancel)


def command(work: Callable[..., int | None]) -> Callable[..., None]:
    """Run a command's work; turn its errors into messages and exit codes, Ctrl-C into a clean stop."""

    @wraps(work)
    def run(*args: Any, **given: Any) -> None:
        if "json" in given:
            options().json = given["json"] = given["json"] or options().json
        with _interruptible(options().cancel):
            try:
                code = work(*args, **given)
            except Cancelled:
                code = _stopped()
            except KithError as error:
                _log.warning("command failed", error=error)
                _fail(error)
            except Exception as error:
                from app.gallery.legible import told_damaged

                if (damage := told_damaged(options().data_dir)) is None:
                    raise
                _log.warning("command failed", error=error)
                _fail(damage)
        _log.info("command ended", code=code or DONE)
        raise typer.Exit(code or DONE)

    return run


def register(app: typer.Typer, *works: Callable[..., int | None]) -> None:
    """Add commands, each named after its function (`list_` is `list`); its docstring is its help, and is
    translated as such.
    """
    for work in works:
        app.command(work.__name__.rstrip("_").replace("_", "-"), cls=Command)(command(work))


def when_bare(group: typer.Typer, work: Callable[..., None]) -> None:
    """Let a group do a command's work where none of its commands is named."""

    @group.callback(invoke_without_command=True)
    def run(ctx: typer.Context, json: Json = False) -> None:
        if ctx.invoked_subcommand is None:
            command(work)(json=json)
        elif json:
            options().json = True


@contextmanager
def typed(path: str | Path) -> Iterator[None]:
    """Say what to do where a path that was typed leads nowhere."""
    try:
        yield
    except KithError as error:
        if is_missing(path):
            error.remedy = SPELLING
        raise


def _stopped() -> int:
    output.note(say("Stopped. Nothing that was saved is lost."))
    if options().json:
        output.emit(_error(say("stopped"), say("you asked for it"), say("Run it again to go on")))
    return STOPPED


def _error(what: Text, why: Text, remedy: Text) -> dict[str, dict[str, Any]]:
    return {"error": {"what": what, "why": why, "remedy": remedy, **output.said(what)}}


def _fail(error: KithError) -> NoReturn:
    output.complain(error)
    if options().json:
        output.emit(_error(error.what, error.why, error.remedy))
    if not isinstance(error, KnownError):
        raise error
    raise typer.Exit(CANNOT_START if isinstance(error, _HINDERED) else WRONG_USAGE)


@contextmanager
def _interruptible(cancel: CancelToken) -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM ask the job to stop at a safe point, the second end it at once."""

    def stop(_: int, __: FrameType | None) -> None:
        if cancel:
            sys.exit(STOPPED)
        cancel.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
