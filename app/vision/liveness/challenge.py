"""A challenge that a picture cannot meet: turn your head to four sides, in an order that nobody knows before.

Here it is decided what counts, from what was seen of each frame (`Glance`); nothing here sees a picture.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import SystemRandom
from typing import NamedTuple

import numpy as np

from app.domain.live import Sign

TRIES = 3
TURN, NOD = 25.0, 21.0
"""Degrees by which the head must turn, and nod: the landmarks of a nod of 25 tell 18 to 29."""
NEAR = 70.0
"""Pixels between the eyes of a face that is near enough for it."""
TURN_SECONDS, BACK_SECONDS = 6.0, 5.0
"""How long a turn, and looking ahead again after it, may take."""
_AHEAD_SECONDS = 0.4
"""How long somebody looks ahead before the first turn."""
_AHEAD, _AHEAD_NOD = 12.0, 20.0
"""Degrees of yaw up to which a face looks ahead, and of pitch, which differs between cameras."""
_BACK = 9.0
"""Degrees that it may be off when it looks ahead again."""
_JUDGED = 0.8
"""Share of a turn from which on it is judged whether the face is curved."""
CURVED, CURVED_ONCE = -0.06, 0.0
"""Lesser curvature of a face at most, in the mean of all turns and in each (docs/liveness.md)."""
_TURNED = 2
"""Frames that must show the turn."""
_LEAP, _LEAP_SPEED = 12.0, 120.0
"""Degrees from frame to frame, and in a second, of a head that was not turned but exchanged."""
_MISSING_SECONDS = 0.7
"""How long the face may be out of view."""


class Turn(StrEnum):
    """Where the head turns, as the person does: to their own left and right."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"

    @property
    def way(self) -> tuple[float, float]:
        """Where the nose goes in the picture: right and down."""
        return _WAYS[self]

    def share(self, yaw: float, pitch: float) -> float:
        """How much of this turn a change of yaw and pitch makes, in degrees: 1 is all of it."""
        right, down = self.way
        return yaw * right / TURN - pitch * down / NOD


_WAYS = {Turn.LEFT: (1.0, 0.0), Turn.RIGHT: (-1.0, 0.0), Turn.UP: (0.0, -1.0), Turn.DOWN: (0.0, 1.0)}


class Refusal(StrEnum):
    """Why a try did not count."""

    SLOW = "slow"
    FAST = "fast"
    WRONG_WAY = "wrong way"
    FLAT = "flat"
    CUT = "cut"
    SOMEBODY_ELSE = "somebody else"
    CROWD = "crowd"
    GONE = "gone"
    SIGN = "sign"


class Seen(NamedTuple):
    """The one face of a frame.

    Attributes:
        yaw: Degrees; positive towards the picture's right.
        pitch: Degrees; positive is up.
        eyes: Pixels between the eyes.
        same: Whether it is the person of the frames before, as far as can be told.
        cut: Whether the picture or the face jumped since the frame before.
    """

    yaw: float
    pitch: float
    eyes: float
    same: bool = True
    cut: bool = False


class Glance(NamedTuple):
    """What was seen of a frame.

    Attributes:
        time: In seconds.
        face: None if there is none.
        alone: Whether no other face is nearly as prominent.
        sign: What tells that it is a picture, or None.
        curvature: Of the face since it looked ahead last, by where it turned (`Relief.curvature`).
    """

    time: float
    face: Seen | None
    alone: bool = True
    sign: Sign | None = None
    curvature: Callable[[tuple[float, float]], float | None] = lambda _: None


@dataclass(slots=True)
class _Try:
    """One try under way.

    Attributes:
        order: What is asked, in turn.
        level: Yaw and pitch of the face as it looked ahead.
        until: When the time for what is asked now is over.
        curved: The lesser curvature of the face in each turn made.
        back: Whether it is asked to look ahead again.
    """

    order: list[Turn]
    level: tuple[float, float]
    until: float
    curved: list[float] = field(default_factory=list)
    back: bool = False

    @property
    def asked(self) -> Turn:
        """The turn to be made now, or made last."""
        return self.order[min(len(self.curved), len(self.order) - 1)]


