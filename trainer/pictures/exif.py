"""What a picture's tags say."""

from datetime import datetime
from typing import Any, NamedTuple

from PIL import Image as PillowImage

_EXIF = 0x8769
_DATES = ((0x9003, 0x9011), (0x9004, 0x9012))
"""Tags of when it was taken and when it was made into data, each with that of the zone."""
_CHANGED = 0x0132
_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4


class Tags(NamedTuple):
    """What a picture's tags say of it.

    Attributes:
        turn: How it is turned upright, 1 to 8, where 1 is not at all.
        taken: When it was taken, in the zone that they name or in none; None where they do not say.
        place: Where, in degrees north and east; None where they do not say.
    """

    turn: int
    taken: datetime | None
    place: tuple[float, float] | None = None


def place(picture: PillowImage.Image) -> tuple[float, float] | None:
    """Where an opened picture was taken, as its EXIF says: degrees north and east."""
    try:
        said = picture.getexif().get_ifd(_GPS)
        north = _degrees(said[_LATITUDE], said[_LATITUDE - 1], "S", 90)
        east = _degrees(said[_LONGITUDE], said[_LONGITUDE - 1], "W", 180)
    except Exception:  # noqa: BLE001 - metadata only: Pillow raises nearly anything on damaged ones
        return None
    return (north, east) if north or east else None  # cameras without a fix write zeros


def _degrees(parts: Any, side: Any, negative: str, most: int) -> float:
    """Degrees, minutes and seconds as degrees.

    Raises:
        ValueError: They are none.
    """
    degrees, minutes, seconds = (*map(float, parts), 0.0, 0.0)[:3]
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # also catches NaN
        raise ValueError(value)
    return round(-value if str(side).strip("\0 ").upper() == negative else value, 6)


def taken(picture: PillowImage.Image) -> datetime | None:
    """When an opened picture was taken, as its EXIF says."""
    try:
        whole = picture.getexif()
        inner = whole.get_ifd(_EXIF)
    except Exception:  # noqa: BLE001 - metadata only: Pillow raises nearly anything on damaged ones
        return None
    told = [(inner.get(date), inner.get(zone)) for date, zone in _DATES] + [(whole.get(_CHANGED), None)]
    return next((found for date, zone in told if (found := _read(date, zone)) is not None), None)


def _read(date: Any, zone: Any) -> datetime | None:
    """Read a date as EXIF writes it, 2026:11:27 08:00:00; one of zeros or spaces says nothing."""
    if not isinstance(date, str):
        return None
    plain = date.strip().strip("\0")
    for text, form in ((f"{plain}{zone}", "%Y:%m:%d %H:%M:%S%z"), (plain, "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
