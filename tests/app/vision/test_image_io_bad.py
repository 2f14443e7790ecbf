"""Pictures that cannot be used: each refused with its reason, fast and in little memory."""

import io
import os
import socket
import struct
import subprocess
import sys
import textwrap
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as PillowImage
from PIL import features

from app.core.errors import ImageError
from app.vision.image_io import decode, load
from app.vision.picture_files import Found, find_pictures, survey
from tests.app.vision.samples import HEIC
from trainer.pictures import MAX_BYTES

Owner = Callable[[], AbstractContextManager[None]]
_ROOT = Path(__file__).resolve().parents[3]


def _noise(height: int, width: int) -> PillowImage.Image:
    values = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    return PillowImage.fromarray(values)


def _encoded(picture: PillowImage.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _samples() -> dict[str, bytes]:
    """One valid file of each kind and mode, small enough to be mutated thousands of times."""
    picture = _noise(24, 32)
    exif = PillowImage.Exif()
    exif[0x0112] = 6
    deep = PillowImage.fromarray(np.arange(768, dtype=np.uint16).reshape(24, 32) * 85)
    samples = {
        "jpeg": _encoded(picture, "JPEG", exif=exif),
        "jpeg progressive": _encoded(picture, "JPEG", progressive=True),
        "jpeg cmyk": _encoded(picture.convert("CMYK"), "JPEG"),
        "mpo": _encoded(picture, "MPO", save_all=True, append_images=[picture]),
        "png": _encoded(picture, "PNG", exif=exif),
        "png 16": _encoded(deep, "PNG"),
        "png palette": _encoded(picture.convert("P"), "PNG", transparency=3),
        "png alpha": _encoded(picture.convert("RGBA"), "PNG"),
        "webp": _encoded(picture, "WEBP", exif=exif),
        "webp moving": _encoded(picture, "WEBP", save_all=True, append_images=[picture.rotate(180)]),
        "tiff": _encoded(picture, "TIFF", exif=exif),
        "tiff lzw": _encoded(picture, "TIFF", compression="tiff_lzw"),
        "tiff jpeg": _encoded(picture, "TIFF", compression="jpeg"),
        "tiff 16": _encoded(deep, "TIFF"),
        "tiff lab": _encoded(PillowImage.merge("LAB", picture.split()), "TIFF"),
        "bmp": _encoded(picture, "BMP"),
        "bmp palette": _encoded(picture.convert("P"), "BMP"),
        "gif": _encoded(picture, "GIF", save_all=True, append_images=[picture.rotate(180)]),
        "pgm": _encoded(picture.convert("L"), "PPM"),
        "pgm 16": b"P5 32 24 4095\n" + np.arange(768, dtype=">u2").tobytes(),
        "pgm ascii": b"P2 8 2 255\n" + b" ".join(b"%d" % i for i in range(16)),
        "pfm": b"Pf 8 2 -1.0\n" + np.linspace(0, 1, 16, dtype="<f4").tobytes(),
    }
    samples["heic"] = HEIC
    if features.check("avif"):
        samples["avif"] = _encoded(picture, "AVIF")
    return samples


_SAMPLES = _samples()


def _assert_image_or_refusal(data: bytes) -> None:
    """Decode; whatever comes must be a whole picture or an `ImageError` with a reason."""
    try:
        image = decode(data)
    except ImageError:
        return
    assert image.dtype == np.uint8
    assert image.ndim == 3
    assert image.shape[2] == 3
    assert image.size > 0


class TestMutations:
    @pytest.mark.parametrize("name", _SAMPLES)
    def test_a_valid_file_decodes(self, name: str) -> None:
        assert decode(_SAMPLES[name]).size > 0

    @pytest.mark.slow
    @pytest.mark.parametrize("name", _SAMPLES)
    def test_damaged_anywhere(self, name: str) -> None:
        """Up to eight bytes changed, 120 times a kind, half of them in the head of the file."""
        rng = np.random.default_rng(3)
        for _ in range(120):
            data = bytearray(_SAMPLES[name])
            reach = len(data) if rng.random() < 0.5 else min(len(data), 120)
            for place in rng.integers(0, reach, rng.integers(1, 9)):
                data[place] = rng.integers(0, 256)
            _assert_image_or_refusal(bytes(data))

    @pytest.mark.parametrize("name", _SAMPLES)
    def test_cut_anywhere(self, name: str) -> None:
        data = _SAMPLES[name]
        for end in np.unique(np.linspace(0, len(data) - 1, 60).astype(int)):
            _assert_image_or_refusal(data[:end])

    @pytest.mark.slow
    @settings(max_examples=1000, suppress_health_check=list(HealthCheck))
    @given(
        name=st.sampled_from(sorted(_SAMPLES)),
        edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 6)), max_size=6),
    )
    def test_spliced(self, name: str, edits: list[tuple[float, bytes, int]]) -> None:
        """Bytes replaced, put in and taken out."""
        data = _SAMPLES[name]
        for where, insert, drop in edits:
            place = int(where * len(data))
            data = data[:place] + insert + data[place + drop :]
        _assert_image_or_refusal(data)

    @pytest.mark.slow
    @settings(max_examples=300)
    @given(st.binary(max_size=200))
    def test_noise(self, data: bytes) -> None:
        _assert_image_or_refusal(data)


