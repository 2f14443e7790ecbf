"""The figures over the picture, and when they say that it lags."""

from dataclasses import replace
from time import monotonic

import pytest

from app.domain.live import LiveFrame, StageTimes
from app.ui.live.hud import Hud

SEEN = LiveFrame(1, 0.0, None, (), StageTimes(9, 1, 4, 1), 25.0, rate=30.0, dropped=7)


def hud(seen: LiveFrame, late: float) -> Hud:
    """Shown frames that are so many seconds old."""
    made = Hud()
    for _ in range(40):
        made.see(replace(seen, came=monotonic() - late))
    return made


def test_what_keeps_up_is_told_in_figures_alone() -> None:
    made = hud(SEEN, 0.05)
    assert made.lag == ""
    said = made.said()
    for part in ("25 fps", "detect 9 ms", "embed 4 ms", "7 dropped", "0 faces"):
        assert part in said
    assert "dropped: frames passed over" in made.explained()


@pytest.mark.parametrize(
    ("seen", "late", "why"),
    [
        (SEEN, 0.4, "400 ms late"),
        (replace(SEEN, fps=19.0), 0.05, "19 of the 30 frames"),
    ],
)
def test_what_lags_says_in_what(seen: LiveFrame, late: float, why: str) -> None:
    made = hud(seen, late)
    assert why in made.lag
    assert made.explained().startswith(made.lag)


def test_one_late_frame_is_no_lag() -> None:
    made = hud(SEEN, 0.05)
    made.see(replace(SEEN, came=monotonic() - 0.4))
    assert made.lag == ""


def test_nothing_is_told_of_nothing() -> None:
    made = hud(SEEN, 0.4)
    made.clear()
    assert (made.said(), made.lag) == ("", "")
