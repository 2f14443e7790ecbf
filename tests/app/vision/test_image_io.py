"""Formats, modes and orientations that come out right."""

import io
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image as PillowImage
from PIL import ImageCms, features

from app.core.errors import ImageError
from app.domain.arrays import Image
from app.vision.image_io import decode, decode_at, load
from tests.app.vision.samples import HEIC
from trainer.pictures import decoding, sizes

_RED, _GREEN, _BLUE, _WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def gradient(height: int, width: int) -> Image:
    down, across = np.mgrid[:height, :width]
    channels = (across * 255 / (width - 1), down * 255 / (height - 1), (across + down) % 256)
    return np.stack(channels, axis=2).astype(np.uint8)


def encoded(picture: PillowImage.Image | Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    source = picture if isinstance(picture, PillowImage.Image) else PillowImage.fromarray(picture)
    source.save(buffer, kind, **options)
    return buffer.getvalue()


def off_by(found: Image, wanted: Image) -> float:
    """Mean difference in grey levels."""
    assert found.shape == wanted.shape
    assert found.dtype == np.uint8
    assert found.flags.c_contiguous
    return float(np.abs(found.astype(float) - wanted).mean())


class TestFormats:
    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "PPM"])
    def test_lossless_formats_keep_every_pixel(self, kind: str) -> None:
        picture = gradient(37, 53)
        assert np.array_equal(decode(encoded(picture, kind)), picture)

    @pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits"])
    def test_compressed_tiff(self, compression: str) -> None:
        picture = gradient(37, 53)
        assert np.array_equal(decode(encoded(picture, "TIFF", compression=compression)), picture)

    def test_lossless_webp_keeps_every_pixel(self) -> None:
        picture = gradient(37, 53)
        assert np.array_equal(decode(encoded(picture, "WEBP", lossless=True)), picture)

    def test_jpeg(self) -> None:
        picture = np.repeat(gradient(64, 64)[:, :, :1], 3, axis=2)
        assert off_by(decode(encoded(picture, "JPEG", quality=95)), picture) < 2

    def test_progressive_jpeg(self) -> None:
        picture = np.repeat(gradient(64, 64)[:, :, :1], 3, axis=2)
        assert off_by(decode(encoded(picture, "JPEG", quality=95, progressive=True)), picture) < 2

    def test_jpeg_of_several_pictures_gives_the_first(self) -> None:
        first, second = (PillowImage.new("RGB", (32, 24), colour) for colour in (_RED, _BLUE))
        data = encoded(first, "MPO", save_all=True, append_images=[second])
        assert off_by(decode(data), np.full((24, 32, 3), _RED, np.uint8)) < 3

    def test_gif_gives_its_first_frame(self) -> None:
        first, second = (PillowImage.new("RGB", (32, 24), colour) for colour in (_RED, _BLUE))
        data = encoded(first, "GIF", save_all=True, append_images=[second])
        assert np.array_equal(decode(data), np.full((24, 32, 3), _RED, np.uint8))

    def test_animated_webp_gives_its_first_frame(self) -> None:
        first, second = (PillowImage.new("RGB", (32, 24), colour) for colour in (_RED, _BLUE))
        data = encoded(first, "WEBP", save_all=True, append_images=[second], lossless=True)
        assert np.array_equal(decode(data), np.full((24, 32, 3), _RED, np.uint8))

    @pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
    def test_avif(self) -> None:
        picture = np.full((32, 48, 3), (200, 100, 50), np.uint8)
        assert off_by(decode(encoded(picture, "AVIF")), picture) < 4

    def test_heic(self) -> None:
        assert off_by(decode(HEIC), np.full((64, 96, 3), (200, 100, 50), np.uint8)) < 4

    def test_pgm_8_bit(self) -> None:
        values = np.arange(256, dtype=np.uint8).reshape(16, 16)
        found = decode(b"P5 16 16 255\n" + values.tobytes())
        assert np.array_equal(found, np.repeat(values[:, :, None], 3, axis=2))

    @pytest.mark.parametrize("largest", [1023, 4095, 65535])
    def test_pgm_16_bit(self, largest: int) -> None:
        values = np.linspace(0, largest, 256).astype(">u2").reshape(16, 16)
        found = decode(f"P5 16 16 {largest}\n".encode() + values.tobytes())
        assert off_by(found, _grey(values / largest)) < 1

    def test_ascii_pgm(self) -> None:
        assert np.array_equal(decode(b"P2 2 1 255\n0 255\n"), np.array([[[0] * 3, [255] * 3]], np.uint8))


