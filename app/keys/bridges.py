"""The keys before and after a change: sealed under each other, so that either is enough to settle it."""

from app.core.errors import StartError
from app.core.text import say
from app.keys import slots
from app.keys.errors import LockedError
from app.keys.header import Header, Stored
from app.keys.key import Key, hold
from app.keys.slots import Slot
from app.keys.unlocking import Fresh, key_of


def between(key: Key | None, fresh: Fresh | None) -> dict[str, Slot]:
    """What `Stored` keeps of both; nothing where the gallery is plain before or after."""
    if key is None or fresh is None:
        return {}
    name = fresh.header.id
    return {
        "forth": slots.seal(fresh.key, key.raw, f"{name}:forth", stretch=False),
        "back": slots.seal(key, fresh.key.raw, f"{name}:back", stretch=False),
    }


def keys_of(stored: Stored) -> tuple[Key | None, Key | None]:
    """The key before and after a change, each None where the gallery is plain.

    Raises:
        LockedError: They are not here.
        StartError: The file that holds them is damaged.
    """
    if stored.now is not None and stored.following is not None:
        return _both(stored, stored.now, stored.following)
    old, new = (None if one is None else key_of(one) for one in (stored.now, stored.following))
    return old, new


def _both(stored: Stored, now: Header, following: Header) -> tuple[Key, Key]:
    """The old and the new key, by whichever of them is here."""
    old: Key | None
    new: Key | None
    try:
        old = key_of(now)
        new = None if stored.forth is None else slots.opened(stored.forth, old.raw, f"{following.id}:forth")
    except LockedError:
        new = key_of(following)
        old = None if stored.back is None else slots.opened(stored.back, new.raw, f"{following.id}:back")
    if old is None or new is None:
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("what encryption.json says of a change of keys is damaged"),
            remedy=say("Put back the copy that lies in backups"),
        )
    old, new = now.applied(old), following.applied(new)
    hold(now.id, old)
    hold(following.id, new)
    return old, new
