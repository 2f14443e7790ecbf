"""The file beside a gallery that says whether it is encrypted, and holds its key, sealed."""

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

from app.core.errors import StartError
from app.core.files import SQLITE, read_small, replacing, sync
from app.core.paths import GALLERY_FILE
from app.core.text import Text, quote, say
from app.keys.key import LAYOUTS, Key
from app.keys.slots import Slot

NAME = "encryption.json"
_MOST_BYTES = 64_000
_HEAD, _MOST_OF_A_BYTE = 4096, 64
"""Of an encrypted gallery's first bytes each value is there 16 times, and one 64 times in one of 10^16."""
_VERSION = 2
_SUM = "sum"
_BROKEN = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a file raises that `save` did not write, or that cannot be read."""

Holder = Literal["keyring", "passphrase"]


class NewerError(StartError):
    """What a newer Kith wrote."""


@dataclass(frozen=True, slots=True)
class Header:
    """How the key of a gallery is got at.

    Attributes:
        id: The key's name, which is random.
        check: Tells the right key from others.
        recovery: The key, sealed under the recovery code.
        passphrase: The key, sealed under a passphrase; None where the system's keyring holds it.
        layout: How the files under the key are written: see `Key`.
    """

    id: str
    check: bytes
    recovery: Slot
    passphrase: Slot | None = None
    layout: int = 1

    @property
    def holder(self) -> Holder:
        """Where the key is kept."""
        return "keyring" if self.passphrase is None else "passphrase"

    def fits(self, key: Key) -> bool:
        """Whether that is the key."""
        return hmac.compare_digest(self.check, check_of(key, self.id))

    def applied(self, key: Key) -> Key:
        """A key as it was unsealed, with the layout of the files under it."""
        return replace(key, layout=self.layout)

    def document(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "id": self.id,
            "check": self.check.hex(),
            "recovery": self.recovery.document(),
            "passphrase": None if self.passphrase is None else self.passphrase.document(),
            "layout": self.layout,
        }

    @classmethod
    def read(cls, found: Any) -> Self | None:
        """From what JSON kept, in its first version without a layout; None of nothing.

        Raises:
            ValueError, TypeError, KeyError: It is no header.
        """
        if found is None:
            return None
        if len(bytes.fromhex(found["id"])) != 16 or len(bytes.fromhex(found["check"])) != 32:
            raise ValueError("no header")
        sealed, layout = found["passphrase"], found.get("layout", 1)
        if type(layout) is not int or layout not in LAYOUTS:
            raise ValueError("no layout")
        return cls(
            found["id"],
            bytes.fromhex(found["check"]),
            Slot.read(found["recovery"]),
            None if sealed is None else Slot.read(sealed),
            layout,
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file says.

    Attributes:
        now: How the key of now is got at; None while the gallery is plain.
        following: While a change is under way, the key to come; None if the gallery is to be plain.
        changing: Whether one is.
        forth: The key to come, sealed under that of now, while one takes the place of another.
        back: The key of now, sealed under that to come.
    """

    now: Header | None
    following: Header | None = None
    changing: bool = False
    forth: Slot | None = None
    back: Slot | None = None

    @property
    def headers(self) -> tuple[Header, ...]:
        """Those there are."""
        return tuple(one for one in (self.now, self.following) if one is not None)


def check_of(key: Key, name: str) -> bytes:
    """What tells a key from others, and says nothing of it."""
    return hmac.new(key.raw, f"kith check {name}".encode(), hashlib.sha256).digest()


def holder(folder: Path) -> Holder | None:
    """Where the key of a data folder's gallery is kept; None if it is plain.

    Raises:
        StartError: The file cannot be used.
    """
    stored = load(folder)
    return stored.headers[0].holder if stored is not None and stored.headers else None


def is_broken_off(folder: Path) -> bool:
    """Whether a change of how a data folder's gallery is encrypted was broken off, and can go on.

    Raises:
        StartError: The file cannot be used.
    """
    stored = load(folder)
    return stored is not None and stored.changing


def in_words(kept: Holder | None) -> Text:
    """Whether a gallery is encrypted, and where its key is kept."""
    if kept is None:
        return say("Not encrypted")
    return say("Encrypted: keyring") if kept == "keyring" else say("Encrypted: passphrase")


def load(folder: Path) -> Stored | None:
    """Read the file of a data folder; None where there is none, and none is missing.

    Raises:
        NewerError: A newer Kith wrote it.
        StartError: It cannot be read, is not what Kith wrote, or is gone though the gallery is encrypted.
    """
    try:
        stored = _read(folder / NAME)
    except _BROKEN as error:
        raise StartError(
            say("{path} cannot be used", path=folder / NAME),
            why=say("it is damaged, or not what Kith wrote; without it the gallery cannot be decrypted"),
            remedy=_PUT_BACK,
        ) from error
    if stored is None and copy_of(folder).exists() and not is_plain(folder):
        raise _gone(folder)
    return stored


