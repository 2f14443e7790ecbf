"""Which photo of the gallery a picture is that was read, and where it lies."""

from dataclasses import replace
from os.path import lexists

from app.domain.photo import Photo
from app.gallery import copies, photos
from app.gallery.copies import Copy
from app.gallery.database import Session
from app.gallery.records import PhotoFile


def stored_as(session: Session, file: PhotoFile) -> Photo | None:
    """The photo that a file shows, at its own path or any other, or None."""
    here = photos.lookup(session, file.path)
    return here if here is not None and _shows(here, file) else photos.by_content(session, file)


def settle(session: Session, file: PhotoFile) -> PhotoFile:
    """Make room for a file that was read and return it as the photo that it is to be recorded as.

    Another picture that was at its path is set aside. A copy stands for the photo itself, and is noted; where
    that one's own file is gone, it has moved here.
    """
    here, photo = photos.lookup(session, file.path), stored_as(session, file)
    if here is not None and photo is not None and here.id == photo.id:
        return file
    if here is not None and (photo is not None or here.failure is None):
        photos.set_aside(session, here)
    if photo is None:
        return file
    if not lexists(photo.path):
        copies.forget(session, [file.path])
        photos.hold(session, photo.id, path=file.path)
        return file
    copies.note(session, {file.path: Copy(photo.id, file.sha256, file.size, file.mtime_ns)})
    return replace(
        file,
        path=photo.path,
        sha256=photo.sha256 or file.sha256,
        size=photo.size or file.size,
        mtime_ns=photo.mtime_ns or file.mtime_ns,
    )


def _shows(photo: Photo, file: PhotoFile) -> bool:
    if photo.sha256 == file.sha256:
        return True
    return photo.pixels is not None and (photo.pixels, photo.turn) == (file.pixels, file.turn)
