"""The process in which pictures from outside are decoded (`python -m trainer.pictures.child`).

It is given a file's bytes in shared memory and answers with pixels in the same place; questions and answers
are lines of JSON on its standard input and output. It opens no file, and is gone when its parent is, or when
it was asked nothing for a while.
"""

import io
import json
import mmap
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from trainer.errors import PictureError
from trainer.pictures.decoding import decode_at, tags
from trainer.pictures.exif import Tags
from trainer.pictures.limits import confine, hurry
from trainer.text_data import as_data

SHARED = 201_000_000
"""Bytes of the shared memory: the largest file, or the most pixels."""
SMALL = 20_000_000
"""Bytes that decoding may take without asking for room."""
_IDLE_SECONDS = 60


def main() -> None:
    """Answer questions until there are no more. The first argument names the shared memory."""
    name = sys.argv[1]
    if sys.platform == "win32":
        shared = mmap.mmap(-1, SHARED, tagname=name)
    else:
        shared = mmap.mmap(int(name), SHARED)
    _load_all()
    confine()
    _tell({"ready": True})
    while asked := _next():
        hurry(asked["seconds"])
        answer = _answer(shared, asked)
        hurry(0)
        _tell(answer)


def _load_all() -> None:
    """Load what is loaded as it is needed only: later no file can be opened."""
    with suppress(ImportError):
        import rawpy  # noqa: F401
    datetime.strptime("2026", "%Y")  # for its module
    picture = PillowImage.new("CMYK", (8, 8))
    for kind in ("JPEG", "TIFF"):
        buffer = io.BytesIO()
        picture.save(buffer, kind)
        decode_at(buffer.getvalue(), 1)


def _next() -> dict[str, Any] | None:
    """The next question; None where there will be no more."""
    if sys.platform != "win32" and not select.select([sys.stdin], [], [], _IDLE_SECONDS)[0]:
        return None
    line = sys.stdin.buffer.readline()
    return json.loads(line) if line else None


def _tell(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


def _answer(shared: mmap.mmap, asked: dict[str, Any]) -> dict[str, Any]:
    data = shared[: asked["size"]]
    try:
        if asked["tags"]:
            said = tags(data)
            return {"tags": _told(said)}
        found = decode_at(data, asked["longest"], _room)
    except PictureError as error:
        return {"error": [as_data(part) for part in (error.what, error.why, error.remedy)]}
    np.frombuffer(shared, np.uint8, found.image.size).reshape(found.image.shape)[:] = found.image
    return {
        "shape": found.image.shape[:2],
        "width": found.width,
        "height": found.height,
        "scale": found.scale,
        "shift": found.shift,
        "turn": found.turn,
        "tags": _told(found.tags),
    }


def _told(said: Tags) -> tuple[int, str | None]:
    return said.turn, None if said.taken is None else said.taken.isoformat()


@contextmanager
def _room(cost: int) -> Iterator[None]:
    """Wait until there is room for so many bytes beside what others decode."""
    if cost > SMALL:
        _tell({"cost": cost})
        _next()
    yield


if __name__ == "__main__":
    main()
