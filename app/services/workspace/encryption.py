"""Turning encryption at rest on and off, changing its key, and what it covers."""

from dataclasses import dataclass
from pathlib import Path

from app.core.errors import UsageError
from app.core.paths import GALLERY_FILE, DataFolder
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.settings import SEALED
from app.core.text import say
from app.gallery import encrypting
from app.gallery.rewriting import is_plain
from app.keys import habits, header, sealed
from app.keys.header import Holder
from app.keys.unlocking import Fresh

_PLAIN_HEAD = ("*.db", "backups/*.db")


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a data folder stands.

    Attributes:
        holder: Where the key is kept; None while the gallery is plain.
        plain: Copies of the gallery, and networks retrained on people, that are not encrypted.
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
    plain += [path for path in folder.retrained() if not sealed.is_sealed(path)]
    beside = [path for path in (folder.settings, folder.window) if path.is_file() and not _is_sealed(path)]
    return Encryption(header.holder(root), tuple(sorted(plain)), tuple(beside))


def _is_sealed(path: Path) -> bool:
    """Whether what may bear names in the settings' file, or the window's, is a sealed entry."""
    held = path.read_bytes()
    return f"\n{habits.ENTRY}=".encode() in held or f'"{SEALED}":'.encode() in held


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
    if header.holder(root) is not None:
        raise UsageError(
            say("The gallery is encrypted already"), remedy=say("kith encrypt rekey changes the key")
        )
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
    _check_on(root)
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
    _check_on(root)
    return encrypting.change(root, None, tell, cancel or CancelToken())


def _check_on(root: Path) -> None:
    if header.holder(root) is None:
        raise UsageError(say("The gallery is not encrypted"), remedy=say("kith encrypt on encrypts it"))
