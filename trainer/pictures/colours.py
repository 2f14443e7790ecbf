"""From any of Pillow's colour modes to RGB."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import ImageChops, ImageCms

from trainer.arrays import Picture


def as_stored(picture: PillowImage.Image) -> PillowImage.Image:
    """Undo Pillow's inversion of CMYK where it is wrong: in a JPEG without the marker of Adobe's programs."""
    if picture.mode == "CMYK" and picture.format in {"JPEG", "MPO"} and "adobe" not in picture.info:
        return ImageChops.invert(picture)
    return picture


def to_rgb(picture: PillowImage.Image) -> PillowImage.Image | Picture:
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
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_deep_grey(values: npt.NDArray[Any]) -> Picture:
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
