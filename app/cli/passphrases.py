"""Passphrases on the command line: from a prompt, a file or standard input, never from an argument."""

import sys
from getpass import getpass
from pathlib import Path

from app.core.errors import UsageError
from app.core.language import shown
from app.core.text import Text, quote, say

FILE_VARIABLE = "KITH_PASSPHRASE_FILE"
_MOST_BYTES = 4096


def given(file: Path | None) -> str | None:
    """The passphrase of now, or recovery code; None if nobody can be asked.

    Args:
        file: That holds it; "-" is standard input.

    Raises:
        UsageError: The file cannot be read.
    """
    if file is not None:
        return _read(file)
    return _ask(say("Passphrase or recovery code: ")) if sys.stdin.isatty() else None


def new(file: Path | None) -> str:
    """The passphrase to come.

    Args:
        file: That holds it; "-" is standard input.

    Raises:
        UsageError: The file cannot be read, nobody can be asked, or what was typed differs.
    """
    if file is not None:
        return _read(file)
    if not sys.stdin.isatty():
        raise UsageError(
            say("A passphrase is wanted"), remedy=say("Name a file with --new-passphrase-file, or --keyring")
        )
    first = _ask(say("New passphrase: "))
    if _ask(say("The same again: ")) != first:
        raise UsageError(say("The two differ"), remedy=say("Try again"))
    return first


def _ask(text: Text) -> str:
    return getpass(shown(text))


def _read(file: Path) -> str:
    """The first line of a file."""
    try:
        if file == Path("-"):
            data = sys.stdin.buffer.readline(_MOST_BYTES)
        else:
            with file.open("rb") as opened:
                data = opened.readline(_MOST_BYTES)
        return data.decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = quote(error) if isinstance(error, OSError) else say("it is no text in UTF-8")
        raise UsageError(
            say("{path} cannot be read", path=file), why=why, remedy=say("Choose another file")
        ) from error