def _grey(share: np.ndarray) -> Image:
    """Grey RGB of values 0 to 1."""
    return np.repeat(np.rint(share * 255).astype(np.uint8)[:, :, None], 3, axis=2)


class TestDepths:
    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_16_bit_grey_is_scaled(self, kind: str) -> None:
        values = np.linspace(0, 65535, 64 * 48).astype(np.uint16).reshape(48, 64)
        found = decode(encoded(PillowImage.fromarray(values), kind))
        assert np.array_equal(found, _grey(values / 65535))

    def test_32_bit_grey_is_scaled_to_its_lightest(self) -> None:
        values = np.array([[0, 1_100_000, 2_000_000]], np.int32)
        assert decode(encoded(PillowImage.fromarray(values), "TIFF"))[0, :, 0].tolist() == [0, 140, 255]

    def test_floating_grey_with_gaps(self) -> None:
        values = np.array([[0.0, 0.5, 1.0, np.nan, np.inf, -np.inf, -1.0]], np.float32)
        found = decode(encoded(PillowImage.fromarray(values), "TIFF"))
        assert found[0, :, 0].tolist() == [0, 128, 255, 0, 0, 0, 0]

    @pytest.mark.parametrize("channels", [3, 4])
    def test_16_bit_colour_png(self, channels: int) -> None:
        deep = np.full((4, 5, channels), 65535, np.uint16)
        deep[:, :, 0] = 0x8000
        found = decode(_deep_png(deep))
        assert np.array_equal(found, np.full((4, 5, 3), (128, 255, 255), np.uint8))

    def test_16_bit_grey_png_with_alpha(self) -> None:
        deep = np.full((4, 5, 2), 65535, np.uint16)
        deep[:, :, 0] = 0x8000
        assert np.array_equal(decode(_deep_png(deep)), np.full((4, 5, 3), 128, np.uint8))

    def test_16_bit_colour_tiff(self) -> None:
        deep = np.zeros((4, 5, 3), "<u2")
        deep[:, :, 1] = 0x8000
        assert np.array_equal(decode(_deep_tiff(deep)), np.full((4, 5, 3), (0, 128, 0), np.uint8))

    def test_1_bit(self) -> None:
        bits = PillowImage.new("1", (4, 3), 1)
        bits.putpixel((1, 1), 0)
        wanted = np.full((3, 4, 3), 255, np.uint8)
        wanted[1, 1] = 0
        for kind in ("PNG", "TIFF", "BMP", "GIF"):
            assert np.array_equal(decode(encoded(bits, kind)), wanted), kind


