"""Commands about encryption at rest: encrypt (status, on, off, rekey)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output, passphrases
from app.cli.session import Json, options, register, when_bare, workspace
from app.cli.usage import Group
from app.core.errors import StartError
from app.core.text import say
from app.domain.recasting import gone_text
from app.keys import header
from app.keys.header import in_words
from app.keys.unlocking import Fresh, discard, made

_encrypt = typer.Typer(cls=Group, help=say("Encrypt the gallery at rest, or say whether it is."))

Keyring = Annotated[
    bool, typer.Option("--keyring", help=say("Keep the key in the system's keyring instead of a passphrase."))
]
NewFile = Annotated[
    Path | None,
    typer.Option("--new-passphrase-file", help=say("Read the new passphrase from a file, or - for stdin.")),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    when_bare(_encrypt, status)
    register(_encrypt, status, on, off, rekey)
    app.add_typer(_encrypt, name="encrypt")


def status(json: Json = False) -> None:
    """Say whether the gallery is encrypted, where its key is kept, and what is not covered."""
    from app.services.workspace import encryption

    found = encryption.status(options().data_dir)
    if json:
        output.emit(
            {
                "encrypted": found.holder is not None,
                "holder": found.holder,
                "plain": [str(path) for path in found.plain],
                "uncovered": [str(path) for path in found.uncovered],
            }
        )
        return
    output.tell(say("{text}.", text=in_words(found.holder)))
    if found.holder is not None:
        for path in found.plain:
            output.note(say("Not encrypted, though it holds people: {path}", path=path))
        for path in found.uncovered:
            output.note(say("Never encrypted: {path}", path=path))


def on(keyring: Keyring = False, new_passphrase_file: NewFile = None, json: Json = False) -> None:
    """Encrypt the gallery and its copies. It can be broken off at any moment: nothing is lost."""
    from app.services.workspace import encryption

    with workspace():
        pass  # made if there is none, and of this version
    encryption.check_off(options().data_dir)
    key = _fresh(keyring, new_passphrase_file, json)
    with _let_go_unless_used(key, json):
        _tell(encryption.turn_on(options().data_dir, key), key, json)


def rekey(keyring: Keyring = False, new_passphrase_file: NewFile = None, json: Json = False) -> None:
    """Encrypt the gallery under a new key: another passphrase, the keyring, a new recovery code."""
    from app.services.workspace import encryption

    with workspace():
        pass  # asks for the passphrase of now
    encryption.check_on(options().data_dir)
    key = _fresh(keyring, new_passphrase_file, json)
    with _let_go_unless_used(key, json):
        _tell(encryption.rekey(options().data_dir, key), key, json)


def off(json: Json = False) -> None:
    """Decrypt the gallery and its copies."""
    from app.services.workspace import encryption

    with workspace():
        pass  # asks for the passphrase
    _tell(encryption.turn_off(options().data_dir), None, json)


def _fresh(keyring: bool, file: Path | None, json: bool) -> Fresh:
    """Make a key, and show its recovery code before anything depends on it."""
    key = made(None if keyring else passphrases.new(file))
    if not json:
        try:
            output.tell(say("Recovery code: {code}", code=key.code))
        except OSError:  # then nobody has it
            discard(key)
            raise
        output.note(
            say(
                "Write it down and keep it apart from this computer. It is shown this once, and opens the\n"
                "gallery if the passphrase or keyring is lost. Without either nobody can, neither we."
            )
        )
    return key


@contextmanager
def _let_go_unless_used(key: Fresh, json: bool) -> Iterator[None]:
    """Where a change fails, let its key go and say that the code which was shown opens nothing."""
    try:
        yield
    except BaseException:
        with suppress(StartError):  # where that cannot be told it may be in use
            stored = header.load(options().data_dir)
            if stored is None or key.header not in stored.headers:
                discard(key)
                if not json:
                    output.note(say("The recovery code above opens nothing: its key is not used."))
        raise


def _tell(gone: list[Path], key: Fresh | None, json: bool) -> None:
    from app.services.workspace import encryption

    found = encryption.status(options().data_dir)
    if json:
        code = {} if key is None else {"recovery_code": key.code}
        output.emit({"encrypted": key is not None, "holder": found.holder, "deleted": len(gone)} | code)
        return
    output.tell(say("{text}.", text=in_words(found.holder)))
    if gone:
        output.note(gone_text(len(gone)))
    if key is not None:
        output.note(
            say(
                "Copies that you made elsewhere are as they were. What lay on the disk before was\n"
                "overwritten, which a solid-state disk or a snapshot may not heed. kith encrypt says what\n"
                "is not covered."
            )
        )
