"""Turning encryption at rest on and off, changing its key, and what it covers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import StartError, UsageError
from app.core.files import read_bytes
from app.core.log import Log
from app.core.paths import GALLERY_FILE, DataFolder
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.settings import SEALED
from app.core.text import Text, say
from app.gallery import encrypting
from app.gallery.rewriting import is_plain, opens
from app.keys import copy_keys, habits, header, sealed
from app.keys.errors import LockedError
from app.keys.header import Holder
from app.keys.unlocking import Fresh, key_of, open_with

_log = Log(__name__)

_PLAIN_HEAD = ("*.db", "backups/*.db")


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a data folder stands.

    Attributes:
        holder: Where the key is kept; None while the gallery is plain.
        plain: Copies of the gallery, their keys, and networks retrained on people, that are not encrypted.
        uncovered: Files of other kinds, which never are, and may bear names.
    """

    holder: Holder | None
    plain: tuple[Path, ...]
    uncovered: tuple[Path, ...]


def status(root: Path) -> Encryption:
    """See how a data folder stands, without its key.

    Raises:
        StartError: What is known of the key cannot be read.
    """
    folder = DataFolder(root)
    copies = (path for pattern in _PLAIN_HEAD for path in root.glob(pattern) if path.name != GALLERY_FILE)
    plain = [path for path in copies if path.is_file() and is_plain(path)]
    held = [*folder.retrained(), *filter(Path.is_file, copy_keys.places(root))]
    plain += [path for path in held if not sealed.is_sealed(path)]
    beside = [path for path in (folder.settings, folder.window) if path.is_file() and not _is_sealed(path)]
    return Encryption(header.holder(root), tuple(sorted(plain)), tuple(beside))


def _is_sealed(path: Path) -> bool:
    """Whether what may bear names in the settings' file, or the window's, is a sealed entry."""
    try:
        held = read_bytes(path, habits.MOST_BYTES)
    except OSError:  # Kith wrote no such file
        return False
    return f"\n{habits.ENTRY}=".encode() in held or f'"{SEALED}":'.encode() in held


def put_back(root: Path, ask: Callable[[], str | None]) -> Text | None:
    """Put the copy of `encryption.json` back where that is gone or damaged, once it has opened the gallery.

    Args:
        root: The data folder.
        ask: Gives the passphrase or recovery code where that is needed; None where nobody can be asked.

    Returns:
        What was done; None where nothing was to be.

    Raises:
        LockedError: The key of the copy is not to be had; nothing was changed.
        StartError: There is no such copy, or it does not open the gallery; nothing was changed.
    """
    if not header.is_lost(root):
        return None
    copy = header.load_copy(root)
    if copy is None:
        raise _not_put_back(root, say("its copy in backups is gone or damaged, too"))
    (kept,) = copy.headers
    try:
        key = key_of(kept)
    except LockedError:
        if (secret := ask()) is None:
            raise
        open_with(copy, secret)
        key = key_of(kept)
    if not opens(root / GALLERY_FILE, key):
        raise _not_put_back(root, say("its copy in backups does not open the gallery"))
    header.save(root, copy)
    _log.info("the file of the gallery's key was put back")
    return say("encryption.json was put back from its copy, which opens the gallery")


def _not_put_back(root: Path, why: Text) -> StartError:
    return StartError(
        say("{path} cannot be put back", path=root / header.NAME),
        why=why,
        remedy=say(
            "Put it back from where you keep a copy of the data folder, or restore a copy of the gallery"
        ),
    )


def copy_stands(root: Path) -> bool:
    """Whether an encrypted gallery's `encryption.json` has the copy in `backups` that it should have."""
    stored = header.load(root)
    return stored is None or stored.changing or header.load_copy(root) == stored


def copy_again(root: Path) -> Text | None:
    """Write that copy anew where it is gone, damaged or of another key; return what was done.

    One that holds other words of the same key stays: either may be the one that is damaged.

    Raises:
        StartError: It cannot be written.
    """
    stored, copy = header.load(root), header.load_copy(root)
    if (
        stored is None
        or copy_stands(root)
        or (copy is not None and copy.now is not None and copy.now.id == stored.headers[0].id)
    ):
        return None
    folder = header.copy_of(root).parent
    folder.mkdir(mode=0o700, exist_ok=True)
    header.save(folder, stored)
    return say("the copy of encryption.json was written anew")


def turn_on(
    root: Path, key: Fresh, tell: ProgressSink = ignore_progress, cancel: CancelToken | None = None
) -> list[Path]:
    """Encrypt the gallery and its copies; return copies that could not be read and are gone.

    Args:
        root: The data folder.
        key: The new key.
        tell: Hears how far it is.
        cancel: Breaks it off, as long as that changes nothing.

    Raises:
        UsageError: It is encrypted already.
        StorageError: Nothing was changed.
    """
    check_off(root)
    _forget_compiled(DataFolder(root))
    return encrypting.change(root, key, tell, cancel or CancelToken())


def _forget_compiled(folder: DataFolder) -> None:
    """Delete what the cache holds of retrained networks: it lies plain, outside the data folder."""
    files = folder.retrained()
    if files:
        from app.vision import models, networks

        for file in files:
            networks.forget(models.file_hash(file))


def rekey(
    root: Path, key: Fresh, tell: ProgressSink = ignore_progress, cancel: CancelToken | None = None
) -> list[Path]:
    """Encrypt the gallery and its copies under a new key; the old one, and its secrets, open nothing more.

    For its arguments see `turn_on`.

    Raises:
        UsageError: It is not encrypted.
        LockedError: The key of now is not here.
        StorageError: Nothing was changed.
    """
    check_on(root)
    return encrypting.change(root, key, tell, cancel or CancelToken())


def turn_off(
    root: Path, tell: ProgressSink = ignore_progress, cancel: CancelToken | None = None
) -> list[Path]:
    """Decrypt the gallery and its copies; for its arguments see `turn_on`.

    Raises:
        UsageError: It is not encrypted.
        LockedError: The key is not here.
        StorageError: Nothing was changed.
    """
    check_on(root)
    return encrypting.change(root, None, tell, cancel or CancelToken())


def check_off(root: Path) -> None:
    """Make sure that a gallery is not encrypted.

    Raises:
        UsageError: It is.
    """
    if header.holder(root) is not None:
        raise UsageError(
            say("The gallery is encrypted already"), remedy=say("kith encrypt rekey changes the key")
        )


def check_on(root: Path) -> None:
    """Make sure that a gallery is encrypted.

    Raises:
        UsageError: It is not.
    """
    if header.holder(root) is None:
        raise UsageError(say("The gallery is not encrypted"), remedy=say("kith encrypt on encrypts it"))