def _chunk(name: bytes, body: bytes) -> bytes:
    import zlib

    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _deep_png(deep: np.ndarray) -> bytes:
    """A 16-bit PNG of two (grey and alpha), three or four channels; Pillow cannot write these."""
    import zlib

    height, width, channels = deep.shape
    header = struct.pack(">IIBBBBB", width, height, 16, {2: 4, 3: 2, 4: 6}[channels], 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _deep_tiff(deep: np.ndarray) -> bytes:
    """A 16-bit RGB TIFF in one uncompressed strip."""
    height, width, _ = deep.shape
    start = 8 + 2 + 9 * 12 + 4
    tags = [
        (256, 3, 1, width),
        (257, 3, 1, height),
        (258, 3, 3, start),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, start + 6),
        (277, 3, 1, 3),
        (278, 3, 1, height),
        (279, 4, 1, deep.nbytes),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<3H", 16, 16, 16) + deep.tobytes()


class TestModes:
    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
    def test_alpha_lies_over_white(self, kind: str) -> None:
        picture = np.zeros((2, 3, 4), np.uint8)
        picture[:, :, 0] = 255
        picture[0, :, 3] = (255, 0, 128)
        options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
        found = decode(encoded(PillowImage.fromarray(picture), kind, **options))
        assert found[0].tolist() == [list(_RED), list(_WHITE), [255, 127, 127]]
        assert (found[1] == 255).all()

    def test_grey_with_alpha(self) -> None:
        picture = PillowImage.merge(
            "LA", (PillowImage.new("L", (3, 2), 0), PillowImage.new("L", (3, 2), 128))
        )
        assert (decode(encoded(picture, "PNG")) == 127).all()

    def test_palette_with_transparency(self) -> None:
        picture = PillowImage.new("P", (2, 1))
        picture.putpalette([*_RED, *_BLUE])
        picture.putdata([0, 1])
        assert decode(encoded(picture, "PNG"))[0].tolist() == [list(_RED), list(_BLUE)]
        assert decode(encoded(picture, "PNG", transparency=1))[0].tolist() == [list(_RED), list(_WHITE)]
        half = encoded(picture, "PNG", transparency=b"\x80\xff")
        assert decode(half)[0].tolist() == [[255, 127, 127], list(_BLUE)]
        assert decode(encoded(picture, "GIF", transparency=1))[0].tolist() == [list(_RED), list(_WHITE)]

    def test_colour_key_of_an_rgb_png(self) -> None:
        picture = PillowImage.new("RGB", (2, 1), _RED)
        picture.putpixel((1, 0), _GREEN)
        data = encoded(picture, "PNG", transparency=_GREEN)
        assert decode(data)[0].tolist() == [list(_RED), list(_WHITE)]

    def test_cmyk_jpeg_with_adobe_marker(self) -> None:
        data = encoded(PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=95)
        assert b"Adobe" in data
        assert off_by(decode(data), np.full((16, 16, 3), _RED, np.uint8)) < 3

    def test_cmyk_jpeg_without_adobe_marker(self) -> None:
        # Without the marker the stored values are plain, not inverted: invert what was written for it.
        written = encoded(PillowImage.new("CMYK", (16, 16), (255, 0, 0, 255)), "JPEG", quality=95)
        start = written.index(b"\xff\xee")
        length = struct.unpack(">H", written[start + 2 : start + 4])[0]
        data = written[:start] + written[start + 2 + length :]
        assert b"Adobe" not in data
        assert off_by(decode(data), np.full((16, 16, 3), _RED, np.uint8)) < 3

    def test_cmyk_tiff(self) -> None:
        data = encoded(PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0)), "TIFF")
        assert np.array_equal(decode(data), np.full((16, 16, 3), _RED, np.uint8))

    @pytest.mark.parametrize("profile", [b"", b"no profile at all", b"\0" * 200])
    def test_cmyk_with_a_useless_profile(self, profile: bytes) -> None:
        picture = PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0))
        for kind in ("JPEG", "TIFF"):
            found = decode(encoded(picture, kind, icc_profile=profile))
            assert off_by(found, np.full((16, 16, 3), _RED, np.uint8)) < 3

    def test_cmyk_with_the_profile_of_another_space(self) -> None:
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        picture = PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0))
        found = decode(encoded(picture, "TIFF", icc_profile=srgb))
        assert off_by(found, np.full((16, 16, 3), _RED, np.uint8)) < 3

    def test_lab_tiff(self) -> None:
        lab = PillowImage.merge("LAB", [PillowImage.new("L", (4, 3), v) for v in (255, 128, 128)])
        assert off_by(decode(encoded(lab, "TIFF")), np.full((3, 4, 3), 255, np.uint8)) < 2


