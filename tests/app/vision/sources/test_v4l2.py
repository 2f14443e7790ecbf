"""What cameras offer, asked of made-up drivers that answer as Video4Linux does."""

import errno
import struct

from app.domain.source import Mode
from app.vision.sources.v4l2 import ENUM_FORMATS, ENUM_INTERVALS, ENUM_SIZES, Offer, offers, offers_of

MJPG, YUYV = (int.from_bytes(letters, "little") for letters in (b"MJPG", b"YUYV"))
DISCRETE, CONTINUOUS, STEPWISE = 1, 2, 3

Sizes = dict[tuple[int, int], list[tuple[int, int]]]
"""The seconds from picture to picture, as fractions, of each size."""


class Driver:
    """A camera's driver. Fields are written where linux/videodev2.h has them."""

    def __init__(self, formats: dict[int, Sizes], stepwise: tuple[int, ...] = ()) -> None:
        self.formats, self.stepwise = formats, stepwise
        self.asked = 0

    def __call__(self, _: int, request: int, entry: bytearray) -> None:
        self.asked += 1
        index = self._at(entry, 0)
        try:
            if request == ENUM_FORMATS:
                assert self._at(entry, 4) == 1, "of what it captures"
                struct.pack_into("=32sI", entry, 12, b"Motion-JPEG", [*self.formats][index])
            elif request == ENUM_SIZES:
                self._tell_size(entry, [*self.formats[self._at(entry, 4)]], index)
            else:
                assert request == ENUM_INTERVALS
                size = self._at(entry, 8), self._at(entry, 12)
                fractions = self.formats[self._at(entry, 4)].get(size, [(1, 24)] if self.stepwise else [])
                struct.pack_into("=III", entry, 16, DISCRETE, *fractions[index])
        except IndexError as none:
            raise OSError(errno.EINVAL, "Invalid argument") from none

    def _tell_size(self, entry: bytearray, sizes: list[tuple[int, int]], index: int) -> None:
        if self.stepwise:
            struct.pack_into("=7I", entry, 8, STEPWISE, *[self.stepwise][index])
        else:
            struct.pack_into("=III", entry, 8, DISCRETE, *sizes[index])

    @staticmethod
    def _at(entry: bytearray, offset: int) -> int:
        return int(struct.unpack_from("=I", entry, offset)[0])


def test_requests_are_those_of_the_kernel() -> None:
    assert (ENUM_FORMATS, ENUM_SIZES, ENUM_INTERVALS) == (0xC0405602, 0xC02C564A, 0xC034564B)


def test_each_size_and_rate_in_each_encoding() -> None:
    driver = Driver(
        {
            YUYV: {(640, 480): [(1, 30), (1, 15)], (1280, 720): [(1, 10)]},
            MJPG: {(1920, 1080): [(1001, 30000)], (640, 480): [(2, 15)]},
        }
    )
    assert offers(3, driver) == [
        Offer(YUYV, Mode(640, 480, 30)),
        Offer(YUYV, Mode(640, 480, 15)),
        Offer(YUYV, Mode(1280, 720, 10)),
        Offer(MJPG, Mode(1920, 1080, 29.97)),
        Offer(MJPG, Mode(640, 480, 7.5)),
    ]


def test_of_a_camera_that_can_give_any_size_the_usual_ones() -> None:
    driver = Driver({MJPG: {}}, stepwise=(32, 2592, 2, 32, 1944, 2))
    found = [(one.mode.width, one.mode.height, one.mode.rate) for one in offers(3, driver)]
    assert found == [(640, 480, 24), (1280, 720, 24), (1920, 1080, 24), (2560, 1440, 24)]


def test_a_driver_that_never_ends_its_list_is_left() -> None:
    driver = Driver({MJPG: {(640, 480): [(1, 30)] * 9999}})
    assert len(offers(3, driver)) == 256
    assert driver.asked < 600


def test_what_is_no_camera_offers_nothing() -> None:
    assert offers_of("/dev/null") == []
    assert offers_of("/dev/video99") == []
