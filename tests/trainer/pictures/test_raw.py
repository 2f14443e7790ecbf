"""Camera raw files are read through their preview."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from tests.trainer.pictures.raw_files import dng, jpeg
from trainer.errors import PictureError
from trainer.pictures import decode, decode_at, tags

_SHOWN = Image.new("RGB", (1200, 900), "white")
_SHOWN.paste((200, 0, 0), (0, 0, 600, 450))


@pytest.mark.parametrize(
    ("turn", "red"), [(1, (slice(0, 2), slice(0, 2))), (6, (slice(0, 2), slice(-2, None))), (3, (-1, -1))]
)
def test_the_preview_is_the_picture_upright(turn: int, red: tuple[slice, slice]) -> None:
    data = dng(jpeg(_SHOWN), turn)
    found = decode_at(data)
    assert (found.width, found.height) == ((900, 1200) if turn == 6 else (1200, 900))
    assert found.turn == tags(data).turn == turn
    assert np.abs(found.image[red].astype(int) - (200, 0, 0)).max() < 8


def test_a_preview_that_was_turned_already_stays_so() -> None:
    upright = _SHOWN.transpose(Image.Transpose.ROTATE_270)
    assert decode_at(dng(jpeg(upright), 6)).image.shape == (1200, 900, 3)


def test_a_preview_is_decoded_at_a_fraction_like_any_jpeg() -> None:
    found = decode_at(dng(jpeg(_SHOWN), 6), 300)
    assert (found.image.shape, found.scale, found.width) == ((300, 225, 3), 4, 900)


def test_without_a_preview_worth_looking_at_the_picture_is_developed() -> None:
    data = dng(None, 6, (160, 120))
    assert decode(data).shape == (80, 60, 3)
    assert tags(data).turn == 1


def test_another_tiff_with_further_pages_is_read_as_one() -> None:
    file = io.BytesIO()
    pages = Image.new("RGB", (40, 30), "red")
    pages.save(file, "TIFF", tiffinfo={0x00FE: 1, 0x014A: 8})
    assert decode(file.getvalue()).shape == (30, 40, 3)


def test_a_damaged_one_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dng(jpeg(_SHOWN))
    for data in (whole[:300], b"FUJIFILMCCD-RAW" + bytes(200), b"\0\0\0\x18ftypcrx " + bytes(200)):
        with pytest.raises(PictureError, match=r"raw file cannot be read|damaged or incomplete"):
            decode(data)
    monkeypatch.setitem(sys.modules, "rawpy", None)
    with pytest.raises(PictureError, match=r"the package rawpy is missing.*pip install rawpy"):
        decode(whole)
