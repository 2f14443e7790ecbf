"""Where the photos lie: the topmost folders, each with how much is below it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import gettempdir

from app.domain.photo import Folder
from app.gallery.counts import by_folder
from app.services.workspace import Workspace


def folders(workspace: Workspace) -> list[Folder]:
    """List the topmost folders below which the photos lie, by path."""
    with workspace.db.read() as session:
        held = by_folder(session)
    tops = topmost(held)
    sums: dict[Path, Counter[str]] = {top: Counter() for top in tops}
    for folder, counts in held.items():
        top = folder if folder in sums else next(above for above in folder.parents if above in sums)
        sums[top].update(counts)
    return [Folder(top, sums[top]["photos"], sums[top]["faces"], sums[top]["failed"]) for top in tops]


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
