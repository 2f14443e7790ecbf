"""The grid of a screen in a picture of a face, as it is or as moire: a wave that skin does not have.

A regular grid is a lone peak of the spectrum, far above what is around it (cf. D. C. Garcia and R. L. de
Queiroz, "Face-Spoofing 2D-Detection Based on Moire-Pattern Analysis", TIFS 2015). The blocks of JPEG and of
video are a grid, too, of eight pixels: their peaks are left out.
"""

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image
from app.domain.box import Box

_SIDE = 128
"""Pixels of the part of a face that is looked at, as the camera gave them."""
_SMALLEST = 64
_LOWEST, _HIGHEST = 0.11, 0.5
"""Waves in a pixel: what is slower may be hair or teeth."""
_BLOCK = 8
_AROUND = 9
"""Side of the neighbourhood that a peak must stand out of."""
PEAK = 4.5
"""Times the amplitude around it: no face of the test data has more than 3.0."""

Floats = npt.NDArray[np.float32]


def gridded(image: Image, face: Box) -> bool:
    """Whether the inside of a face shows a regular grid.

    Args:
        image: RGB uint8 (H, W, 3), as the camera gave it, not resized.
        face: Its box, in pixels; a small one shows none.
    """
    return peak(image, face) >= PEAK


def peak(image: Image, face: Box) -> float:
    """How far the strongest lone wave of a face stands out of its neighbourhood; 0 for a small face."""
    side = int(min(_SIDE, 0.8 * face.w, 0.8 * face.h))
    x, y = round(face.x + face.w / 2 - side / 2), round(face.y + face.h / 2 - side / 2)
    part = image[max(y, 0) : y + side, max(x, 0) : x + side]
    if min(part.shape[:2]) < _SMALLEST:
        return 0.0
    ycc = cv2.cvtColor(part, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    return max(_peak(ycc[..., channel]) for channel in (0, 1))


def _peak(channel: Floats) -> float:
    height, width = channel.shape
    window = np.outer(np.hanning(height), np.hanning(width)).astype(np.float32)
    spectrum = np.abs(np.fft.rfft2((channel - cv2.GaussianBlur(channel, (0, 0), 3)) * window))
    spectrum = np.fft.fftshift(spectrum, axes=0).astype(np.float32)
    around = cv2.blur(spectrum, (_AROUND, _AROUND), borderType=cv2.BORDER_REFLECT)
    ratio = spectrum / (around + np.float32(np.median(spectrum)) + 1e-3)
    return float((ratio * _telling(height, width)).max())


def _telling(height: int, width: int) -> npt.NDArray[np.bool_]:
    """Which waves of a spectrum count: fast ones that are no harmonics of blocks."""
    down, across = np.fft.fftshift(np.fft.fftfreq(height))[:, None], np.fft.rfftfreq(width)[None]
    speed = np.hypot(down, across)
    blocks = _harmonic(down, height) & _harmonic(across, width)
    return np.asarray((speed >= _LOWEST) & (speed <= _HIGHEST) & ~blocks)


def _harmonic(waves: npt.NDArray[np.floating], size: int) -> npt.NDArray[np.bool_]:
    """Whether waves are some of those that blocks make, as sharply as so many pixels tell them apart."""
    return np.asarray(np.abs(waves * _BLOCK - np.round(waves * _BLOCK)) < 2.5 * _BLOCK / size)
