"""Where the photos lie: the folders of the library and others, each with how much is below it."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import gettempdir

from app.core.errors import UsageError
from app.core.text import say
from app.domain.photo import Folder, FolderState
from app.gallery import library
from app.gallery.counts import by_folder
from app.services.photos.reading import absolute
from app.services.workspace import Workspace


def folders(workspace: Workspace) -> list[Folder]:
    """List the folders of the library, and the topmost ones below which other photos lie, by path."""
    with workspace.db.read() as session:
        held, kept = by_folder(session), library.folders(session)
    loose = [folder for folder in held if folder not in kept and not any(up in kept for up in folder.parents)]
    tops = sorted({*kept, *topmost(loose)})
    sums: dict[Path, Counter[str]] = {top: Counter() for top in tops}
    for folder, counts in held.items():
        top = folder if folder in sums else next(above for above in folder.parents if above in sums)
        sums[top].update(counts)
    return [_folder(top, sums[top], kept.get(top)) for top in tops]


def _folder(path: Path, counts: Counter[str], watched: bool | None) -> Folder:
    state = FolderState.HERE if is_here(path) else FolderState.GONE
    return Folder(path, counts["photos"], counts["faces"], counts["failed"], state, watched)


def is_here(folder: Path) -> bool:
    """Whether a folder can be reached: an empty one may be where a drive appears that is not plugged in."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def watched_folders(workspace: Workspace) -> list[Path]:
    """The folders in which new photos are to be read by themselves, by path."""
    with workspace.db.read() as session:
        return [folder for folder, watched in library.folders(session).items() if watched]


def watch_folder(workspace: Workspace, folder: Path, *, on: bool) -> None:
    """Say whether new photos in a folder of the library are to be read by themselves.

    Raises:
        UsageError: It is no folder of the library.
        GalleryError: The gallery cannot be written.
    """
    with workspace.db.write() as session:
        if not library.watch(session, absolute(folder), on=on):
            raise UsageError(
                say("{folder} is no folder of the library", folder=folder),
                remedy=say("Read it first; kith library lists those there are"),
            )


def topmost(held: Iterable[Path]) -> list[Path]:
    """Return the fewest folders that hold these, but none in which unrelated things lie, by path.

    Folders side by side count as one tree, reported by what they lie in, unless that is a home, a place
    where drives appear, the folder for temporary files, or near the root.
    """
    children: defaultdict[Path, set[Path]] = defaultdict(set)
    own = set(held)
    for folder in own:
        for below, above in zip((folder, *folder.parents), folder.parents, strict=False):
            children[above].add(below)
    roots = {Path(folder.anchor) for folder in own}
    return sorted(top for root in roots for top in _tops(root, own, children, _gathering()))


def _tops(
    folder: Path, own: set[Path], children: dict[Path, set[Path]], gathering: set[Path]
) -> Iterator[Path]:
    below = children.get(folder, set())
    unrelated = folder in gathering or len(folder.parts) <= 2
    if folder in own or (len(below) > 1 and not unrelated):
        yield folder
        return
    for one in below:
        yield from _tops(one, own, children, gathering)


def _gathering() -> set[Path]:
    """Folders that hold unrelated things side by side."""
    home = Path.home()
    drives = (Path("/media") / home.name, Path("/run/media") / home.name)
    return {above for place in (home, *drives, Path(gettempdir())) for above in (place, *place.parents)}
