"""The user's choices as a data folder keeps them: beside an encrypted gallery, what of them may bear names or
addresses is one entry, sealed under its key. Nothing of them is needed before the gallery is unlocked."""

from binascii import a2b_hex
from contextlib import suppress
from pathlib import Path

from app.core import files, settings
from app.core.errors import StartError
from app.core.log import Log
from app.core.settings import Settings
from app.keys import key, sealed
from app.keys.errors import LockedError

_log = Log(__name__)


def load(file: Path) -> Settings:
    """Read the settings; where there are none yet, the defaults.

    What is sealed under a key that is not here, as that of a gallery which is no more, is as by default.

    Raises:
        StartError: The file cannot be read, is damaged, or holds something else.
    """
    return settings.load(file, _opened)


def save(file: Path, chosen: Settings) -> None:
    """Write the settings as the gallery beside them is kept.

    Raises:
        StartError: They cannot be written.
        LockedError: The gallery's key is not here.
    """
    _write(file, chosen, sealed.name_for(file.parent))


def recast(file: Path, name: str | None) -> None:
    """Put what is private under the key of that identifier, or have it plain; what lay there is overwritten.
    Settings that cannot be used are left for the user to mend.

    Raises:
        LockedError: That key is not here.
        StartError: They cannot be written.
        OSError: They cannot be overwritten.
    """
    if not file.is_file():
        return
    try:
        chosen = load(file)
    except StartError as error:
        _log.warning("settings could not be encrypted anew", error=error)
        return
    with files.overwritten(file):
        _write(file, chosen, name)


def settle(file: Path) -> None:
    """Seal what an earlier Kith, or the user, left plain beside an encrypted gallery."""
    name = sealed.name_for(file.parent)
    if name is not None and key.held(name) is not None and settings.lies_open(file):
        with suppress(OSError, StartError):  # a disk that is read-only or full: the next time, then
            recast(file, name)


def _write(file: Path, chosen: Settings, name: str | None) -> None:
    if name is None:
        settings.save(file, chosen)
    else:
        settings.save(file, chosen, lambda data: sealed.sealed(data, name).hex())


def _opened(word: str) -> bytes:
    """What a sealed entry holds; nothing where its key is not here.

    Raises:
        ValueError: It is damaged.
    """
    try:
        return sealed.opened(a2b_hex(word))
    except LockedError as error:
        _log.warning("what is private of the settings is locked", error=error)
        return b"{}"
