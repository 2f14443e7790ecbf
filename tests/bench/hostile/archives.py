"""Archives that unpack to more, or elsewhere, than they should, given as libraries."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.core.paths import GALLERY_FILE
from tests.bench.hostile.sandbox import Case, Place
from tests.bench.hostile.texts import DEEP, NAMES

Fill = Callable[[zipfile.ZipFile, Place], object]
_SAID = '{"format": 1}'


def _good(archive: zipfile.ZipFile, place: Place) -> None:
    archive.writestr("kith.json", _SAID)
    archive.write(place.data / GALLERY_FILE, GALLERY_FILE)


def _also(name: str, data: bytes = b"x", **more: Any) -> Fill:
    """A good library with one entry more."""

    def fill(archive: zipfile.ZipFile, place: Place) -> None:
        info = zipfile.ZipInfo("x")
        info.filename = name.replace("{outside}", str(place.outside))
        for key, value in more.items():
            setattr(info, key, value)
        archive.writestr(info, data)
        _good(archive, place)

    return fill


def _instead(name: str, **description: Any) -> Fill:
    def fill(archive: zipfile.ZipFile, place: Place) -> None:
        archive.writestr("kith.json", description.get("said", _SAID))
        archive.write(place.data / GALLERY_FILE, name)

    return fill


def _squeezed(size: int, which: str) -> Fill:
    def fill(archive: zipfile.ZipFile, place: Place) -> None:
        for name in ("kith.json", GALLERY_FILE):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED if name == which else zipfile.ZIP_STORED
            with archive.open(info, "w", force_zip64=True) as entry:
                if name == which:
                    for _ in range(size // 1_000_000):
                        entry.write(b" " * 1_000_000)
                elif name == "kith.json":
                    entry.write(_SAID.encode())
                else:
                    entry.write((place.data / GALLERY_FILE).read_bytes())

    return fill


def _twice(archive: zipfile.ZipFile, place: Place) -> None:
    _good(archive, place)
    archive.writestr(GALLERY_FILE, b"x" * 1000)
    archive.writestr("kith.json", DEEP[:1000])


def _nested(archive: zipfile.ZipFile, place: Place) -> None:
    inner = b"x" * 1000
    for _ in range(50):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as within:
            within.writestr(GALLERY_FILE, inner)
        inner = made.getvalue()
    archive.writestr("kith.json", _SAID)
    archive.writestr(GALLERY_FILE, inner)


def _many(archive: zipfile.ZipFile, _: Place) -> None:
    for number in range(100_000):
        archive.writestr(f"{number}", b"")


def _filled() -> Iterator[tuple[str, Fill]]:
    for name in (
        "../outside/victim.onnx", "../../../../../../../../tmp/kith-slip", "{outside}/victim.onnx", "/etc/kith-slip",
        "C:\\kith-slip", "..\\..\\kith-slip", "kith.json/../../x", "\\\\server\\share\\x", "CON", ".", "", "a/",
        f"./{GALLERY_FILE}", f"../{GALLERY_FILE}", "settings.json", "gallery.db-wal", "models/x.onnx",
    ):  # fmt: skip
        yield f"also {name!r}", _also(name)
    for name, text in NAMES.items():
        yield f"also {name}", _also(text.encode("utf-8", "replace").decode())
    link = (stat.S_IFLNK | 0o777) << 16
    yield "a link", _also(GALLERY_FILE, b"/etc/passwd", external_attr=link)
    yield "a link beside", _also("x", b"../outside/secret.txt", external_attr=link)
    for name in (
        f"../{GALLERY_FILE}",
        f"./{GALLERY_FILE}",
        GALLERY_FILE.upper(),
        f"{GALLERY_FILE}\0",
        f"/{GALLERY_FILE}",
    ):
        yield f"the gallery as {name!r}", _instead(name)
    for said in ("", "{", "[]", "[1]", "1", "null", '"x"', DEEP, "\xff", '{"format": 2}', '{"format": true}', "NaN",
                 '{"format": 1e400}', '{"format": [1]}', "{" * 1000, '{"a":' * 100_000, "9" * 5000):  # fmt: skip
        yield f"said {said[:12]!r}", _instead(GALLERY_FILE, said=said)
    yield "a bomb of 1 GB", _squeezed(1_000_000_000, GALLERY_FILE)
    yield "a description of 1 GB", _squeezed(1_000_000_000, "kith.json")
    yield "twice the same", _twice
    yield "archives in archives", _nested
    yield "nothing", lambda archive, place: None
    yield "100,000 entries", _many


def _changed(data: bytes) -> Iterator[tuple[str, bytes]]:
    """A good archive, changed byte by byte where it says something of its entries."""
    central = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")

    def at(place: int, part: bytes) -> bytes:
        return data[:place] + part + data[place + len(part) :]

    sizes = {
        "nothing": 0,
        "a byte": 1,
        "an end": 22,
        "its beginning": 100,
        "its entries": central,
        "its list": end,
    }
    for what, size in (sizes | {"all but a byte": len(data) - 1}).items():
        yield f"cut off behind {what}", data[:size]
    yield "encrypted", at(central + 8, b"\1\0")
    yield "encrypted twice", at(6, b"\1\0")[:central] + at(central + 8, b"\1\0")[central:]
    for method in (1, 6, 9, 12, 14, 93, 95, 98, 99, 65535):
        yield f"method {method}", at(central + 10, struct.pack("<H", method))
    yield "a checksum of another", at(central + 16, b"xxxx")
    yield "a size of 4 GB", at(central + 20, b"\xfe\xff\xff\xff\xfe\xff\xff\xff")
    yield "a name of 64 KB", at(central + 28, b"\xff\xff")
    yield "an extra field of 64 KB", at(central + 30, b"\xff\xff")
    yield "an entry far out", at(central + 42, b"\xff\xff\xff\x7f")
    yield "a list far out", at(end + 16, b"\xff\xff\xff\x7f")
    yield "a list of 64 KB", at(end + 12, b"\xff\xff\0\0")
    yield "65,535 entries", at(end + 8, b"\xff\xff\xff\xff")
    yield "a remark of 64 KB", at(end + 20, b"\xff\xff")
    yield "text before it", b"#!/bin/sh\ntouch canary\n" + data
    yield "version 99", at(central + 6, b"\x63\x00")


def cases() -> Iterator[Case]:
    """Archives as libraries; each is planned, and brought in."""
    for name, fill in _filled():

        def make(place: Place, fill: Fill = fill) -> list[list[Any]]:
            file = place.here / "other.kith"
            with zipfile.ZipFile(file, "w") as archive:
                fill(archive, place)
            return [["import-library", file, "--dry-run"], ["import-library", file]]

        yield Case("archives", name, make)
    for name, _ in _changed(_sample()):

        def change(place: Place, name: str = name) -> list[list[Any]]:
            file = place.here / "other.kith"
            with zipfile.ZipFile(file, "w") as archive:
                _good(archive, place)
            file.write_bytes(dict(_changed(file.read_bytes()))[name])
            return [["import-library", file]]

        yield Case("archives", name, change)
    kinds: dict[str, Callable[[Path], object]] = {
        "a pipe": os.mkfifo,
        "a folder": Path.mkdir,
        "zeros without end": lambda path: path.symlink_to("/dev/zero"),
        "a link to itself": lambda path: path.symlink_to(path),
        "a hole of 1 TB": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 1 << 40),
    }
    for name, put in kinds.items():

        def special(place: Place, put: Callable[[Path], object] = put) -> list[list[Any]]:
            put(place.here / "x")
            return [[*words, place.here / "x"] for words in (["import-library"], ["restore"])]

        yield Case("archives", name, special)


def _sample() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("kith.json", _SAID)
        archive.writestr(GALLERY_FILE, b"x")
    return made.getvalue()