class Challenge:
    """Head turns in random order, with three tries.

    Attributes:
        passed: Whether all turns of one try were made.
        refused: Why the last try did not count, or None.
        tries: How many are left.
        curved: The lesser curvature of the face in each turn of the last try.
    """

    def __init__(self, shuffle: Callable[[list[Turn]], None] | None = None) -> None:
        """Begin.

        Args:
            shuffle: Brings the turns into an order that nobody can know; by default the system's randomness.
        """
        self.passed = False
        self.refused: Refusal | None = None
        self.tries = TRIES
        self.curved: tuple[float, ...] = ()
        self._shuffle = shuffle or SystemRandom().shuffle
        self._try: _Try | None = None
        self._ahead: float | None = None
        self._seen: tuple[float, Seen] | None = None
        self._turned = 0
        self._curved: list[float] = []

    @property
    def over(self) -> bool:
        """Whether it was passed, or no try is left."""
        return self.passed or not self.tries

    @property
    def asked(self) -> Turn | None:
        """The turn that is asked now; None to look ahead."""
        now = self._try
        return None if now is None or now.back or self.over else now.asked

    @property
    def done(self) -> int:
        """How many of the four turns were made."""
        return len(self._try.curved) if self._try else len(Turn) * self.passed

    def see(self, glance: Glance) -> None:
        """Take in a frame, later than the last."""
        if self.over:
            return
        if self._try is None:
            self._wait(glance)
            return
        if refusal := self._fault(glance, self._try):
            self._refuse(refusal)
        elif glance.face is not None:
            self._judge(glance, glance.face, self._try)

    def _wait(self, glance: Glance) -> None:
        """Begin a try once somebody alone, near and real has looked ahead for a moment."""
        face = glance.face
        sound = (
            glance.alone and glance.sign is None and face is not None and face.eyes >= NEAR and not face.cut
        )
        if (
            not sound
            or face is None
            or not face.same
            or abs(face.yaw) > _AHEAD
            or abs(face.pitch) > _AHEAD_NOD
        ):
            self._ahead = None
        elif self._ahead is None:
            self._ahead = glance.time
        elif glance.time - self._ahead >= _AHEAD_SECONDS:
            order = list(Turn)
            self._shuffle(order)
            self._try = _Try(order, (face.yaw, face.pitch), glance.time + TURN_SECONDS)
            self._seen = glance.time, face

    def _fault(self, glance: Glance, now: _Try) -> Refusal | None:
        """What makes this try worthless, whatever is asked."""
        face = glance.face
        if face is None:
            gone = self._seen is not None and glance.time - self._seen[0] > _MISSING_SECONDS
            return Refusal.GONE if gone else None
        before, self._seen = self._seen, (glance.time, face)
        faults = {
            Refusal.SIGN: glance.sign is not None,
            Refusal.CROWD: not glance.alone,
            Refusal.CUT: face.cut,
            Refusal.FAST: before is not None and _leaps(face, before[1], glance.time - before[0]),
            Refusal.SOMEBODY_ELSE: not face.same,
            Refusal.SLOW: glance.time > now.until,
        }
        return next((refusal for refusal, holds in faults.items() if holds), None)

    def _judge(self, glance: Glance, face: Seen, now: _Try) -> None:
        yaw, pitch = face.yaw - now.level[0], face.pitch - now.level[1]
        if now.back:
            if max(abs(yaw), abs(pitch)) <= _BACK:
                self._go_on(glance, now)
            return
        if any(turn.share(yaw, pitch) >= 1 for turn in Turn if turn is not now.asked):
            self._refuse(Refusal.WRONG_WAY)
            return
        share = now.asked.share(yaw, pitch)
        if share >= _JUDGED and (curvature := glance.curvature(now.asked.way)) is not None:
            self._curved.append(curvature)
        self._turned += share >= 1
        if self._turned >= _TURNED:
            self._end_turn(glance, now)

    def _end_turn(self, glance: Glance, now: _Try) -> None:
        """See whether what turned is curved as a face is, and whether that was the last turn."""
        if not self._curved:
            self._refuse(Refusal.FAST)  # too few points could be followed
            return
        now.curved.append(float(np.median(self._curved)))
        last = len(now.curved) == len(Turn)
        self._turned, self._curved, self.curved = 0, [], tuple(now.curved)
        if now.curved[-1] > CURVED_ONCE or (last and float(np.mean(now.curved)) > CURVED):
            self._refuse(Refusal.FLAT)
        elif last:
            self.passed, self.refused, self._try = True, None, None
        else:
            now.back, now.until = True, glance.time + BACK_SECONDS

    def _go_on(self, glance: Glance, now: _Try) -> None:
        now.back, now.until = False, glance.time + TURN_SECONDS

    def _refuse(self, refusal: Refusal) -> None:
        self.refused, self._try, self._ahead = refusal, None, None
        self._turned, self._curved = 0, []
        self.tries -= 1


def _leaps(face: Seen, before: Seen, seconds: float) -> bool:
    """Whether a head turned faster than heads do: one photo after another, say."""
    turned = max(abs(face.yaw - before.yaw), abs(face.pitch - before.pitch))
    return turned >= _LEAP and turned >= _LEAP_SPEED * seconds