class TestDamaged:
    @pytest.mark.parametrize(
        "name", ["jpeg", "png", "webp", "tiff", "tiff lzw", "bmp", "gif", "pgm", "pgm 16"]
    )
    def test_half_a_file_is_refused(self, name: str) -> None:
        data = _SAMPLES[name]
        with pytest.raises(ImageError, match=r"damaged or incomplete|not a picture"):
            decode(data[: len(data) // (5 if name == "gif" else 2)])  # only a GIF's first frame counts

    def test_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jpg"
        path.touch()
        with pytest.raises(ImageError, match=r"empty \(0 bytes\)"):
            load(path)

    def test_text_renamed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jpg"
        path.write_text("Dear Sir or Madam, grüße\n" * 20, encoding="utf-8")
        with pytest.raises(ImageError, match="not a picture that can be read: it holds text"):
            load(path)

    def test_html(self) -> None:
        with pytest.raises(ImageError, match="it holds text"):
            decode(b"<!DOCTYPE html><html><body>404 not found</body></html>")

    def test_svg_pdf_and_zip_are_not_read(self) -> None:
        for data in (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"%PDF-1.7\n\xe2\xe3",
            b"PK\3\4" + b"\0" * 60,
        ):
            with pytest.raises(ImageError, match="not a picture that can be read"):
                decode(data)

    @pytest.mark.parametrize("kind", ["ICO", "TGA", "PCX", "EPS", "JPEG2000", "DDS", "SGI"])
    def test_formats_off_the_list_are_not_read(self, kind: str) -> None:
        data = _encoded(_noise(16, 16), kind)
        with pytest.raises(ImageError, match="not a picture that can be read"):
            decode(data)

    def test_no_pixels(self) -> None:
        for data in (b"P5 0 5 255\n", b"P6 3 0 255\n", _png_header(0, 7)):
            with pytest.raises(ImageError):
                decode(data)

    @pytest.mark.slow
    def test_heic_where_its_decoder_is_missing(self) -> None:
        script = """
            import sys
            sys.modules["pi_heif"] = None  # as if it were not installed
            from trainer import pictures
            from trainer.errors import PictureError
            from tests.app.vision.samples import HEIC
            try:
                pictures.decode(HEIC)
            except PictureError as error:
                print(error)
        """
        said = _child(script)
        assert "the package pi-heif is missing, which reads HEIC" in said
        assert "pip install pi-heif" in said

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (bytes(4) + b"ftypisom" + bytes(60), "it is a video"),
            (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(60), "it looks like a JPEG XL file"),
            (b"8BPS\0\1" + bytes(60), "it looks like a Photoshop file"),
        ],
    )
    def test_what_it_is_instead_is_said(self, data: bytes, why: str) -> None:
        with pytest.raises(ImageError, match=f"not a picture that can be read: {why}"):
            decode(data)


def _child(script: str) -> str:
    """Run a script in a fresh interpreter, and return what it printed."""
    command = [sys.executable, "-c", textwrap.dedent(script)]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True, timeout=120).stdout


def _png_header(width: int, height: int, tail: bytes = b"") -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", tail),
        (b"IEND", b""),
    ]
    chunks = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


