"""Damaged rows made good: face crops from photos, vectors from the crops, the rest from earlier copies."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from app.core.batches import batches
from app.core.errors import ImageError, KithError
from app.core.progress import CancelToken
from app.core.text import Text, say_n
from app.domain.face import Chip
from app.gallery import embeddings, faces
from app.gallery.database import Session
from app.gallery.integrity import bring_back
from app.services.photos.cutting import cut
from app.services.workspace import Workspace
from app.services.workspace.restoring import opened_up
from app.vision import chips

_BATCH = 32
"""Faces a commit."""
_MADE_ANEW = {"chip", "embedding"}
"""Tables of what is made from something else before a copy is asked."""


def mend(workspace: Workspace, cancel: CancelToken | None = None) -> list[Text]:
    """Mend what can be of a gallery's damaged rows and indexes, and return what was, one line a kind.

    Raises:
        GalleryError: The gallery cannot be written.
        ModelError: The model that decides cannot be loaded.
        Cancelled: The user asked to stop; what was mended stays so.
    """
    found = workspace.db.damage()
    if not found:
        return []
    if found.file:
        with suppress(KithError):  # its tables are damaged too
            workspace.db.rebuild_indexes()
    others = {table: rows for table, rows in found.rows.items() if table not in _MADE_ANEW}
    back = _from_copies(workspace, others)
    cut = _cut_again(workspace, found.rows.get("chip", ()), cancel)
    read = _read_again(workspace, found.rows.get("embedding", ()), cancel)
    left = workspace.db.damage().rows
    back += _from_copies(workspace, {table: left[table] for table in _MADE_ANEW & left.keys()})
    told = (
        (
            cut,
            say_n(
                "{n} face was cut out of its photo again", "{n} faces were cut out of their photos again", cut
            ),
        ),
        (read, say_n("{n} face was read again", "{n} faces were read again", read)),
        (back, say_n("{n} row was brought back from a copy", "{n} rows were brought back from a copy", back)),
    )
    return [text for count, text in told if count]


def _from_copies(workspace: Workspace, damaged: Mapping[str, list[int]]) -> int:
    done = 0
    for copy in workspace.folder.copies():
        if not damaged:
            break
        with suppress(KithError), opened_up(workspace, copy) as file, workspace.db.write() as session:
            done += bring_back(session, file, workspace.db.key, damaged)
        left = workspace.db.damage().rows
        damaged = {table: rows for table in damaged if (rows := left.get(table))}
    return done


def _cut_again(workspace: Workspace, face_ids: Collection[int], cancel: CancelToken | None) -> int:
    """Cut faces out of their photos again where these are still what was read; return how many."""
    done = 0
    for face in face_ids:
        if cancel:
            cancel.check()
        with workspace.db.read() as session:
            found = [chip for _, chip in cut(session, [face])]
        for chip in found:
            with workspace.db.write() as session:
                faces.replace_chip(session, face, chips.encode(chip), chip.landmarks)
            done += 1
    return done


def _read_again(workspace: Workspace, rows: Collection[int], cancel: CancelToken | None) -> int:
    """Embed faces again whose vectors of the model that decides are damaged; those of others are let go."""
    if not rows:
        return 0
    model = workspace.active_model()
    with workspace.db.write() as session:
        face_ids = embeddings.drop_damaged(session, model.id, rows)
        face_ids += [face for face in embeddings.lacking(session, model.id) if face not in set(face_ids)]
    embedder = workspace.embedder(model)
    done = 0
    for part in batches(sorted(face_ids), _BATCH):
        if cancel:
            cancel.check()
        with workspace.db.read() as session:
            ready = dict(_decoded(session, part))
        if ready:
            found = embedder.embed(list(ready.values()))
            with workspace.db.write() as session:
                embeddings.replace(session, model.id, list(ready), found)
            done += len(ready)
    return done


def _decoded(session: Session, face_ids: Collection[int]) -> Iterator[tuple[int, Chip]]:
    for one in embeddings.chips(session, face_ids):
        with suppress(ImageError):
            yield one.face_id, chips.decode(one.image, one.landmarks)
