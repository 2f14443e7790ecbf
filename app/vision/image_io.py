"""The only way a picture comes in.

Pillow decodes it, with a list of allowed formats and limits that are checked before any pixel is decoded;
out comes upright RGB uint8, HxWx3. Neither paths nor a user's bytes ever reach OpenCV's decoders: those fail
on non-ASCII paths, know no limits and ignore alpha, profiles and most orientations.
"""

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import ImageChops, ImageCms, ImageOps, UnidentifiedImageError, features

from app.core.errors import ImageError
from app.core.types import Image

MAX_PIXELS = 64_000_000
"""Width times height that is still decoded."""
MAX_BYTES = 50_000_000
"""File size that is still read."""

PillowImage.init()  # registers every plugin; `open` below is held to the list
_FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM"]
_SUFFIXES = {
    ".jpg",
    ".jpeg",
    ".jpe",
    ".png",
    ".webp",
    ".tif",
    ".tiff",
    ".bmp",
    ".gif",
    ".pgm",
    ".ppm",
    ".pnm",
}

if features.check("avif"):
    _FORMATS.append("AVIF")
    _SUFFIXES.add(".avif")

try:  # the `heif` extra
    import pillow_heif
except ImportError:
    _USE = (
        "Use JPEG, PNG, WebP, TIFF, BMP, GIF or PGM; "
        "for HEIC photos install Kith's extra: pip install 'kith[heif]'"
    )
else:
    pillow_heif.register_heif_opener()
    _FORMATS.append("HEIF")
    _SUFFIXES |= {".heic", ".heif"}
    _USE = "Use JPEG, PNG, WebP, TIFF, BMP, GIF, PGM, HEIC or AVIF"


