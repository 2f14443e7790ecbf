"""Kith and exiftool read what the other wrote, in files of every kind, whichever way up they lie."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.core.errors import ImageError
from app.domain.box import Box
from app.domain.region import Region, stored, upright
from app.xmp import files, jpeg, names, rdf
from trainer.pictures import decoding

_EXIFTOOL = shutil.which("exiftool")
needs_exiftool = pytest.mark.skipif(
    _EXIFTOOL is None, reason="needs exiftool: apt-get install libimage-exiftool-perl"
)
_WIDTH, _HEIGHT = 900, 600
_FACE = Box(0.4, 0.35, 0.2, 0.3)


@pytest.fixture
def picture() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 255, (_HEIGHT, _WIDTH, 3), np.uint8))


def _exiftool(*words: object) -> str:
    assert _EXIFTOOL is not None
    command = [_EXIFTOOL, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _told(path: Path, *more: object) -> Any:
    (found,) = json.loads(_exiftool("-j", "-struct", "-n", *more, path))
    return found


def _write_region(path: Path, turn: int, *more: str) -> None:
    """Let exiftool write a face, as a program does that shows the picture upright."""
    x, y, w, h = stored(_FACE, turn)
    area = f"{{X={x + w / 2:.6f},Y={y + h / 2:.6f},W={w},H={h},Unit=normalized}}"
    size = f"{{W={_WIDTH},H={_HEIGHT},Unit=pixel}}"
    region = f"{{Area={area},Name=Zoë,Type=Face}}"
    _exiftool(
        "-q",
        "-n",
        "-overwrite_original",
        f"-Orientation={turn}",
        f"-RegionInfo={{AppliedToDimensions={size},RegionList=[{region}]}}",
        *more,
        path,
    )


@pytest.mark.slow
@needs_exiftool
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
def test_a_face_that_exiftool_wrote_is_read_from_files_of_every_kind(
    tmp_path: Path, picture: Image.Image, suffix: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    picture.save(path)
    _write_region(path, 6)
    found = files.header(path)
    assert (found.width, found.height, found.turn) == (_WIDTH, _HEIGHT, 6)
    (region,) = names.read(found.packets[0]).regions
    assert region.area is not None
    assert upright(region.area, 6) == pytest.approx(_FACE, abs=1e-5)


@needs_exiftool
def test_xmp_that_does_not_fit_into_one_segment_is_put_together(tmp_path: Path, picture: Image.Image) -> None:
    path = tmp_path / "a.jpg"
    picture.save(path)
    _write_region(path, 1, f"-XMP-dc:Description={'x' * 60000}", f"-XMP-dc:Rights={'y' * 60000}")
    main, extension = files.header(path).packets
    assert b"HasExtendedXMP" in main
    assert b"yyyy" in main + extension
    assert [one.name for packet in (main, extension) for one in names.read(packet).regions] == ["Zoë"]


@needs_exiftool
@pytest.mark.parametrize("turn", range(1, 9))
def test_exiftool_reads_what_is_written_within_a_pixel(
    tmp_path: Path, picture: Image.Image, turn: int
) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = turn
    picture.save(path, exif=exif)
    before = decoding.load(path)
    found = files.header(path)
    packet = names.write(rdf.EMPTY, [Region("Zoë", stored(_FACE, found.turn))], (found.width, found.height))
    path.write_bytes(jpeg.with_packet(path.read_bytes(), packet))
    told = _told(path)
    assert told["Orientation"] == turn
    (region,) = told["RegionInfo"]["RegionList"]
    area, size = region["Area"], told["RegionInfo"]["AppliedToDimensions"]
    assert (region["Name"], size["W"], size["H"]) == ("Zoë", _WIDTH, _HEIGHT)
    read = upright(Box(area["X"] - area["W"] / 2, area["Y"] - area["H"] / 2, area["W"], area["H"]), turn)
    shown = before.shape[1::-1] * 2
    assert np.abs((np.array(read) - _FACE) * shown).max() < 1
    (other,) = told["RegionInfoMP"]["Regions"]
    assert [float(part) for part in other["Rectangle"].split(",")] == pytest.approx(stored(_FACE, turn))
    assert told["TagsList"] == ["People/Zoë"]
    assert np.array_equal(decoding.load(path), before)


@pytest.mark.slow
@needs_exiftool
def test_what_exiftool_wrote_besides_stays_as_it_is(tmp_path: Path, picture: Image.Image) -> None:
    path = tmp_path / "a.jpg"
    picture.save(path)
    _write_region(
        path, 6, "-XMP-dc:Title-de=Fähre & <Meer>", "-XMP-xmp:Rating=4", "-Keywords=sea", "-Artist=Bo"
    )
    kept = (
        "-x",
        "RegionInfo",
        "-x",
        "File:all",
        "-x",
        "XMP-MP:all",
        "-x",
        "TagsList",
        "-x",
        "HierarchicalSubject",
    )
    before, packet = _told(path, *kept), files.header(path).packets[0]
    made = names.write(packet, [Region("Ana", stored(_FACE, 6))], (_WIDTH, _HEIGHT))
    path.write_bytes(jpeg.with_packet(path.read_bytes(), made))
    assert _told(path, *kept) == before
    assert [one["Name"] for one in _told(path)["RegionInfo"]["RegionList"]] == ["Ana"]
    for line in packet.splitlines():
        assert b"Zo" in line or line in made


def test_sidecars_are_found_by_either_name(tmp_path: Path) -> None:
    for name in ("b.xmp", "a.jpg.xmp", "a.XMP"):
        (tmp_path / name).touch()
    assert [one.name for one in files.sidecars(tmp_path / "a.jpg")] == ["a.jpg.xmp", "a.XMP"]


def test_what_is_no_picture_or_too_large_is_refused(tmp_path: Path, picture: Image.Image) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"no picture")
    with pytest.raises(ImageError):
        files.header(path)
    with pytest.raises(ImageError):
        files.header(tmp_path / "gone.jpg")
    picture.save(path)
    with pytest.raises(ImageError, match="does not fit"):
        jpeg.with_packet(path.read_bytes(), b"x" * 70_000)
    with pytest.raises(ImageError):
        jpeg.with_packet(b"\xff\xd8\xff\xe0\x00\x10", b"x")
