"""Reading many pictures: decoded and searched ahead on worker threads, embedded in batches, in order."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.core.errors import HarmfulImageError, ImageError
from app.core.progress import CancelToken
from app.core.text import Text
from app.domain.arrays import Embedding
from app.domain.face import Face
from app.gallery.records import NewFace, PhotoFile
from app.services.photos.contents import content_of, stamp
from app.vision import chips
from app.vision.detect import BOUND
from app.vision.image_io import decode_at, decode_parts
from app.vision.picture_files import read_bytes
from app.vision.reader import FaceReader

Item = TypeVar("Item")
Result = TypeVar("Result")

NONE: Mapping[tuple[int, str], Text] = {}
"""No content that is not to be tried again."""
_AHEAD = 4
"""Pictures decoded ahead, beyond one a worker: bounds memory to a few photos."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture that was read, or why it could not be.

    Attributes:
        path: As given.
        file: What the gallery keeps of the file; None where reading failed.
        faces: Those found in it, the likeliest subject first.
        failure: Why it could not be read, in words fit to show, or None.
        harmful: SHA-256 of its content, if that brought the decoder down and is not to be tried again.
    """

    path: Path
    file: PhotoFile | None
    faces: list[Face]
    failure: Text | None = None
    harmful: str | None = None


def read_picture(
    reader: FaceReader,
    path: Path,
    cancel: CancelToken | None = None,
    harmful: Mapping[tuple[int, str], Text] = NONE,
    *,
    places: bool = False,
) -> Picture:
    """Read one picture and find its faces. Whatever is wrong with it is said in the result.

    Args:
        reader: Finds them.
        path: The file.
        cancel: Stops at once.
        harmful: Contents, by size and SHA-256, that are not to be tried again, and why.
        places: Whether it is to be kept where it was taken.

    Raises:
        Cancelled: The user asked to stop, even while it is decoded.
    """
    try:
        before = stamp(path)  # a file that changes while it is read is read again the next time
        data = read_bytes(path)
        if why := refusal(len(data), lambda: hashlib.sha256(data).hexdigest(), harmful):
            return Picture(path, None, [], *why)
        photo = decode_at(data, BOUND, cancel)
    except HarmfulImageError as error:
        return Picture(path, None, [], error.text, hashlib.sha256(data).hexdigest())
    except ImageError as error:
        return Picture(path, None, [], error.text)
    held = content_of(data, photo.tags)
    file = PhotoFile(
        absolute(path),
        held.sha256,
        held.size,
        before.mtime_ns if before is not None else 0,
        photo.width,
        photo.height,
        pixels=held.pixels,
        turn=held.turn,
        taken=held.taken,
        place=held.place if places else None,
    )
    return Picture(path, file, reader.find_in(photo, lambda parts: decode_parts(data, parts, cancel)))


def refusal(
    size: int, sha256: Callable[[], str | None], harmful: Mapping[tuple[int, str], Text]
) -> tuple[Text, str] | None:
    """Why a content is not tried again, and its SHA-256. Only files of the size of one are digested."""
    found = sha256() if any(size == one for one, _ in harmful) else None
    return None if found is None or (size, found) not in harmful else (harmful[size, found], found)


def read_pictures(
    reader: FaceReader,
    paths: Iterable[Path],
    cancel: CancelToken | None = None,
    harmful: Mapping[tuple[int, str], Text] = NONE,
    *,
    places: bool = False,
) -> Iterator[Picture]:
    """Read pictures in order, some ahead on as many threads as there are processors; see `read_picture`.

    Raises:
        Cancelled: The user asked to stop.
    """
    yield from ahead(lambda path: read_picture(reader, path, cancel, harmful, places=places), paths, cancel)


def ahead(
    work: Callable[[Item], Result], items: Iterable[Item], cancel: CancelToken | None = None
) -> Iterator[Result]:
    """Do `work` on each item on threads, a bounded number ahead, and yield the results in order.

    Raises:
        Cancelled: The user asked to stop.
    """
    waiting: deque[Future[Result]] = deque()
    workers = os.cpu_count() or 1
    pool = ThreadPoolExecutor(workers, thread_name_prefix="read")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= workers + _AHEAD:
                yield waiting.popleft().result()
            if cancel:
                cancel.check()
        while waiting:
            yield waiting.popleft().result()
            if cancel:
                cancel.check()
    finally:
        pool.shutdown(cancel_futures=True)


def absolute(path: Path) -> Path:
    """The path as the gallery knows it: absolute, without `..`, links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`, resolve follows links


def to_store(face: Face, embedding: tuple[Embedding, float], model_id: str) -> NewFace:
    """Make a face ready for the gallery, with its embedding: vector, and length before that was 1."""
    return NewFace(
        box=face.detection.box,
        landmarks=face.detection.landmarks,
        quality=face.quality,
        chip=chips.encode(face.chip),
        chip_landmarks=face.chip.landmarks,
        embeddings={model_id: embedding},
        at=face.at,
    )