def is_lost(folder: Path) -> bool:
    """Whether a gallery is encrypted, and what gets at its key cannot be read."""
    return why_lost(folder) is not None


def why_lost(folder: Path) -> StartError | None:
    """What to say where that is so; without a copy of the file it is told by the gallery's own bytes."""
    try:
        return _gone(folder) if load(folder) is None and is_sealed(folder) else None
    except NewerError:
        return None
    except StartError as error:
        return None if is_plain(folder) else error


def _gone(folder: Path) -> StartError:
    return StartError(
        say("{path} is gone", path=folder / NAME),
        why=say("the gallery is encrypted, and cannot be decrypted without it"),
        remedy=_PUT_BACK,
    )


_PUT_BACK = say("Run kith doctor --repair: it puts back the copy in backups, if that opens the gallery")


def copy_of(folder: Path) -> Path:
    """Where the copy of a data folder's file lies, which is written as a change of keys is done."""
    return folder / "backups" / NAME


def load_copy(folder: Path) -> Stored | None:
    """Read the copy; None where there is none, or it cannot be used."""
    try:
        return _read(copy_of(folder))
    except (NewerError, *_BROKEN):
        return None


def is_plain(folder: Path) -> bool:
    """Whether a data folder's gallery is a database for everybody to read, or there is none."""
    try:
        with (folder / GALLERY_FILE).open("rb") as file:
            return file.read(len(SQLITE)) in (SQLITE, b"")
    except OSError:
        return True


def is_sealed(folder: Path) -> bool:
    """Whether a data folder's gallery begins as random bytes do; what is plain, or damaged, does not."""
    try:
        with (folder / GALLERY_FILE).open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return len(head) == _HEAD and max(map(head.count, range(256))) < _MOST_OF_A_BYTE


def _read(path: Path) -> Stored | None:
    """Read a file; None where there is none.

    Raises:
        Exception: One of `_BROKEN`: it cannot be read, or is not what `save` wrote.
    """
    try:
        found = json.loads(read_small(path, _MOST_BYTES))
        if _is_newer(found):
            raise NewerError(
                say("{path} cannot be used", path=path),
                why=say("it was made by a newer Kith"),
                remedy=say("Update Kith, or choose another data folder"),
            )
        return _stored(found)
    except FileNotFoundError:
        return None


def _is_newer(found: Any) -> bool:
    """Whether a newer Kith wrote it: damage to the number alone shows by the sum."""
    if not isinstance(found, dict) or not isinstance(found.get("version"), int):
        return False
    rest = {name: value for name, value in found.items() if name != _SUM}
    return found["version"] > _VERSION and found.get(_SUM) == _sum_of(rest)


def _sum_of(document: dict[str, Any]) -> str:
    """By which damage shows, even in what only the recovery code opens."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _stored(found: Any) -> Stored:
    """From what JSON kept; earlier versions wrote no sum.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: It is not what `save` wrote.
    """
    known = {"version", "changing", "now", "following", "forth", "back"}
    if not known <= found.keys() <= known | {_SUM}:
        raise ValueError("other entries")
    if _SUM in found and found.pop(_SUM) != _sum_of(found):
        raise ValueError("damaged")
    slots = (None if found[name] is None else Slot.read(found[name]) for name in ("forth", "back"))
    changing: object = found["changing"]
    if found["version"] not in {1, _VERSION} or not isinstance(changing, bool):
        raise ValueError("another version")
    stored = Stored(Header.read(found["now"]), Header.read(found["following"]), changing, *slots)
    if not stored.headers:
        raise ValueError("another version")
    return stored


def save(folder: Path, stored: Stored) -> None:
    """Write it, so that a crash leaves the old or the new.

    Raises:
        StartError: It cannot be written.
    """
    document = {
        "version": _VERSION,
        "changing": stored.changing,
        "now": None if stored.now is None else stored.now.document(),
        "following": None if stored.following is None else stored.following.document(),
        "forth": None if stored.forth is None else stored.forth.document(),
        "back": None if stored.back is None else stored.back.document(),
    }
    try:
        with replacing(folder / NAME) as part:
            part.write(json.dumps(document | {_SUM: _sum_of(document)}, indent=2).encode())
        sync(folder)
    except OSError as error:
        raise StartError(say("{path} cannot be written", path=folder / NAME), why=quote(error)) from error
