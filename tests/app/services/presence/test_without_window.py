"""Presence without a window: `kith watch --presence`."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.core import settings
from app.gallery import visits
from app.gallery.database import Database
from tests.app.conftest import ROOT, Ran

Kith = Callable[..., Ran]


def _listed(kith: Kith) -> list[Any]:
    found: list[Any] = kith("presence", "list", "--json").document["visits"]
    return found


@pytest.mark.slow
def test_watching_with_presence_keeps_visits_and_without_it_none(
    kith: Kith,
    known: Path,
    lfw: dict[str, list[Path]],
    panning: Callable[[list[Path]], list[Any]],
    clip: Callable[[list[Any]], Path],
) -> None:
    video = clip(panning([lfw["Tony Blair"][6]]))
    assert kith("watch", "--source", video).code == 0
    assert _listed(kith) == []
    assert kith("watch", "--source", video, "--presence").code == 0
    (visit,) = _listed(kith)
    assert (visit["person"], visit["state"], visit["source"]) == ("Tony Blair", "cut", str(video))
    assert not settings.load(known / "settings.json").presence


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_a_visit_that_ends_where_it_was_last_seen(
    known: Path,
    lfw: dict[str, list[Path]],
    panning: Callable[[list[Path]], list[Any]],
    serving: Callable[[list[Any]], Any],
    environment: dict[str, str],
    kith: Kith,
) -> None:
    frames = panning([lfw["Tony Blair"][6]]) * 200
    with serving(frames) as address:
        words = ("watch", "--source", address, "--presence")
        command = [sys.executable, "-m", "app", "--data-dir", str(known), *words]
        direct = {name: value for name, value in environment.items() if not name.endswith("_proxy")}
        watching = subprocess.Popen(command, env=direct, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _until(lambda: bool(_listed(kith)) or watching.poll() is not None)
        finally:
            watching.send_signal(signal.SIGKILL)
            watching.wait()
    (here,) = _listed(kith)
    assert (here["state"], here["left"]) == ("here", None)
    db = Database.open(known)
    with db.write() as session:
        visits.end_stale(session, datetime.now(UTC))
    db.close()
    (ended,) = _listed(kith)
    assert (ended["state"], ended["left"]) == ("cut", here["seen"])


def _until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not look():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)
