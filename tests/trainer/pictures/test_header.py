"""What picture files say of themselves is read in the process that decodes, whatever they were made for."""

import io
import os
import random
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from tests.app.vision.samples import HEIC
from trainer import pictures
from trainer.errors import PictureError
from trainer.pictures import header
from trainer.pictures.apart import Decoder

_PACKET = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b" " * 3000 + b"</x:xmpmeta>"
_KINDS = ["JPEG", "PNG", "WEBP", "TIFF", *(["AVIF"] if features.check("avif") else [])]


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


def _made(kind: str) -> bytes:
    """A picture of 60 x 40 with XMP, turned by 6."""
    image = Image.fromarray(np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8))
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    if kind == "PNG":
        image.save(file, kind, exif=exif)
        text = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(_PACKET)
        chunk = struct.pack(">I", len(text)) + b"iTXt" + text + struct.pack(">I", zlib.crc32(b"iTXt" + text))
        return file.getvalue()[:-12] + chunk + file.getvalue()[-12:]  # behind the pixels
    if kind == "TIFF":
        exif[700] = _PACKET
        image.save(file, kind, exif=exif)
    else:
        image.save(file, kind, exif=exif, xmp=_PACKET)
    return file.getvalue()


@pytest.mark.parametrize("kind", _KINDS)
def test_it_says_there_what_it_says_here(
    kind: str, decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(_made(kind))
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("a picture was decoded"))
    found = decoder.header(pictures.read_head(path))
    assert found == header.read(path.read_bytes())
    assert ((found.width, found.height, found.turn), found.packets) == ((60, 40, 6), (_PACKET,))


def test_of_a_jpeg_only_what_stands_before_its_pixels_is_read(tmp_path: Path) -> None:
    path, data = tmp_path / "a.jpg", _made("JPEG")
    path.write_bytes(data + bytes(1_000_000))
    head = pictures.read_head(path)
    assert (data.startswith(head), head.endswith(b"\0\x3f\0")) == (True, True)
    for damaged in (data[:300], data[:2] + b"\xff\xe0\0\0" * 5000 + data[2:], data[:2] + b"\0" + data[2:]):
        path.write_bytes(damaged)
        assert pictures.read_head(path) == damaged
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(PictureError, match="not a regular file"):
        pictures.read_head(path)


def _hostile(kind: str) -> Iterator[bytes]:
    """Sizes that lie, loops, and pieces of a file."""
    data, drawn = HEIC if kind == "HEIC" else _made(kind), random.Random(kind)
    yield from (data[:size] for size in (4, 12, 30, len(data) // 2, len(data) - 1))
    sizes = (b"\0" * 4, b"\1\0\0\0", b"\0\0\0\1", b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f")
    names = (
        b"meta",
        b"mdat",
        b"iloc",
        b"iinf",
        b"iprp",
        b"ispe",
        b"VP8 ",
        b"VP8X",
        b"XMP ",
        b"EXIF",
        b"iTXt",
    )
    places = [at for name in names for at in (data.find(name) - 4, data.find(name) + 4) if name in data]
    for at in [4, *places, *drawn.sample(range(len(data) - 4), 12)]:
        size = drawn.choice(sizes)
        yield data[:at] + size + data[at + 4 :]
    if kind in ("AVIF", "HEIC"):
        for large in (0, 1, 1 << 63, (1 << 64) - 1):  # a box of 64 bits, which holds itself or all there is
            for name in (b"meta", b"moov", b"free"):
                yield data[:32] + struct.pack(">I", 1) + name + struct.pack(">Q", large) + data[32:]
        yield data[:32] + (struct.pack(">I", 0x7FFFFFFF) + b"meta\0\0\0\0") * 20_000
    if kind == "PNG":
        yield data[:33] + (struct.pack(">I", 0) + b"iTXt" + bytes(4)) * 200_000
    if kind == "JPEG":
        for place in (0, 1, 65_535):
            part = b"http://ns.adobe.com/xmp/extension/\0" + b"a" * 32 + struct.pack(">II", 1 << 31, place)
            yield data[:2] + b"\xff\xe1" + struct.pack(">H", len(part) + 12) + part + b"x" * 10 + data[2:]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*_KINDS, "HEIC"])
def test_what_is_made_to_do_harm_ends_with_an_answer_or_a_reason(kind: str, decoder: Decoder) -> None:
    refused = answered = 0
    for data in _hostile(kind):
        began = time.monotonic()
        try:
            found = decoder.header(data)
        except PictureError:
            refused += 1
        else:
            assert found.turn in range(1, 9)
            assert sum(map(len, found.packets)) <= 2 * header.MAX_PACKET
            answered += 1
        assert time.monotonic() - began < 60  # a busy computer; of the processor it gets 5 seconds
    assert refused > 3
    assert refused + answered > 15
    assert decoder.header(_made("JPEG")).turn == 6  # and it goes on


def test_the_header_of_a_heic_is_read(decoder: Decoder) -> None:
    pytest.importorskip("pi_heif")
    assert decoder.header(HEIC) == header.Header(96, 64, 1, ())


def test_text_that_grows_is_cut_off(decoder: Decoder) -> None:
    data = _made("PNG")
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(100_000_000))
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + struct.pack(">I", zlib.crc32(b"iTXt" + text))
    found = decoder.header(data[:-12] + chunk + data[-12:])
    assert [len(packet) for packet in found.packets] == [header.MAX_PACKET]
