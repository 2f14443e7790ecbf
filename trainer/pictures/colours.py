"""From any of Pillow's colour modes to RGB."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import ImageChops, ImageCms

from trainer.arrays import Picture

_ROWS = 256
"""Rows looked at together: a picture may be large."""


def as_stored(picture: PillowImage.Image) -> PillowImage.Image:
    """Undo Pillow's inversion of CMYK where it is wrong: in a JPEG without the marker of Adobe's programs."""
    if picture.mode == "CMYK" and picture.format in {"JPEG", "MPO"} and "adobe" not in picture.info:
        return ImageChops.invert(picture)
    return picture


def lightest(picture: PillowImage.Image) -> float:
    """What becomes white in 16-bit, 32-bit or floating grey.

    Integers are taken as 16-bit unless they exceed it; floats as 0..1 unless they exceed that.
    """
    if not picture.mode.startswith(("I", "F")):
        return 0.0
    least = 1.0 if picture.mode == "F" else 65535.0
    for top in range(0, picture.height, _ROWS):
        band = picture.crop((0, top, picture.width, min(picture.height, top + _ROWS)))
        least = max(least, float(_finite(np.asarray(band)).max(initial=0.0)))
    return least


def to_rgb(picture: PillowImage.Image, white: float) -> PillowImage.Image | Picture:
    """Convert any of Pillow's modes to RGB; of deep grey, `white` becomes white."""
    if picture.mode.startswith(("I", "F")):
        return _from_deep_grey(np.asarray(picture), white)
    if picture.mode == "CMYK":
        return _from_cmyk(picture)
    if picture.mode == "LAB":
        return _to_srgb(picture, ImageCms.createProfile("LAB"))
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground = PillowImage.new("RGBA", layer.size, "white")
        return PillowImage.alpha_composite(ground, layer).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_deep_grey(values: npt.NDArray[Any], white: float) -> Picture:
    """Scale 16-bit, 32-bit or floating grey to 8 bits: Pillow's own conversion would clip it to white."""
    grey = _finite(values)
    grey *= 255.0 / white
    np.clip(grey, 0, 255, out=grey)
    np.rint(grey, out=grey)
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)


def _finite(values: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    grey = values.astype(np.float32)
    return np.nan_to_num(grey, copy=False, posinf=0.0, neginf=0.0)


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
