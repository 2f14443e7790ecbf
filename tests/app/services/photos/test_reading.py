"""Working ahead on threads: everything, in order, bounded, and it stops when asked to."""

import threading
import time
from itertools import count
from pathlib import Path

import pytest

from app.core.errors import Cancelled
from app.core.progress import CancelToken
from app.services.photos.reading import absolute, ahead


def test_results_come_in_order_however_long_each_takes() -> None:
    def slow_at_first(number: int) -> int:
        time.sleep(0.02 / (number + 1))
        return number

    assert list(ahead(slow_at_first, range(40))) == list(range(40))
    assert list(ahead(slow_at_first, [])) == []


def test_only_a_few_are_done_ahead() -> None:
    started: list[int] = []

    def work(number: int) -> int:
        started.append(number)
        return number

    results = ahead(work, count())
    for _ in range(5):
        next(results)
    time.sleep(0.05)
    assert len(started) < 5 + 20
    results.close()  # type: ignore[attr-defined]


def test_cancelling_stops_soon_and_leaves_no_thread() -> None:
    cancel = CancelToken()
    results = ahead(lambda number: number, range(1000), cancel)
    assert [next(results) for _ in range(4)] == [0, 1, 2, 3]
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(results)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("read")]


def test_an_error_reaches_the_reader() -> None:
    results = ahead(lambda number: 1 // number, [1, 0, 1])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_absolute_keeps_links_and_drops_dots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    assert absolute(Path("link/../link/./a.jpg")) == tmp_path / "link" / "a.jpg"
