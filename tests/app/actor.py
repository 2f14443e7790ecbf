"""Somebody before a camera who does as they are asked, or a picture that is made to look so."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from app.domain.arrays import Image
from app.vision.liveness.challenge import Challenge, Turn
from app.vision.liveness.glances import Examiner
from app.vision.reader import FaceReader
from tests.app.scenes import Camera, Floats, Pose, Surface, room, show

_LEAD = 0.3
"""Seconds from what is asked to the first movement."""
_SPEED = 45.0
"""Degrees a second."""
_PATIENT, _FARTHER = 1.5, 5.0
"""Seconds after which somebody turns farther than at first, and by how many degrees a second."""
_MOST = 12.0


class Act(NamedTuple):
    """What is shown to the camera.

    Attributes:
        surface: By what is asked.
        peak: Degrees by which it is turned at first.
        render: Renders it before a wall.
        base: How it is held where it is not turned.
    """

    surface: Callable[[Turn | None], Surface]
    peak: float = 33.0
    render: Callable[[Surface, Pose, Image], Floats] = show
    base: Pose = Pose()


def perform(reader: FaceReader, act: Act, camera: Camera, fps: float, seconds: float = 60.0) -> Examiner:
    """Put an act to the challenge, and return how it went."""
    examiner = Examiner(reader)
    for time, image in performed(act, camera, fps, examiner.challenge):
        found = sorted(reader.find_fast(image), key=lambda face: face.box.area, reverse=True)
        examiner.look(image, found[0] if found else None, time)
        if examiner.challenge.over or time > seconds:
            break
    return examiner


def performed(act: Act, camera: Camera, fps: float, challenge: Challenge) -> Iterator[tuple[float, Image]]:
    """What the camera sees, as it goes by what is asked."""
    random, wall = camera.random, room(camera.size)
    at, since, time = np.zeros(2), 0.0, 0.0
    before: Turn | None = None
    while True:
        asked = challenge.asked
        since, before = (since, before) if asked is before else (time, asked)
        goal = np.zeros(2)
        if asked is not None and time - since >= _LEAD:
            right, down = asked.way
            peak = act.peak + min(_MOST, _FARTHER * max(0.0, time - since - _PATIENT))
            goal = peak * np.array([right, -down])
        step = goal - at
        at = at + step * min(1.0, _SPEED / fps / max(float(np.abs(step).max()), 1e-6))
        yaw, pitch, roll, across, down = random.normal(0, (0.4, 0.4, 0.5, 0.5, 0.5))
        base = act.base
        pose = Pose(at[0] + yaw, at[1] + pitch, roll, base.eyes, base.across + across, base.down + down)
        yield time, camera.takes(act.render(act.surface(asked), pose, wall))
        time += 1 / fps