class TestOrientation:
    @pytest.mark.parametrize("tag", range(1, 9))
    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG"])
    def test_all_eight(self, tag: int, kind: str) -> None:
        upright = np.zeros((16, 32, 3), np.uint8)
        upright[:8, :16], upright[:8, 16:], upright[8:, :16] = _RED, _GREEN, _BLUE
        stored = {
            1: upright,
            2: upright[:, ::-1],
            3: upright[::-1, ::-1],
            4: upright[::-1],
            5: upright.transpose(1, 0, 2),
            6: np.rot90(upright, 1),
            7: upright[::-1, ::-1].transpose(1, 0, 2),
            8: np.rot90(upright, -1),
        }[tag]
        exif = PillowImage.Exif()
        exif[0x0112] = tag
        options = {"WEBP": {"lossless": 1}, "JPEG": {"quality": 100, "subsampling": 0}}.get(kind, {})
        found = decode(encoded(np.ascontiguousarray(stored), kind, exif=exif, **options))
        assert off_by(found, upright) < (2 if kind == "JPEG" else 1e-9)

    @pytest.mark.parametrize("tag", [0, 9, 255, 65535])
    def test_an_impossible_tag_counts_as_none(self, tag: int) -> None:
        exif = PillowImage.Exif()
        exif[0x0112] = tag
        picture = gradient(20, 30)
        assert np.array_equal(decode(encoded(picture, "PNG", exif=exif)), picture)

    @pytest.mark.parametrize("exif", [b"", b"II*\0\xff\xff\xff\xff", b"MM", b"\xff" * 64])
    def test_damaged_exif_counts_as_none(self, exif: bytes) -> None:
        picture = gradient(24, 32)
        found = decode(encoded(picture, "JPEG", quality=95, exif=b"Exif\0\0" + exif))
        assert found.shape == picture.shape


def test_load_reads_a_file(tmp_path: Path) -> None:
    picture = gradient(12, 17)
    path = tmp_path / "a.png"
    path.write_bytes(encoded(picture, "PNG"))
    assert np.array_equal(load(path), picture)


def test_real_photos_load(faces: Path) -> None:
    assert load(faces / "group.jpg").shape == (630, 1200, 3)
    orl = load(next(iter(sorted(faces.glob("orl40/*/*.pgm")))))
    assert orl.shape == (112, 92, 3)
    assert np.ptp(orl, axis=2).max() == 0


def _spot(height: int, width: int) -> Image:
    """A grey picture with a soft dark spot off its centre."""
    down, across = np.mgrid[:height, :width] + 0.5
    away = np.hypot(across - width / 4, down - height * 0.6) / (width / 30)
    return _grey((200 - 180 * np.exp(-(away**2))) / 255)


def _place(image: Image) -> npt.NDArray[np.float64]:
    """The spot's centre of gravity: (1, 2), x and y in pixels from the picture's corner."""
    weights = np.clip(190.0 - image.mean(axis=2), 0, None)
    down, across = np.mgrid[: image.shape[0], : image.shape[1]] + 0.5
    return np.average([across, down], axis=(1, 2), weights=np.stack([weights, weights]))[None]


