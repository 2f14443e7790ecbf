"""When a picture was taken, as its EXIF says."""

import io
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from trainer.pictures import tags

_ZONE = timezone(timedelta(hours=2))


def _picture(kind: str, **dates: str) -> bytes:
    exif, inner = Image.Exif(), {}
    for name, text in dates.items():
        if name == "changed":
            exif[0x0132] = text
        else:
            inner[{"taken": 0x9003, "made": 0x9004, "zone": 0x9011}[name]] = text
    exif[0x8769] = inner
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind, exif=exif)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_date_is_that_on_which_it_was_taken(kind: str) -> None:
    data = _picture(
        kind, taken="2019:07:01 12:30:00", made="2020:01:01 00:00:00", changed="2021:01:01 00:00:00"
    )
    assert tags(data).taken == datetime(2019, 7, 1, 12, 30)


def test_a_zone_counts_and_what_says_nothing_does_not() -> None:
    with_zone = _picture("JPEG", taken="2019:07:01 12:30:00", zone="+02:00")
    assert tags(with_zone).taken == datetime(2019, 7, 1, 12, 30, tzinfo=_ZONE)
    unset = _picture(
        "JPEG", taken="0000:00:00 00:00:00", made="    :  :     :  :  ", changed="2021:01:01 00:00:00"
    )
    assert tags(unset).taken == datetime(2021, 1, 1)
    assert tags(_picture("JPEG", taken="yesterday")).taken is None
    assert tags(_picture("BMP")).taken is None
