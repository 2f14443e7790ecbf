"""What a picture shows is told apart from what its tags say."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from trainer.pictures import pixels_digest, tags

_PICTURE = Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8))
_COMMENT = b"\xff\xfe\x00\x08hello!"
_INDEX = b"\xff\xe2\x00\x08MPF\0\1\2"


def _saved(kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    _PICTURE.save(file, kind, **options)
    return file.getvalue()


def _exif(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "A camera"
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_tags_make_no_other_picture_but_pixels_do(kind: str) -> None:
    plain, tagged = _saved(kind), _saved(kind, exif=_exif(6))
    assert plain != tagged
    assert pixels_digest(plain) == pixels_digest(tagged)
    assert (tags(plain).turn, tags(tagged).turn) == (1, 6)
    changed = bytearray(tagged)
    changed[len(changed) // 2 if kind != "WEBP" else 200] ^= 1
    assert pixels_digest(bytes(changed)) != pixels_digest(tagged)


@pytest.mark.parametrize("segment", [_COMMENT, _INDEX, b"\xff" + _COMMENT])
def test_comments_and_fill_bytes_of_a_jpeg_count_for_nothing(segment: bytes) -> None:
    plain = _saved("JPEG")
    assert pixels_digest(plain[:2] + segment + plain[2:]) == pixels_digest(plain)


def test_every_byte_counts_of_what_is_damaged_or_of_another_kind() -> None:
    broken = _saved("JPEG")[:100]
    for data in (broken, b"\xff\xd8\xff", b"RIFF....WEBP", _saved("BMP"), _saved("TIFF"), b""):
        assert pixels_digest(data) != pixels_digest(data + b"\1")
    assert pixels_digest(broken) == pixels_digest(broken)


def test_a_colour_profile_belongs_to_what_is_shown() -> None:
    assert pixels_digest(_saved("JPEG", icc_profile=b"profile")) != pixels_digest(_saved("JPEG"))