class TestReduced:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("longest", "scale"), [(None, 1), (5000, 1), (801, 1), (800, 2), (401, 2), (400, 4), (200, 8), (1, 8)]
    )
    def test_a_jpeg_comes_no_larger_than_needed(self, longest: int | None, scale: int) -> None:
        found = decode_at(encoded(_spot(1200, 1600), "JPEG"), longest)
        assert (found.width, found.height, found.scale) == (1600, 1200, scale)
        assert found.image.shape == (1200 // scale, 1600 // scale, 3)
        assert longest is None or scale == 1 or max(found.image.shape) >= longest

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP"])
    def test_other_formats_come_whole(self, kind: str) -> None:
        found = decode_at(encoded(_spot(120, 160), kind), 20)
        assert (found.image.shape, found.scale) == ((120, 160, 3), 1)

    @pytest.mark.parametrize("tag", range(1, 9))
    @pytest.mark.parametrize("size", [(1200, 1600), (1195, 1597), (1201, 1607)])
    @pytest.mark.slow
    def test_what_is_found_in_it_is_found_again_at_full_size(self, tag: int, size: tuple[int, int]) -> None:
        exif = PillowImage.Exif()
        exif[0x0112] = tag
        data = encoded(_spot(*size), "JPEG", exif=exif, quality=95)
        whole = decode_at(data)
        for longest in (780, 390, 190):
            small = decode_at(data, longest)
            assert (small.width, small.height) == whole.image.shape[1::-1] == (whole.width, whole.height)
            assert small.scale > 1
            assert np.abs(small.at_full_size(_place(small.image)) - _place(whole.image)).max() < 0.5
            assert np.abs(small.within(_place(whole.image)) - _place(small.image)).max() < 0.5

    @pytest.mark.parametrize("tag", range(1, 9))
    @pytest.mark.parametrize("most", [64_000_000, 20_000])
    def test_a_part_is_what_lies_there_in_the_whole(
        self, tag: int, most: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A part of what is itself reduced, too."""
        monkeypatch.setattr(sizes, "MAX_PIXELS", most)
        exif = PillowImage.Exif()
        exif[0x0112] = tag
        data = encoded(_spot(241, 323), "JPEG", exif=exif, quality=95)
        whole = decoding.decode_at(data)
        assert whole.scale == (1 if most > 241 * 323 else 2)
        [part, all_of_it] = decoding.decode_parts(data, [(64, 48, 160, 200), (-9, -9, 999, 999)])
        assert np.array_equal(all_of_it.image, whole.image)
        assert all_of_it.shift == whole.shift
        x, y = ((at - off) // whole.scale for at, off in zip(part.shift, whole.shift, strict=True))
        height, width = part.image.shape[:2]
        assert np.array_equal(part.image, whole.image[y : y + height, x : x + width])
        left, top = part.shift
        assert -whole.scale < left - 64 <= 0
        assert -whole.scale < top - 48 <= 0
        assert 0 <= left + width * part.scale - 160 < whole.scale
        assert 0 <= top + height * part.scale - 200 < whole.scale

    @pytest.mark.parametrize(
        "options",
        [{"progressive": True}, {"subsampling": 0}, {"subsampling": 2}, {"mode": "L"}, {"mode": "CMYK"}],
    )
    def test_every_kind_of_jpeg(self, options: dict[str, object]) -> None:
        picture = PillowImage.fromarray(_spot(480, 640)).convert(str(options.pop("mode", "RGB")))
        data = encoded(picture, "JPEG", quality=95, **options)
        whole, small = decode_at(data), decode_at(data, 80)
        assert small.image.shape == (60, 80, 3)
        blocks = whole.image.reshape(60, 8, 80, 8, 3).mean(axis=(1, 3))
        assert off_by(small.image, np.rint(blocks).astype(np.uint8)) < 3

    def test_a_jpeg_of_several_pictures(self) -> None:
        first, second = (PillowImage.new("RGB", (320, 240), colour) for colour in (_RED, _BLUE))
        data = encoded(first, "MPO", save_all=True, append_images=[second])
        assert off_by(decode_at(data, 40).image, np.full((30, 40, 3), _RED, np.uint8)) < 3


class TestBrokenOff:
    """A JPEG that lacks its end, as some cameras write it and some transfers leave it."""

    @pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}])
    @pytest.mark.parametrize("longest", [None, 100])
    def test_without_its_end_marker_it_is_whole(
        self, options: dict[str, object], longest: int | None
    ) -> None:
        data = encoded(gradient(333, 450), "JPEG", **options)
        assert data.endswith(b"\xff\xd9")
        for end in (data[:-2], data[:-1], data[:-2] + bytes(100)):
            assert np.array_equal(decode_at(end, longest).image, decode_at(data, longest).image)

    def test_a_few_more_bytes_cost_a_part_of_the_last_lines(self) -> None:
        data = encoded(gradient(333, 450), "JPEG", quality=98)
        found, whole = decode(data[:-12]), decode(data)
        assert np.array_equal(found[:-16], whole[:-16])
        assert not np.array_equal(found[-16:], whole[-16:])

    @pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
    def test_lines_that_are_missing_are_damage(self, options: dict[str, object], share: float) -> None:
        noise = np.random.default_rng(5).integers(0, 256, (480, 640, 3), np.uint8)
        data = encoded(noise, "JPEG", **options)
        with pytest.raises(ImageError, match="damaged or incomplete"):
            decode_at(data[: int(share * len(data))], 100)
