"""Forgetting people for good."""

from contextlib import suppress

from app.core import reserve
from app.core.files import read_bytes, replacing
from app.core.text import Text, say
from app.domain.bearing import Bearing
from app.domain.erasure import Erasure
from app.gallery import forgetting, people
from app.keys import habits, sealed
from app.services.people.browse import nobody_called
from app.services.workspace import Workspace, unfinished


def forget(workspace: Workspace, name: str) -> Erasure:
    """Erase everyone who bears or bore a name: nothing of them is left in the data folder.

    This cannot be undone. A model that was trained on their faces stays as it is. It works on a full disk,
    and goes on at the next start if it is cut off.

    Raises:
        UsageError: Nobody bears or bore that name.
        GalleryError: The gallery cannot be written, or another program keeps traces alive.
    """
    with reserve.lent(workspace.folder.root):
        with workspace.db.write() as session:
            known = people.named(session, name)
            if not known:
                raise nobody_called(name)
            bears = forgetting.bearing(session, known)
            _out_of_window(workspace, bears)  # before it is noted: the next start does the rest alone
            forgetting.ask(session, known)
        unfinished.finish(workspace.db, workspace.folder)
        done = forgetting.finish(workspace.db)
        return done | Erasure(left=(*_left(workspace, bears), *workspace.keys_behind()))


def would_forget(workspace: Workspace, name: str) -> Erasure:
    """Say what `forget` would erase, and do nothing.

    Raises:
        UsageError: Nobody bears or bore that name.
        GalleryError: The gallery cannot be read.
    """
    with workspace.db.read() as session:
        known = people.named(session, name)
        if not known:
            raise nobody_called(name)
        left = _left(workspace, forgetting.bearing(session, known))
        done = Erasure()
        for person in known:
            if person not in done.changes.people:
                done |= forgetting.forget(session, person)  # and never committed
    return done | Erasure(left=left)


def _out_of_window(workspace: Workspace, bears: Bearing) -> None:
    """Take the name out of what the window remembers, such as a video that was watched."""
    file = workspace.folder.window
    with suppress(OSError):
        text = read_bytes(file, habits.MOST_BYTES).decode("utf-8", "surrogateescape")
        lines = text.splitlines(keepends=True)
        name = sealed.name_for(workspace.folder.root)
        kept = [_without(line, bears, name) for line in lines if not bears(line)]
        if kept != lines:
            with replacing(file) as part:
                part.write("".join(kept).encode(errors="surrogateescape"))


def _without(line: str, bears: Bearing, name: str | None) -> str:
    """A line without what bears the name in it, where it holds many things sealed under one key."""
    if name is None or not line.startswith(f"{habits.ENTRY}="):
        return line
    found = habits.opened(line.partition("=")[2].strip())
    kept = {one: value for one, value in found.items() if not bears(one) and not bears(value)}
    return line if kept == found else f"{habits.ENTRY}={habits.word_of(kept, name)}\n"


def _left(workspace: Workspace, bears: Bearing) -> tuple[Text, ...]:
    """What still bears the name and is the user's to change."""
    chosen = workspace.settings
    told = (*chosen.visit_command, chosen.visit_webhook, chosen.visit_mqtt)
    return (
        (say("The settings bear the name where visits are told to others"),) if any(map(bears, told)) else ()
    )
