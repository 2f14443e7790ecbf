"""Pictures of faces: those kept, else cut out of their photos; and keeping none."""

from collections.abc import Collection
from os.path import lexists

from app.core import reserve
from app.domain.access import What
from app.domain.pictures import Pictures
from app.gallery import access, embeddings, forgetting, photos
from app.gallery import pictures as gallery
from app.services.photos.cutting import cut
from app.services.workspace import Workspace
from app.vision import chips


def pictures(workspace: Workspace, face_ids: Collection[int]) -> dict[int, bytes]:
    """Pictures of faces, encoded, by face; left out is what is neither kept nor in a photo in its place."""
    kept = stored(workspace, face_ids)
    return kept | cut_out(workspace, set(face_ids) - kept.keys())


def stored(workspace: Workspace, face_ids: Collection[int]) -> dict[int, bytes]:
    """Pictures of faces that are kept, as they were encoded, by face."""
    with workspace.db.read() as session:
        return {chip.face_id: chip.image for chip in embeddings.chips(session, set(face_ids))}


def cut_out(workspace: Workspace, face_ids: Collection[int]) -> dict[int, bytes]:
    """Pictures of faces cut out of their photos, encoded, by face, where these are in their places."""
    with workspace.db.read() as session:
        return {face: chips.encode(chip) for face, chip in cut(session, face_ids)} if face_ids else {}


def look(workspace: Workspace) -> Pictures:
    """How many pictures are kept, and what would go with them."""
    with workspace.db.read() as session:
        faces = gallery.faces_with(session)
        photo_of, places = photos.of_faces(session, faces), photos.places(session)
        wanted = gallery.kept(session)
    here = {photo for photo in set(photo_of.values()) if photo in places and lexists(places[photo])}
    return Pictures(wanted, len(faces), sum(photo_of.get(face) not in here for face in faces))


def keep(workspace: Workspace) -> None:
    """Keep pictures of the faces that are added from now on.

    Raises:
        GalleryError: The gallery cannot be written.
    """
    with workspace.db.write() as session:
        gallery.keep(session)


def drop(workspace: Workspace) -> int:
    """Keep no pictures from now on, delete those there are, and leave no trace of them; return how many.

    It works on a full disk, and goes on at the next start if it is cut off.

    Raises:
        GalleryError: The gallery cannot be written, or another program keeps traces alive.
    """
    with reserve.lent(workspace.folder.root):
        with workspace.db.write() as session:
            count = gallery.count(session)
            access.note(session, What.PICTURES, count)
            gallery.drop(session)
        forgetting.finish(workspace.db)
    return count
