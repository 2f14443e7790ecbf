"""How fast a source is, and how much of it is shown."""

import pytest

from app.services.recognise import pace
from app.services.recognise.pace import Pace


def test_frames_passed_over_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(pace, "monotonic", lambda: now[0])
    made = Pace()
    assert (made.fps, made.rate, made.dropped) == (0, 0, 0)
    for number in range(0, 60, 3):  # every third frame of thirty a second
        made.note(number)
        now[0] += 0.1
    assert made.fps == pytest.approx(10)
    assert made.rate == pytest.approx(30)
    assert made.dropped == 2 * 19
    now[0] += 5
    made.note(60)
    assert (made.fps, made.rate) == (0, 0)
