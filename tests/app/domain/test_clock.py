"""A leap of the clock is believed once it was seen again; what is wrong for one start costs nothing."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.clock import Clock

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY, HOUR, YEAR = timedelta(days=1), timedelta(hours=1), timedelta(days=365)


def _seen(*after: timedelta) -> tuple[Clock, datetime]:
    """What is known, and believed, once the clock was seen so long after it was."""
    clock = Clock(NOW)
    for one in after:
        clock = clock.at(NOW + one)
    return clock, clock.believed(NOW + after[-1])


@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_that_is_wrong_for_one_start_is_never_believed(sign: int) -> None:
    clock, believed = _seen(sign * 10 * YEAR, sign * 10 * YEAR + HOUR)
    assert believed <= NOW
    assert clock.leapt == NOW + sign * 10 * YEAR
    assert clock.told
    assert clock.remedy
    clock, believed = _seen(sign * 10 * YEAR, HOUR)
    assert (clock, believed) == (Clock(NOW + HOUR), NOW + HOUR)
    assert not clock.told
    assert not clock.remedy


def test_who_was_away_for_a_season_is_believed_the_next_day() -> None:
    assert _seen(90 * DAY)[1] == NOW
    assert not _seen(90 * DAY)[0].is_doubtful
    assert _seen(90 * DAY, 90 * DAY + 19 * HOUR)[1] == NOW
    assert _seen(90 * DAY, 91 * DAY) == (Clock(NOW + 91 * DAY), NOW + 91 * DAY)
    assert _seen(29 * DAY)[1] == NOW + 29 * DAY  # nobody doubts that


def test_a_leap_of_years_is_believed_after_a_week() -> None:
    ahead = 10 * YEAR
    assert _seen(ahead)[0].is_doubtful
    assert _seen(ahead, ahead + DAY, ahead + 6 * DAY)[1] == NOW
    assert _seen(ahead, ahead + DAY, ahead + 7 * DAY)[1] == NOW + ahead + 7 * DAY


def test_a_clock_that_is_wrong_otherwise_each_time_is_not_believed() -> None:
    assert _seen(YEAR * 2, YEAR * 9, YEAR * 20)[1] == NOW
    assert _seen(YEAR * 20, YEAR * 9, YEAR * 9 + 6 * DAY)[1] == NOW


@pytest.mark.parametrize("gap", [20 * DAY, 60 * DAY, 200 * DAY])
def test_what_is_opened_seldom_is_one_opening_behind_at_most(gap: timedelta) -> None:
    clock = Clock(NOW)
    for n in range(1, 30):
        clock = clock.at(NOW + n * gap)
        assert clock.believed(NOW + n * gap) >= NOW + (n - 1) * gap


def test_a_clock_put_right_after_it_was_believed_decides_at_once() -> None:
    ahead = 10 * YEAR
    wrong = Clock(NOW + ahead)
    right = wrong.at(NOW)
    assert right.believed(NOW) == NOW
    assert right.is_doubtful
    assert "behind" in right.told
    assert right.at(NOW + 8 * DAY) == Clock(NOW + 8 * DAY)  # and a leap is one from there


@pytest.mark.parametrize("seed", range(20))
def test_wrong_readings_among_right_ones_never_bring_a_time_before_its_day(seed: int) -> None:
    """Each start may read a wrong clock, any two of them far apart, and a right one comes in between."""
    rng, true = random.Random(seed), NOW
    clock = Clock(true)
    for _ in range(200):
        true += timedelta(hours=rng.uniform(1, 24 * 25))
        if rng.random() < 0.3:
            wrong = true + timedelta(days=rng.choice([-1, 1]) * rng.uniform(60, 20_000))
            for hours in (0, rng.uniform(0, 19)):
                clock = clock.at(wrong + timedelta(hours=hours))
                assert clock.believed(wrong + timedelta(hours=hours)) <= true
        clock = clock.at(true)
        assert (clock, clock.believed(true)) == (Clock(true), true)
