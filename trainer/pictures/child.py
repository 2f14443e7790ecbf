"""The process in which pictures from outside are decoded (`python -m trainer.pictures.child`).

It is given a file's bytes in shared memory and answers with pixels in the same place; questions and answers
are lines of JSON on its standard input and output. It opens no file, and is gone when its parent is, or when
it was asked nothing for a while.
"""

import io
import mmap
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from trainer.errors import PictureError
from trainer.pictures import header
from trainer.pictures.decoding import Decoded, decode_at, decode_parts, tags
from trainer.pictures.exif import Tags
from trainer.pictures.limits import confine, hurry
from trainer.pictures.line import SMALL, hear, shared_memory, tell
from trainer.text_data import as_data

_IDLE_SECONDS = 60


def main() -> None:
    """Answer questions until there are no more. The first argument names the shared memory."""
    shared = shared_memory(sys.argv[1])
    _load_all()
    confine()
    tell({"ready": True})
    while asked := hear(_IDLE_SECONDS):
        hurry(asked["seconds"])
        answer = _answer(shared, asked)
        hurry(0)
        tell(answer)


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


def _answer(shared: mmap.mmap, asked: dict[str, Any]) -> dict[str, Any]:
    data = shared[: asked["size"]]
    try:
        if asked["tags"]:
            said = tags(data)
            return {"tags": _told(said)}
        if asked.get("header"):
            return _headed(shared, header.read(data))
        if (parts := asked["parts"]) is None:
            return _given(shared, [decode_at(data, asked["longest"], _room)])
        areas = [(left, top, right, bottom) for left, top, right, bottom in parts]
        return _given(shared, decode_parts(data, areas, _room))
    except PictureError as error:
        return {"error": [as_data(part) for part in (error.what, error.why, error.remedy)]}


def _headed(shared: mmap.mmap, found: header.Header) -> dict[str, Any]:
    """Put what programs wrote of a picture into the shared memory, and say what else its header does."""
    whole = b"".join(found.packets)
    shared[: len(whole)] = whole
    sizes = [len(packet) for packet in found.packets]
    return {"header": (found.width, found.height, found.turn), "packets": sizes}


def _given(shared: mmap.mmap, found: list[Decoded]) -> dict[str, Any]:
    """Put pixels into the shared memory, one part after the other, and say what they are."""
    at = 0
    for one in found:
        np.frombuffer(shared, np.uint8, one.image.size, at).reshape(one.image.shape)[:] = one.image
        at += one.image.size
    first = found[0]
    return {
        "parts": [(*one.image.shape[:2], *one.shift) for one in found],
        "width": first.width,
        "height": first.height,
        "scale": first.scale,
        "turn": first.turn,
        "tags": _told(first.tags),
    }


def _told(said: Tags) -> tuple[int, str | None, tuple[float, float] | None]:
    return said.turn, None if said.taken is None else said.taken.isoformat(), said.place


@contextmanager
def _room(cost: int) -> Iterator[None]:
    """Wait until there is room for so many bytes beside what others decode."""
    if cost > SMALL:
        tell({"cost": cost})
        hear()
    yield


if __name__ == "__main__":
    main()