class TestHuge:
    @pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (10_000, 8_000), (64_001, 1_000)])
    def test_too_many_pixels(self, width: int, height: int) -> None:
        with pytest.raises(ImageError, match=r"too large \(.*the limit is 64 megapixels"):
            decode(_png_header(width, height))

    @pytest.mark.slow
    def test_a_bomb_takes_no_memory(self) -> None:
        """Headers that claim from 80 to 2,500 million pixels, in a process that counts its memory."""
        script = """
            import resource, struct, zlib
            from app.core.errors import ImageError
            from app.vision import image_io
            from trainer.pictures import apart

            def bomb(width, height):
                def chunk(name, body):
                    check = struct.pack(">I", zlib.crc32(name + body))
                    return struct.pack(">I", len(body)) + name + body + check
                header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                return b"\\x89PNG\\r\\n\\x1a\\n" + header + chunk(b"IDAT", zlib.compress(bytes(1 << 24)))

            def webp(side):
                size = struct.pack("<I", side - 1)[:3] * 2
                frame = b"VP8L" + struct.pack("<I", 6) + b"\\x2f" + bytes(5)
                body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\\2\\0\\0\\0" + size + frame
                return b"RIFF" + struct.pack("<I", len(body)) + body

            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            bombs = [bomb(50_000, 50_000), bomb(10_000, 8_000), webp(16_383)]
            bombs += [b"P6 30000 30000 255\\n", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0)]
            for data in bombs:
                try:
                    image_io.decode(data)
                except ImageError:
                    continue
                raise SystemExit("a bomb went off")
            apart.close()
            both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
            used = [resource.getrusage(who).ru_maxrss for who in both]
            print(max(used[0] - before, used[1]))
        """
        assert int(_child(script)) < 100_000, "KiB"

    @pytest.mark.slow
    def test_the_largest_picture_decodes_in_bounded_memory(self) -> None:
        script = """
            import resource
            from app.vision import image_io
            from trainer.pictures import apart
            data = b"P5 8000 8000 65535\\n" + (40000).to_bytes(2) * 64_000_000
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            assert image_io.decode(data)[0, 0].tolist() == [156] * 3
            apart.close()
            both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
            used = [resource.getrusage(who).ru_maxrss for who in both]
            print(max(used[0] - before, used[1]))
        """
        assert int(_child(script)) < 1_000_000, "KiB"

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("size", "options", "scale"),
        [((16_320, 12_240), {}, 2), ((65_500, 3_000), {}, 2), ((14_000, 10_000), {"progressive": True}, 2)],
    )
    def test_a_phones_largest_pictures_are_read(
        self, size: tuple[int, int], options: dict[str, Any], scale: int, tmp_path: Path
    ) -> None:
        """200 megapixels, a panorama, and a progressive one: in bounded memory, whole or reduced."""
        path = tmp_path / "large.jpg"
        PillowImage.linear_gradient("L").resize(size).convert("RGB").save(path, **options)
        script = f"""
            import resource
            from pathlib import Path
            from app.vision import image_io
            from trainer.pictures import apart
            data = Path({str(path)!r}).read_bytes()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            small = image_io.decode_at(data, 1280)
            assert (small.width, small.height) == {size}
            assert max(small.image.shape) >= 1280
            assert image_io.decode_at(data).scale == {scale}
            apart.close()
            both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
            used = [resource.getrusage(who).ru_maxrss for who in both]
            print(max(used[0] - before, used[1]))
        """
        assert int(_child(script)) < 1_000_000, "KiB"

    @pytest.mark.parametrize(("options", "limit"), [({}, 1000), ({"progressive": True}, 250)])
    def test_a_jpeg_beyond_all_limits_is_too_large_not_damaged(
        self, options: dict[str, object], limit: int
    ) -> None:
        data = bytearray(_encoded(_noise(16, 16), "JPEG", **options))
        frame = data.index(b"\xff\xc2" if options else b"\xff\xc0")
        data[frame + 5 : frame + 9] = struct.pack(">HH", 65_000, 65_000)
        said = rf"too large \(65,000 x 65,000.*the limit is {limit:,} megapixels"
        with pytest.raises(ImageError, match=said):
            decode(bytes(data))

    def test_a_file_over_the_limit_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jpg"
        with path.open("wb") as file:
            file.truncate(MAX_BYTES + 1)
        with pytest.raises(ImageError, match=r"too large \(200 MB\): the limit is 200 MB"):
            load(path)

    @pytest.mark.slow
    def test_a_text_chunk_that_unpacks_to_much_is_refused_or_skipped(self) -> None:
        packed = b"Comment\0\0" + zlib.compress(bytes(80_000_000))
        chunk = (
            struct.pack(">I", len(packed))
            + b"zTXt"
            + packed
            + struct.pack(">I", zlib.crc32(b"zTXt" + packed))
        )
        data = _SAMPLES["png"]
        _assert_image_or_refusal(data[:33] + chunk + data[33:])