def load(path: Path) -> Image:
    """Read a picture as upright RGB uint8, HxWx3.

    Orientation tags are applied, 16-bit pictures are scaled to 8, transparency is laid over white, palettes
    and CMYK become RGB (through the embedded profile where there is one), and of an animation the first
    frame counts.

    Raises:
        ImageError: The file is missing, empty, too large, damaged or not a picture; the text says which.
    """
    return decode(read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Read a picture file's bytes, within the size limit.

    Raises:
        ImageError: It is missing, not a file, empty, too large or may not be read.
    """
    try:
        if not path.is_file():
            raise _missing(path)
        size = path.stat().st_size
        if size == 0:
            raise ImageError("the file is empty (0 bytes)", remedy="Copy it again from where it came from")
        if size > MAX_BYTES:
            raise ImageError(
                f"the file is too large ({size / 1e6:.0f} MB)",
                why=f"the limit is {MAX_BYTES // 1_000_000} MB",
                remedy="Save a smaller copy and use that",
            )
        return path.read_bytes()
    except OSError as error:
        raise ImageError("the file cannot be read", why=error.strerror or str(error)) from error


def _missing(path: Path) -> ImageError:
    if path.is_dir():
        return _not_a_file(path)
    if path.exists():
        return ImageError("this is not a regular file")
    return ImageError("there is no such file", remedy="Check the spelling of the path")


def _not_a_file(folder: Path) -> ImageError:
    try:
        os.scandir(folder).close()
    except OSError as error:
        return ImageError("the folder cannot be read", why=error.strerror or str(error))
    return ImageError("this is a folder, not a picture")


def decode(data: bytes) -> Image:
    """Decode a picture's bytes; see `load`.

    Raises:
        ImageError: They are damaged, too many pixels, or not a picture.
    """
    with _plain_errors(data), PillowImage.open(io.BytesIO(data), formats=_FORMATS) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise _too_many_pixels(f"{width} x {height} pixels")
        picture.load()
        return np.ascontiguousarray(_to_rgb(_upright(_as_stored(picture))), dtype=np.uint8)


def _too_many_pixels(size: str) -> ImageError:
    return ImageError(
        f"the picture is too large ({size})",
        why=f"the limit is {MAX_PIXELS // 1_000_000} megapixels",
        remedy="Save a smaller copy and use that",
    )


@contextmanager
def _plain_errors(data: bytes) -> Iterator[None]:
    """Turn what Pillow raises on bad input into errors fit to show."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is checked here, and of odd metadata
            yield
    except PillowImage.DecompressionBombError as error:
        raise _too_many_pixels("over 178 megapixels") from error
    except UnidentifiedImageError as error:
        raise ImageError(
            "this is not a picture that Kith can read",
            why=_guess(data),
            remedy=_USE,
        ) from error
    except MemoryError as error:
        raise ImageError("there is not enough memory for this picture", remedy="Close something") from error
    except Exception as error:  # Pillow's plugins raise nearly anything on damaged files
        raise ImageError(
            "the picture is damaged or incomplete",
            why=str(error).strip().rstrip("."),
            remedy="Copy it again from where it came from",
        ) from error


def _guess(data: bytes) -> str:
    """Say what the bytes are, if not a picture."""
    if data[4:8] == b"ftyp":
        return "it looks like a HEIC, AVIF or video file"
    sample = data[:512]
    if all(byte >= 32 or byte in b"\t\n\r\f" for byte in sample):
        return "it holds text, whatever its name says"
    return "its content is of no known kind"


def _as_stored(picture: PillowImage.Image) -> PillowImage.Image:
    """Undo Pillow's inversion of CMYK where it is wrong: in a JPEG without the marker of Adobe's programs."""
    if picture.mode == "CMYK" and picture.format in {"JPEG", "MPO"} and "adobe" not in picture.info:
        return ImageChops.invert(picture)
    return picture


def _upright(picture: PillowImage.Image) -> PillowImage.Image:
    """Apply the orientation tag; a damaged tag counts as none."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - metadata only: the pixels are good
        return picture


def _to_rgb(picture: PillowImage.Image) -> PillowImage.Image | Image:
    """Convert any of Pillow's modes to RGB."""
    if picture.mode.startswith(("I", "F")):
        return _from_deep_grey(np.asarray(picture))
    if picture.mode == "CMYK":
        return _from_cmyk(picture)
    if picture.mode == "LAB":
        return _to_srgb(picture, ImageCms.createProfile("LAB"))
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        white = PillowImage.new("RGBA", layer.size, "white")
        return PillowImage.alpha_composite(white, layer).convert("RGB")
    return picture.convert("RGB")


def _from_deep_grey(values: npt.NDArray[Any]) -> Image:
    """Scale 16-bit, 32-bit or floating grey to 8 bits: Pillow's own conversion would clip it to white.

    Integers are taken as 16-bit unless they exceed it; floats as 0..1 unless they exceed that.
    """
    lightest = 1.0 if values.dtype.kind == "f" else 65535.0
    grey = values.astype(np.float32)  # in place from here on: a picture at the limit takes 256 MB so
    np.nan_to_num(grey, copy=False, posinf=0.0, neginf=0.0)
    lightest = max(lightest, float(grey.max(initial=0.0)))
    grey *= 255.0 / lightest
    np.clip(grey, 0, 255, out=grey)
    np.rint(grey, out=grey)
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)


def _from_cmyk(picture: PillowImage.Image) -> PillowImage.Image:
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            return _to_srgb(picture, io.BytesIO(profile))
        except (ImageCms.PyCMSError, OSError):
            pass  # a damaged profile: the plain conversion is near enough to find a face
    return picture.convert("RGB")


def _to_srgb(picture: PillowImage.Image, profile: Any) -> PillowImage.Image:
    converted = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert converted is not None  # noqa: S101 - only where it works in place
    return converted


def is_picture(path: Path) -> bool:
    """Whether the file's name says that it is a picture Kith reads. Nothing is opened."""
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith(".")


def find_pictures(folder: Path) -> list[Path]:
    """List every picture below a folder, by name, sorted; hidden files and folders are left out.

    Links to folders are not followed, so a loop of links does no harm. A folder inside that may not be read
    is listed itself: reading it then says why, and the rest is not held up.

    Raises:
        ImageError: There is no such folder, or it may not be read.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        if os.path.isfile(folder):  # noqa: PTH113 - likewise
            raise ImageError("this is a file, not a folder", remedy="Give the folder that it lies in")
        raise ImageError("there is no such folder", remedy="Check the spelling of the path")
    found: list[Path] = []

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise ImageError(f"the folder {folder} cannot be read", why=error.strerror or "") from error
        found.append(Path(error.filename))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [path for name in names if is_picture(path := Path(parent, name))]
    return sorted(found)
