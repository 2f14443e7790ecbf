"""Names written for other programs: into sidecars beside the photos, and into the files where wanted."""

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import ImageError
from app.core.files import replacing
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import quote, say
from app.domain.access import What
from app.domain.failure import Failure
from app.domain.handover import NamesWritten
from app.domain.region import Mark, Region, name_sum, stored
from app.gallery import people, photos, placed, written_out
from app.gallery.placed import PlacedPhoto
from app.services.photos.matching import another_picture, as_read, follow_copies
from app.services.photos.reading import absolute
from app.services.workspace import Workspace
from app.vision.picture_files import read_bytes
from app.xmp import files, jpeg, names, rdf
from app.xmp.tree import Packet
from trainer.pictures.header import Header

_EVERY = 100
"""Photos between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which names are written, and where.

    Attributes:
        people: Photos that show one of these; None for everyone. All names of such a photo are written.
        folder: Photos below this folder alone, or None.
        in_files: Into the files themselves too; JPEG alone.
        dry_run: Only say what would be written.
    """

    people: Collection[int] | None = None
    folder: Path | None = None
    in_files: bool = False
    dry_run: bool = False


def write_names(
    workspace: Workspace,
    wanted: Wanted,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> NamesWritten:
    """Write who is in photos beside them, and leave all else that stands there byte for byte.

    What was so written of faces that have no name any more is taken out again, and never what others wrote.
    A sidecar that is there is added to; a new one is called like the photo with `.xmp` behind it. A file is
    replaced whole or not at all. Decodes no picture.

    Raises:
        Cancelled: The user asked to stop; what was written stays.
    """
    result = NamesWritten()
    with workspace.db.read() as session:
        chosen = set(placed.with_faces_of(session, wanted.people))
        if wanted.people is None:
            chosen |= written_out.outdated(session)
        if wanted.folder is not None:
            chosen &= photos.below(session, absolute(wanted.folder)).keys()
        paths = [photo.path for photo in placed.photos(session, chosen)]
    follow_copies(workspace, paths, cancel)
    with workspace.db.read() as session:
        paths = [photo.path for photo in placed.photos(session, chosen)]
    same = as_read(workspace, paths, cancel)  # before where faces are is told: a file may have been turned
    with workspace.db.read() as session:
        called, found = people.names(session), placed.photos(session, chosen)
    if not wanted.dry_run:
        workspace.note_access(What.EXPORT, len(found))
    for number, photo in enumerate(found, start=1):
        if cancel:
            cancel.check()
        if number % _EVERY == 0:
            progress(Progress(number, len(found), quote(photo.path.name)))
        try:
            header = files.header(photo.path)
            if photo.path not in same:
                raise another_picture()
            _write_photo(workspace, photo, header, called, wanted, result)
        except ImageError as error:
            result.failed.append(Failure(str(photo.path), error.text))
    return result


def _write_photo(
    workspace: Workspace,
    photo: PlacedPhoto,
    header: Header,
    called: dict[int, str],
    wanted: Wanted,
    result: NamesWritten,
) -> None:
    named = {
        face.id: Region(rdf.legal(called[face.person]), stored(face.box, header.turn))
        for face in photo.faces
        if face.person in called and not face.ignored
    }
    result.photos += 1
    result.names += len(named)
    beside = files.sidecars(photo.path)
    if beside or not wanted.in_files:
        target = beside[0] if beside else photo.path.with_name(f"{photo.path.name}.xmp")
        before = files.read_sidecar(target) if beside else b""
        written = _Written(workspace, photo, named, inside=False)
        packet = written.into(before or names.beginning(header.packets), header)
        if beside or named:
            _write(target, packet, before, photo.path, wanted, result)
        written.keep(wanted)
    if wanted.in_files:
        before = read_bytes(photo.path)
        written = _Written(workspace, photo, named, inside=True)
        data = _with_names(before, header, written)
        if _write(photo.path, data, before, photo.path, wanted, result):
            _note(workspace, photo, data)
        written.keep(wanted)


class _Written:
    """What is written of the faces of a photo into one file, and what was before."""

    def __init__(
        self, workspace: Workspace, photo: PlacedPhoto, named: dict[int, Region], *, inside: bool
    ) -> None:
        self._workspace, self._named, self._inside = workspace, named, inside
        with workspace.db.read() as session:
            self._before = written_out.of_photo(session, photo.id, inside=inside)
        self._new: dict[int, Mark] = {}

    def into(self, packet: bytes, header: Header) -> bytes:
        """A packet with the names of now, and without those of before that are gone.

        Raises:
            ImageError: It cannot be read.
        """
        faces = list(self._named.values())
        gone = [mark for face, mark in self._before.items() if face not in self._named]
        packet = names.take_out(packet, gone, {face.name for face in faces}) if gone else packet
        for face, region, mark in zip(self._named, faces, names.added(packet, faces), strict=True):
            if mark is not None:
                self._new[face] = mark
            elif (old := self._before.get(face)) is not None:  # its region is there, and gets the name of now
                self._new[face] = Mark(old.area, name_sum(region.name), old.tagged)
        return names.write(packet, faces, (header.width, header.height))

    def keep(self, wanted: Wanted) -> None:
        """Remember it, once it was written."""
        if wanted.dry_run or self._new == self._before:
            return
        with self._workspace.db.write() as session:
            gone = self._before.keys() - self._new.keys()
            written_out.keep(session, self._new, gone, inside=self._inside)


def _with_names(data: bytes, header: Header, written: _Written) -> bytes:
    """The bytes of a JPEG with names in it.

    Raises:
        ImageError: It is no JPEG, or they do not fit into it.
    """
    if data[:3] != b"\xff\xd8\xff":
        raise ImageError(
            say("names are written into JPEG files alone"), remedy=say("Write a sidecar beside it instead")
        )
    main, *more = header.packets or (rdf.EMPTY,)
    if any(rdf.properties(Packet(one), name) for one in more for name in names.PROPERTIES):
        raise ImageError(
            say("its regions stand in an extension"), remedy=say("Write a sidecar beside it instead")
        )
    packet = written.into(main, header)
    return data if packet == main else jpeg.with_packet(data, packet)


def _write(
    target: Path, data: bytes, before: bytes, photo: Path, wanted: Wanted, result: NamesWritten
) -> bool:
    """Write a file if it is to hold something else than before; whether it was written.

    Raises:
        ImageError: It cannot be written.
    """
    if data == before:
        result.same += 1
        return False
    result.written += 1
    if wanted.dry_run:
        return False
    try:
        real = target.resolve()
        mode = (real if before else photo).stat().st_mode & 0o666
        with replacing(real) as file:
            file.write(data)
            os.chmod(file.name, mode)  # noqa: PTH101 - a file of one's own, by its name
    except OSError as error:
        result.written -= 1
        raise ImageError(say("{path} cannot be written", path=target), why=quote(error)) from error
    return True


def _note(workspace: Workspace, photo: PlacedPhoto, data: bytes) -> None:
    """The gallery goes on knowing a photo whose file was written."""
    file = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    with workspace.db.write() as session:
        photos.hold(session, photo.id, **file, mtime_ns=photo.path.stat().st_mtime_ns)