class TestPaths:
    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ImageError, match="there is no such file"):
            load(tmp_path / "none.jpg")

    def test_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ImageError, match="this is a folder"):
            load(tmp_path)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    @pytest.mark.timeout(20)
    def test_a_pipe_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.jpg")
        with pytest.raises(ImageError, match="not a regular file"):
            load(tmp_path / "a.jpg")

    @pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs named sockets")
    def test_socket_and_device(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)  # names of sockets are short
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("a.jpg")
            for path in (Path("a.jpg"), Path("/dev/zero")):
                with pytest.raises(ImageError, match="not a regular file"):
                    load(path)

    @pytest.mark.usefixtures("unprivileged")
    def test_no_permission(self, tmp_path: Path, owner: Owner) -> None:
        path = tmp_path / "a.png"
        with owner():
            path.write_bytes(_SAMPLES["png"])
            path.chmod(0)
        with pytest.raises(ImageError, match="cannot be read: Permission denied"):
            load(path)

    @pytest.mark.parametrize(
        "name", ["bébé 写真 😀.png", "a\nb.png", "-rf.png", "%s{0}.png", "x" * 251 + ".png"]
    )
    def test_odd_names(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_bytes(_SAMPLES["png"])
        assert load(path).shape == (32, 24, 3)
        assert find_pictures(tmp_path) == [path]

    @pytest.mark.skipif(sys.platform != "linux", reason="needs a system whose file names are bytes")
    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\xff.png"))
        path.write_bytes(_SAMPLES["png"])
        assert load(path).shape == (32, 24, 3)
        assert find_pictures(tmp_path) == [path]

    @pytest.mark.skipif(sys.platform != "linux", reason="limits differ elsewhere")
    def test_paths_up_to_the_system_limit_and_beyond(self, tmp_path: Path) -> None:
        deep = tmp_path
        while len(str(deep)) + 210 < 4080:
            deep /= "d" * 200
        deep.mkdir(parents=True)
        path = deep / ("p" * (4090 - len(str(deep)) - 5) + ".png")
        path.write_bytes(_SAMPLES["png"])
        assert len(str(path)) == 4090
        assert load(path).shape == (32, 24, 3)
        assert find_pictures(tmp_path) == [path]
        with pytest.raises(ImageError, match="cannot be read: File name too long"):
            load(path.with_name("q" * 255 + ".png"))

    def test_a_null_byte(self) -> None:
        with pytest.raises(ImageError):
            load(Path("a\0b.png"))


class TestFind:
    def test_everything_below_sorted_without_the_hidden(self, tmp_path: Path) -> None:
        for name in ("b.jpg", "a/c.PNG", "a/.hidden.jpg", ".git/d.jpg", "a/e.txt", "z/y/x.pgm"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        assert find_pictures(tmp_path) == [tmp_path / name for name in ("a/c.PNG", "b.jpg", "z/y/x.pgm")]

    def test_links(self, tmp_path: Path) -> None:
        (tmp_path / "b.png").write_bytes(_SAMPLES["png"])
        (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
        (tmp_path / "self.png").symlink_to(tmp_path / "self.png")
        (tmp_path / "nowhere.png").symlink_to(tmp_path / "none.png")
        found = find_pictures(tmp_path)
        assert [path.name for path in found] == ["b.png", "nowhere.png", "self.png"]
        assert load(tmp_path / "a.png").shape == (32, 24, 3)
        for name in ("nowhere.png", "self.png"):
            with pytest.raises(ImageError):
                load(tmp_path / name)

    def test_linked_folders_are_followed_once(self, tmp_path: Path) -> None:
        album, elsewhere = tmp_path / "album", tmp_path / "elsewhere"
        for folder in (album / "2021", elsewhere / "deep"):
            folder.mkdir(parents=True)
            (folder / "a.png").write_bytes(_SAMPLES["png"])
        (tmp_path / "beside.png").write_bytes(_SAMPLES["png"])
        (album / "2020").symlink_to(album / "2021", target_is_directory=True)  # is in the folder itself
        (album / "2022").symlink_to(elsewhere, target_is_directory=True)
        (album / "2023").symlink_to(elsewhere / "deep", target_is_directory=True)  # is below that one
        (elsewhere / "back").symlink_to(album, target_is_directory=True)
        (album / "up").symlink_to(tmp_path, target_is_directory=True)  # holds what was not asked for
        (album / "b.png").symlink_to(elsewhere / "deep" / "a.png")
        found = survey(album)
        assert found.pictures == [album / "2021/a.png", album / "2022/deep/a.png"]
        assert +found.skipped == {"link": 5}

    def test_pictures_are_known_by_content(self, tmp_path: Path) -> None:
        for name, kind in {
            "a.jfif": "jpeg",
            "b.JPG_large": "jpeg",
            "c.pjpeg": "jpeg",
            "dji_fly_001": "jpeg",
            "e.dat": "png",
            "f": "heic",
            "g.txt": "webp",
            "h.bak": "pgm",
            "i.old": "bmp",
            "k": "tiff lzw",
            "l.1": "gif",
        }.items():
            (tmp_path / name).write_bytes(_SAMPLES[kind])
        found = survey(tmp_path)
        assert sorted(path.name for path in found.pictures) == sorted(
            path.name for path in tmp_path.iterdir()
        )
        assert all(load(path).size for path in found.pictures)
        assert found.skipped == {}

    def test_what_is_no_picture_is_counted(self, tmp_path: Path) -> None:
        (tmp_path / "a.MOV").touch()
        (tmp_path / "b").write_bytes(bytes(4) + b"ftypmp42" + bytes(60))
        (tmp_path / "Python.txt").write_text("Python, P5 and BMW")
        (tmp_path / "BMW").write_text("BMW 3 Series, a text")
        (tmp_path / "c.json").write_text("{}")
        (tmp_path / "empty").touch()
        for name, start in {
            "song": b"ID3\4",
            "paper": b"%PDF-1.7",
            "letter.docx": b"PK\3\4" + bytes(26) + b"[Content_Types].xml",
            "photos.zip": b"PK\3\4" + bytes(26) + b"photos/1.jpg",
            "library": b"\x7fELF" + bytes(60),
        }.items():
            (tmp_path / name).write_bytes(start)
        kinds = {"video": 2, "text": 3, "audio": 1, "document": 2, "archive": 1, "unknown": 2}
        assert survey(tmp_path) == Found([], Counter(kinds), [tmp_path / "a.MOV", tmp_path / "b"])
        assert survey(tmp_path).files == 11

    def test_pictures_of_kinds_that_are_not_read_are_listed_to_say_so(self, tmp_path: Path) -> None:
        names = ["a.CR2", "b.jxl", "c.psd"]
        for name in names:
            (tmp_path / name).write_bytes(b"II*\0" + bytes(200))
        for path in find_pictures(tmp_path):
            names.remove(path.name)
            with pytest.raises(ImageError):
                load(path)
        assert names == []

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    @pytest.mark.timeout(20)
    def test_a_pipe_is_not_looked_into(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert survey(tmp_path) == Found([], Counter(unknown=1))

    def test_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ImageError, match="a file, not a folder"):
            find_pictures(tmp_path / "file")
        for folder in (
            tmp_path / "none",
            tmp_path / ("n" * 300),
            tmp_path / ("a/" * 3000),
        ):
            with pytest.raises(ImageError, match="there is no such folder"):
                find_pictures(folder)

    @pytest.mark.usefixtures("unprivileged")
    def test_an_unreadable_folder_inside_does_not_stop_the_rest(self, tmp_path: Path, owner: Owner) -> None:
        with owner():
            (tmp_path / "locked").mkdir(0)
            (tmp_path / "a.png").write_bytes(_SAMPLES["png"])
            tmp_path.chmod(0o755)
        assert find_pictures(tmp_path) == [tmp_path / "a.png", tmp_path / "locked"]
        with pytest.raises(ImageError, match="the folder cannot be read: Permission denied"):
            load(tmp_path / "locked")
        with pytest.raises(ImageError, match="cannot be read: Permission denied"):
            find_pictures(tmp_path / "locked")
        with owner():
            (tmp_path / "locked").chmod(0o700)
