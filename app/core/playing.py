"""How a recording is played, which may change while it is."""

from dataclasses import dataclass
from threading import Condition


@dataclass(frozen=True, slots=True)
class Playing:
    """How a video, or a folder of pictures, is played.

    Attributes:
        paused: Whether it stands still.
        loop: Whether it begins again after its end.
        speed: Times as fast as it was recorded; 0: every frame, as soon as it is asked for.
    """

    paused: bool = False
    loop: bool = False
    speed: float = 1.0


EVERY_FRAME = Playing(speed=0)
"""Each as soon as it is asked for."""


class Playback:
    """How a recording is played. One thread plays it; any may change how.

    Attributes:
        how: Paused, again and again, how fast.
        seconds: How long the recording lasts; 0 where that is not known.
    """

    def __init__(self, how: Playing | None = None, at: float | None = None) -> None:
        """Set how to play, from the beginning or from a place in seconds."""
        self.how = how or Playing()
        self.seconds = 0.0
        self._wish = at
        self._changed = Condition()

    def change(self, how: Playing, at: float | None = None) -> None:
        """Play otherwise from now on, and from another place if one is given, in seconds."""
        with self._changed:
            self.how = how
            if at is not None:
                self._wish = max(0.0, at)
            self._changed.notify()

    def wait(self, seconds: float, how: Playing) -> None:
        """Wait, but not past a change from this way of playing."""
        with self._changed:
            self._changed.wait_for(lambda: self._wish is not None or self.how is not how, seconds)

    @property
    def is_elsewhere(self) -> bool:
        """Whether another place is wished for."""
        return self._wish is not None

    def take_wish(self) -> float | None:
        """The place wished for since it was last asked, if any."""
        with self._changed:
            wish, self._wish = self._wish, None
            return wish
