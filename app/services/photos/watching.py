"""Watched folders: which of them has changed."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from app.services.photos.folders import is_here

if TYPE_CHECKING:
    import watchfiles

QUIET_MS = 2_000
"""Time without any change after which what was written is taken to be whole."""
_LONGEST_MS = 60_000
"""Time after which a folder that never comes to rest counts as changed."""
_LOOK_MS = 2_000
"""Time between two looks at which folders are watched, and which can be reached."""
_POLL_MS = 60_000
"""Time between two looks at all files, where the system does not tell of changes: it watches only so many."""


class _Stop(Protocol):
    def is_set(self) -> bool: ...


def changed_folders(
    watched: Callable[[], Collection[Path]], stop: Event, quiet_ms: int = QUIET_MS
) -> Iterator[Path]:
    """Yield each folder as it comes within reach, and whenever files in it were added, changed or removed.

    Args:
        watched: Asked again and again which folders are watched now.
        stop: Set to end.
        quiet_ms: Milliseconds without a change before one is told.

    Raises:
        OSError: Not even looking at the files now and then is possible.
    """
    seen: set[Path] = set()
    polling = False
    while not stop.is_set():
        here = {folder for folder in watched() if is_here(folder)}
        new, seen = here - seen, here
        if not here:
            stop.wait(_LOOK_MS / 1000)
            continue
        try:
            for folders in _changed(here, watched, stop, quiet_ms, polling=polling):
                yield from sorted(folders | new)  # these once it is certain that no change is missed
                new = set()
        except FileNotFoundError:  # one has just gone
            stop.wait(_LOOK_MS / 1000)
        except (OSError, RuntimeError):
            if polling:
                raise
            polling = True
        seen -= new


def _changed(
    here: set[Path], watched: Callable[[], Collection[Path]], stop: _Stop, quiet_ms: int, *, polling: bool
) -> Iterator[set[Path]]:
    """Yield which folders changed, now and then none, until others are to be watched."""
    import watchfiles  # needed by few, and slow to load while the engine starts

    changes = watchfiles.watch(
        *here,
        watch_filter=_counts,
        debounce=_LONGEST_MS,
        step=quiet_ms,
        stop_event=stop,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=polling or None,
        poll_delay_ms=_POLL_MS,
        ignore_permission_denied=True,
    )
    for found in changes:
        paths = [Path(path) for _, path in found]
        yield {folder for folder in here if any(path.is_relative_to(folder) for path in paths)}
        if {folder for folder in watched() if is_here(folder)} != here:
            return


def _counts(_: "watchfiles.Change", path: str) -> bool:
    """Whether a change may be one of a photo: not of what is hidden, such as another program's notes."""
    return not Path(path).name.startswith(".")
