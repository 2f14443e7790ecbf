"""Small files that are made to take hours, gigabytes or the program down: each by its kind and size."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PIL import Image

from tests.app.vision.samples import HEIC
from tests.trainer.pictures.bombs import scan_bomb
from tests.trainer.pictures.raw_files import dng

Bomb = tuple[str, bytes]


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as a file of some kind."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def bombs() -> Iterator[Bomb]:
    """All of them, the largest made only when it is its turn."""
    for make in (_png, _gif, _webp, _tiff, _jpeg, _bmp, _netpbm, _boxed, _raw):
        yield from make()


def small() -> Iterator[Bomb]:
    """Those that take next to no time: raw files with odd fields, and EXIF that leads nowhere."""
    yield from _raw()
    plain = saved(Image.new("RGB", (64, 48)), "JPEG")
    for name, exif in _exif():
        yield f"JPEG whose EXIF {name}", plain[:2] + _segment(0xE1, b"Exif\0\0" + exif) + plain[2:]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png_of(width: int, height: int, depth: int, colour: int, *before: bytes, interlaced: int = 0) -> bytes:
    """A PNG of zeros: a thousandth of what it unpacks to."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    packer = zlib.compressobj(9)
    row = bytes(1 + -(-width * depth * channels // 8))
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    palette = _chunk(b"PLTE", bytes(768)) if colour == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(before)
        + palette
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def _png() -> Iterator[Bomb]:
    for depth, colour in ((1, 0), (8, 0), (16, 0), (8, 2), (16, 2), (8, 3), (8, 4), (16, 4), (8, 6), (16, 6)):
        yield f"PNG of 64 megapixels, {depth} bits, colour {colour}", _png_of(8000, 8000, depth, colour)
    for depth, colour in ((8, 2), (16, 6)):
        yield (
            f"interlaced PNG, {depth} bits, colour {colour}",
            _png_of(8000, 8000, depth, colour, interlaced=1),
        )
    for width, height in ((1, 60_000_000), (60_000_000, 1), (2**31 - 1, 2**31 - 1), (65_535, 65_535), (0, 9)):
        head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        yield (
            f"PNG that claims {width} x {height}",
            b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(b"")),
        )
    packed = zlib.compress(bytes(900_000_000), 9)
    for name, start in ((b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"), (b"iCCP", b"a\0\0")):
        for count in (1, 4, 16):
            chunks = [_chunk(name, start + packed)] * count
            yield f"PNG with {count} {name.decode()} of 900 MB", _png_of(8, 8, 8, 2, *chunks)
    for count in (100_000, 1_000_000, 5_000_000):
        empty = _chunk(b"tEXt", b"a\0b")
        yield f"PNG with {count} texts", _png_of(8, 8, 8, 2, empty * count)
    frames = _chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "PNG that claims 2^31 frames", _png_of(8, 8, 8, 2, frames)


def _gif() -> Iterator[Bomb]:
    for side in (1000, 8000, 16_000, 65_535):
        data = bytearray(saved(Image.new("P", (8, 8)), "GIF"))
        data[6:10] = struct.pack("<HH", side, side)
        yield f"GIF whose screen has {side} x {side}", bytes(data)
        at = data.index(b"\x2c")
        data[at + 5 : at + 9] = struct.pack("<HH", side, side)
        yield f"GIF of {side} x {side} that breaks off", bytes(data)
    yield "GIF of 62 megapixels", saved(Image.new("P", (7900, 7900)), "GIF")
    for count in (100, 1000):
        frames = [Image.new("P", (500, 500), number % 200) for number in range(count)]
        yield f"GIF of {count} frames", saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    for count in (100_000, 5_000_000):
        plain = saved(Image.new("P", (8, 8)), "GIF")
        yield f"GIF with {count} comments", plain[:13] + b"\x21\xfe\x01a\0" * count + plain[13:]


def _webp() -> Iterator[Bomb]:
    for mode in ("RGB", "RGBA"):
        for side in (2000, 4000, 6000, 7999):
            picture = Image.new(mode, (side, side))
            yield (
                f"lossless WebP, {side} x {side}, {mode}",
                saved(picture, "WEBP", lossless=True, quality=0, method=0),
            )
    for count in (20, 200):
        frames = [Image.new("RGB", (1000, 1000), (number, 0, 0)) for number in range(count)]
        yield f"WebP of {count} frames", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    for side in (9000, 16_383, 16_777_215):
        size = struct.pack("<I", side - 1)[:3] * 2
        frame = b"VP8L" + struct.pack("<I", 6) + b"\x2f" + bytes(5)
        body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\2\0\0\0" + size + frame
        yield f"WebP that claims {side} x {side}", b"RIFF" + struct.pack("<I", len(body)) + body
    inner = saved(Image.new("RGB", (8, 8)), "WEBP")[12:]
    for count in (100_000, 3_000_000):
        body = b"WEBP" + inner + b"JUNK\0\0\0\0" * count
        yield f"WebP with {count} empty chunks", b"RIFF" + struct.pack("<I", len(body)) + body


def _tiff_of(width: int, height: int, packing: int, strips: list[bytes], rows: int, **more: int) -> bytes:
    """A TIFF of RGB pixels in strips; `more` are fields by their number, as `t258`."""
    start, places = 8, []
    for strip in strips:
        places.append(start)
        start += len(strip)
    fields = {256: [width], 257: [height], 258: [8], 259: [packing], 262: [2], 277: [3], 278: [rows]}
    fields |= {273: places, 279: [len(strip) for strip in strips]}
    fields |= {int(name[1:]): [value] for name, value in more.items()}
    table, extra, there = b"", b"", start + 2 + 12 * len(fields) + 4
    for tag, values in sorted(fields.items()):
        packed = struct.pack(f"<{len(values)}I", *values)
        if len(values) > 1:
            table += struct.pack("<HHII", tag, 4, len(values), there + len(extra))
            extra += packed
        else:
            table += struct.pack("<HHI", tag, 4, 1) + packed
    return (
        b"II*\0"
        + struct.pack("<I", start)
        + b"".join(strips)
        + struct.pack("<H", len(fields))
        + table
        + bytes(4)
        + extra
    )


def _tiff() -> Iterator[Bomb]:
    packed = zlib.compress(bytes(8000 * 8000 * 3), 9)
    yield "TIFF of 64 megapixels in one strip", _tiff_of(8000, 8000, 8, [packed], 8000)
    for size in ((65_535, 65_535), (8000, 8000), (2**31, 2**31), (1, 64_000_000), (64_000_000, 1)):
        for packing in (1, 5, 7, 8, 50000):
            yield (
                f"TIFF that claims {size[0]} x {size[1]}, packed {packing}",
                _tiff_of(*size, packing, [b"\0" * 50], size[1]),
            )
    for rows in (1, 2**31):
        yield f"TIFF of strips of {rows} rows", _tiff_of(8000, 8000, 8, [packed], rows)
    for tag, value in ((277, 65_535), (258, 2**31), (338, 2**31), (322, 2**31), (347, 2**31), (34675, 2**31)):
        yield (
            f"TIFF whose field {tag} says {value}",
            _tiff_of(64, 64, 1, [bytes(12_288)], 64, **{f"t{tag}": value}),
        )
    yield "TIFF whose directory is its own next", _cyclic()
    for count in (50_000, 65_535):
        table = struct.pack("<HHII", 270, 2, 2**30, 8) * count
        yield f"TIFF of {count} fields", b"II*\0\x08\0\0\0" + struct.pack("<H", count) + table + bytes(4)
    for mode in ("CMYK", "LAB", "I;16", "F", "RGBA"):
        yield (
            f"TIFF of 36 megapixels, {mode}",
            saved(Image.new(mode, (6000, 6000)), "TIFF", compression="tiff_deflate"),
        )


def _cyclic() -> bytes:
    data = bytearray(_tiff_of(64, 64, 1, [bytes(12_288)], 64))
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    struct.pack_into("<I", data, at + 2 + 12 * count, at)
    return bytes(data)


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _jpeg() -> Iterator[Bomb]:
    for side in (500, 2000, 7900):
        for count in (100, 1000, 10_000):
            yield f"progressive JPEG of {side} x {side} with {count} more scans", scan_bomb(side, count)
    yield "grey progressive JPEG with 10000 more scans", scan_bomb(4000, 10_000, "L")
    plain = saved(Image.new("RGB", (640, 480)), "JPEG")
    for progressive in (False, True):
        data = bytearray(saved(Image.new("RGB", (640, 480)), "JPEG", progressive=progressive))
        at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
        for width, height in (
            (65_000, 65_000),
            (31_000, 31_000),
            (11_000, 11_000),
            (65_500, 1),
            (1, 65_500),
            (0, 9),
        ):
            data[at + 5 : at + 9] = struct.pack(">HH", height, width)
            kind = "progressive" if progressive else "plain"
            yield f"{kind} JPEG that claims {width} x {height}", bytes(data)
    yield "JPEG of 200 megapixels", saved(Image.new("RGB", (16_000, 12_500)), "JPEG")
    for count in (100, 3000):
        yield (
            f"JPEG with {count} comments of 64 KB",
            plain[:2] + _segment(0xFE, bytes(65_000)) * count + plain[2:],
        )
    yield "JPEG with 10 million empty comments", plain[:2] + _segment(0xFE, b"") * 10_000_000 + plain[2:]
    yield "JPEG with 100 MB that fill up", plain[:2] + b"\xff" * 100_000_000 + plain[2:]
    for count in (255, 3000):
        parts = b"".join(
            _segment(0xE2, b"ICC_PROFILE\0" + bytes((n % 256, 255)) + bytes(60_000)) for n in range(count)
        )
        yield f"JPEG with a profile in {count} parts", plain[:2] + parts + plain[2:]
    for name, exif in _exif():
        yield f"JPEG whose EXIF {name}", plain[:2] + _segment(0xE1, b"Exif\0\0" + exif) + plain[2:]
    for count in (2, 100, 1000):
        frames = [Image.new("RGB", (64, 64))] * count
        yield f"MPO of {count} pictures", saved(frames[0], "MPO", save_all=True, append_images=frames[1:])
    yield "JPEG of nothing but restarts", plain[:-2] + b"\xff\xd0" * 10_000_000


def _exif() -> Iterator[Bomb]:
    """EXIF that points to itself, is deep, or claims much."""

    def field(tag: int, kind: int, count: int, value: int) -> bytes:
        return struct.pack("<HHII", tag, kind, count, value)

    def directory(*fields: bytes, after: int = 0) -> bytes:
        return struct.pack("<H", len(fields)) + b"".join(fields) + struct.pack("<I", after)

    start = b"II*\0\x08\0\0\0"
    yield "points to itself", start + directory(field(0x8769, 4, 1, 8), after=8)
    yield "is its own maker's note", start + directory(field(0x927C, 7, 2**31, 8), field(0x8769, 4, 1, 8))
    for count in (2**16, 2**28, 2**32 - 1):
        yield f"has {count} turns", start + directory(field(0x0112, 3, count, 8))
        yield f"has a date of {count} bytes", start + directory(field(0x0132, 2, count, 8))
    deep = b"".join(directory(field(0x8769, 4, 1, 8 + 18 * (n + 1))) for n in range(3000))
    yield "is 3000 directories deep", start + deep[:60_000]
    yield "has 5000 fields", start + directory(*[field(0x0112, 4, 1, n) for n in range(5000)])


def _bmp() -> Iterator[Bomb]:
    def bmp(width: int, height: int, bits: int, packing: int, body: bytes) -> bytes:
        info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, len(body), 0, 0, 0, 0)
        palette = bytes(1024) if bits == 8 else bytes(64) if bits == 4 else b""
        at = 14 + len(info) + len(palette)
        return b"BM" + struct.pack("<IHHI", at + len(body), 0, 0, at) + info + palette + body

    for width, height in ((8000, 8000), (30_000, 30_000), (2**31 - 1, 2**31 - 1), (8000, -8000), (-9, 9)):
        for bits, packing in ((8, 1), (4, 2), (24, 0), (32, 3)):
            yield (
                f"BMP that claims {width} x {height}, {bits} bits",
                bmp(width, height, bits, packing, b"\xff\1" * 500),
            )
    yield (
        "BMP with runs for 63 megapixels",
        bmp(7900, 7900, 8, 1, (b"\xff\1" * 31 + b"\0\0") * 7900 + b"\0\1"),
    )
    yield "BMP with 20 million empty runs", bmp(7900, 7900, 8, 1, b"\0\2\0\0" * 20_000_000)
    yield "BMP of 5 million rows that end at once", bmp(100, 600_000, 8, 1, b"\0\0" * 5_000_000)


def _netpbm() -> Iterator[Bomb]:
    for size in (1_000_000, 40_000_000, 190_000_000):
        yield f"PGM whose comment has {size} bytes", b"P5\n#" + b"a" * size
        yield f"PGM with {size} spaces", b"P5 " + b" " * size
    for kind in (1, 2, 3, 4, 5, 6):
        for side in (7900, 40_000):
            yield (
                f"P{kind} that claims {side} x {side}",
                f"P{kind} {side} {side} 255\n".encode()[: None if kind not in (1, 4) else -5],
            )
    yield "P3 of 10 million numbers", b"P3 3000 3000 255\n" + b"1 " * 27_000_000
    yield "P2 of spaces", b"P2 7000 7000 255\n" + b" " * 100_000_000
    yield "P1 of 62 megapixels", b"P1 7900 7900\n" + b"1" * 62_410_000
    yield "PFM of 36 megapixels", b"Pf 6000 6000 -1.0\n" + bytes(4 * 36_000_000)
    yield "P5 of 64 megapixels at 16 bits", b"P5 8000 8000 65535\n" + bytes(128_000_000)


def _boxed() -> Iterator[Bomb]:
    """HEIC and AVIF whose boxes claim much."""
    avif = saved(Image.new("RGB", (64, 64)), "AVIF")
    for name, data in (("HEIC", HEIC), ("AVIF", avif)):
        at = data.index(b"ispe") + 8
        for width, height in (
            (8000, 8000),
            (65_535, 65_535),
            (2**31, 2**31),
            (2**32 - 1, 1),
            (1, 60_000_000),
        ):
            yield (
                f"{name} that claims {width} x {height}",
                data[:at] + struct.pack(">II", width, height) + data[at + 8 :],
            )
        for box in (b"iloc", b"meta", b"iprp", b"ipco", b"mdat"):
            place = data.find(box)
            if place > 0:
                for size in (0, 1, 2**32 - 1):
                    spoilt = data[: place - 4] + struct.pack(">I", size) + data[place:]
                    yield f"{name} whose {box.decode()} has {size} bytes", spoilt
        yield (
            f"{name} with a million empty boxes",
            data[:24] + struct.pack(">I4s", 8, b"free") * 1_000_000 + data[24:],
        )
    yield "AVIF of 36 megapixels", saved(Image.new("RGB", (6000, 6000)), "AVIF", speed=10)
    frames: list[Image.Image] = [Image.new("RGB", (256, 256), (n, 0, 0)) for n in range(60)]
    yield "AVIF of 60 frames", saved(frames[0], "AVIF", save_all=True, append_images=frames[1:], speed=10)


def _raw() -> Iterator[Bomb]:
    plain = dng(None)
    fields: dict[str, Callable[[int], bytes]] = {
        "H": lambda n: struct.pack("<H", n),
        "I": lambda n: struct.pack("<I", n),
    }
    for tag in (256, 257, 258, 273, 277, 278, 279, 330, 33422):
        for value in (0, 65_535, 2**31 - 1):
            data = bytearray(plain)
            for at in range(10, len(plain) - 12):
                if plain[at : at + 2] == fields["H"](tag) and plain[at + 2] in (3, 4) and plain[at + 3] == 0:
                    data[at + 8 : at + 12] = fields["I"](value)
            yield f"DNG whose field {tag} says {value}", bytes(data)
    rng = np.random.default_rng(5)
    for number in range(6):
        yield f"DNG of noise, {number}", plain[:200] + rng.bytes(5000) + plain[200:]
