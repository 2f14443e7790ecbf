"""The border of a sheet or a screen around a face.

Straight edges that close to a quadrilateral around the face (R. G. von Gioi, J. Jakubowicz, J.-M. Morel and
G. Randall, "LSD: A Fast Line Segment Detector", TPAMI 2010). Doors and windows behind somebody have such
edges, too, but none that runs on below the chin: there the body hides them.
"""

from functools import cache
from itertools import product
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image
from app.domain.box import Box

_FACE = 32
"""Width of the face, in pixels, in the picture that is searched."""
_AROUND = 2.3
"""Half of that picture's side, in widths of the face."""
_SHORTEST = 8.0
"""Pixels of the shortest segment that counts."""
_TILT = 30.0
"""Degrees by which a sheet may be turned."""
_BESIDE, _BENT = 1.8, 6.0
"""Pixels and degrees by which segments of one side may differ."""
_CANDIDATES = 4
_WHOLE, _BELOW, _TOTAL = 0.45, 0.7, 0.7
"""Shares of a side, of the stretch below the face, and of the four sides together, that edges must cover."""

Floats = npt.NDArray[np.float64]


def bordered(image: Image, face: Box) -> bool:
    """Whether a border closes around a face.

    Args:
        image: RGB uint8 (H, W, 3).
        face: Its box, in pixels.
    """
    scale = _FACE / face.w
    half = _AROUND * face.w
    left, top = face.x + face.w / 2 - half, face.y + face.h / 2 - half
    x0, y0 = max(0, round(left)), max(0, round(top))
    part = image[y0 : max(y0, round(top + 2 * half)), x0 : max(x0, round(left + 2 * half))]
    if min(part.shape[:2]) * scale < _FACE:
        return False
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    step = max(1, int(0.5 / scale))
    size = tuple(max(1, round(scale * side)) for side in part.shape[1::-1])
    small = cv2.cvtColor(cv2.resize(part[::step, ::step], size, interpolation=how), cv2.COLOR_RGB2GRAY)
    return closes(
        _segments(np.asarray(small, np.uint8)), Box(face.x - x0, face.y - y0, face.w, face.h).scaled(scale)
    )


def closes(segments: Floats, face: Box) -> bool:
    """Whether segments (N, 4), each from x, y to x, y, close to a quadrilateral around a face."""
    below = [
        line for line in _lines(segments, face, level=True, after=True) if _runs_below(segments, face, line)
    ]
    if not below:
        return False
    left, right = (_lines(segments, face, level=False, after=after) for after in (False, True))
    above = _lines(segments, face, level=True, after=False)
    return any(_closed(segments, face, *four) for four in product(left, right, above, below))


@cache
def _detector() -> Any:
    return cv2.createLineSegmentDetector()


def _segments(grey: npt.NDArray[np.uint8]) -> Floats:
    found = _detector().detect(grey)[0]
    lines = np.zeros((0, 4)) if found is None else np.asarray(found, np.float64).reshape(-1, 4)
    return lines[np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]) >= _SHORTEST]


def _lines(segments: Floats, face: Box, *, level: bool, after: bool) -> list[Floats]:
    """The longest lines on one side of a face, each by a point and a direction (4,).

    Args:
        segments: All.
        face: The face.
        level: Above or below it, rather than beside it.
        after: Below it, or to its right.
    """
    along, across = (0, 1) if level else (1, 0)
    run = segments[:, 2 + along] - segments[:, along]
    rise = segments[:, 2 + across] - segments[:, across]
    straight = np.abs(rise) <= np.tan(np.radians(_TILT)) * np.abs(run)
    middle = (segments[:, across] + segments[:, 2 + across]) / 2
    edge = (face.y, face.y + face.h) if level else (face.x, face.x + face.w)
    outside = middle > edge[1] if after else middle < edge[0]
    mine = segments[straight & outside]
    lengths = np.hypot(mine[:, 2] - mine[:, 0], mine[:, 3] - mine[:, 1])
    found: list[Floats] = []
    for one in mine[np.argsort(-lengths)]:
        if len(found) == _CANDIDATES:
            break
        way = (one[2:] - one[:2]) / np.hypot(*(one[2:] - one[:2]))
        line = np.array([*one[:2], *way])
        if not any(_on(line, other[None, :2])[0] and _same_way(line, other) for other in found):
            found.append(line)
    return found


def _on(line: Floats, points: Floats) -> npt.NDArray[np.bool_]:
    away = points - line[:2]
    return np.asarray(np.abs(away[:, 0] * line[3] - away[:, 1] * line[2]) <= _BESIDE)


def _same_way(line: Floats, other: Floats) -> bool:
    return bool(abs(line[2] * other[3] - line[3] * other[2]) <= np.sin(np.radians(_BENT)))


def _runs_below(segments: Floats, face: Box, line: Floats) -> bool:
    """Whether a line is an edge all along below a face."""
    ends = [np.array([x, line[1] + (x - line[0]) * line[3] / line[2]]) for x in (face.x, face.x + face.w)]
    return _covered(segments, line, *ends) >= _BELOW


def _closed(segments: Floats, face: Box, left: Floats, right: Floats, top: Floats, bottom: Floats) -> bool:
    """Whether edges cover the quadrilateral of four lines."""
    corners = [_crossing(top, left), _crossing(top, right), _crossing(bottom, right), _crossing(bottom, left)]
    quad = np.array(corners)
    if not _around(quad, face):
        return False
    sides = [
        (top, quad[0], quad[1]),
        (right, quad[1], quad[2]),
        (bottom, quad[3], quad[2]),
        (left, quad[0], quad[3]),
    ]
    covered = [_covered(segments, *side) for side in sides]
    return min(covered) >= _WHOLE and float(np.mean(covered)) >= _TOTAL


def _crossing(one: Floats, other: Floats) -> Floats:
    cross = one[2] * other[3] - one[3] * other[2]
    if abs(cross) < 1e-6:
        return np.full(2, np.inf)
    away = other[:2] - one[:2]
    return np.asarray(one[:2] + one[2:] * (away[0] * other[3] - away[1] * other[2]) / cross)


def _around(quad: Floats, face: Box) -> bool:
    """Whether corners, clockwise from the upper left, lie around a face."""
    if not np.isfinite(quad).all():
        return False
    left, right = max(quad[0, 0], quad[3, 0]), min(quad[1, 0], quad[2, 0])
    top, bottom = max(quad[0, 1], quad[1, 1]), min(quad[2, 1], quad[3, 1])
    return bool(
        left <= face.x
        and right >= face.x + face.w
        and top <= face.y + 0.1 * face.h
        and bottom >= face.y + face.h
    )


def _covered(segments: Floats, line: Floats, start: Floats, end: Floats) -> float:
    """Share of the stretch of a line that segments cover."""
    length = float(np.hypot(*(end - start)))
    if length < 1:
        return 0.0
    way = (end - start) / length
    on = _on(line, segments[:, :2]) & _on(line, segments[:, 2:])
    ends = np.sort(np.stack([(segments[on, :2] - start) @ way, (segments[on, 2:] - start) @ way]), axis=0)
    cells = np.zeros(int(np.ceil(length)) + 1, bool)
    for first, last in np.clip(np.round(ends), 0, len(cells)).astype(int).T:
        cells[first : last + 1] = True
    return float(cells.mean())
