"""Presence without a window: `kith watch --presence`."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from configparser import RawConfigParser, SectionProxy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.core import settings
from app.gallery import visits
from app.gallery.database import Database
from tests.app.conftest import ROOT, Ran
from tests.app.services.presence.broker import Broker, Said

Kith = Callable[..., Ran]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def address(
    lfw: dict[str, list[Path]],
    panning: Callable[[list[Path]], list[Any]],
    serving: Callable[[list[Any]], Any],
) -> Iterator[str]:
    """A stream that shows Tony Blair again and again."""
    with serving(panning([lfw["Tony Blair"][6]]) * 200) as address:
        yield address


@pytest.fixture
def start(
    request: pytest.FixtureRequest, known: Path, environment: dict[str, str], program: list[str]
) -> Start:
    """Start Kith, which knows ten people, as a process of its own, which reaches this computer directly."""
    own = request.node.get_closest_marker("own_processes")
    kith = [sys.executable, "-m", "app"] if own else program
    direct = {name: value for name, value in environment.items() if not name.endswith("_proxy")}

    def started(*words: str) -> "subprocess.Popen[bytes]":
        command = [*kith, "--data-dir", str(known), *words]
        return subprocess.Popen(command, env=direct, cwd=ROOT, stdout=subprocess.DEVNULL)

    return started


def _listed(kith: Kith) -> list[Any]:
    found: list[Any] = kith("presence", "list", "--json").document["visits"]
    return found


@pytest.mark.slow
def test_watching_keeps_visits_with_presence_or_once_it_is_on_and_else_none(
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
    kith("presence", "delete", visit["id"])
    kith("presence", "on")
    assert kith("watch", "--source", video).code == 0
    assert len(_listed(kith)) == 1


def test_visits_of_several_sources_are_kept_for_each(
    kith: Kith,
    known: Path,
    lfw: dict[str, list[Path]],
    panning: Callable[[list[Path]], list[Any]],
    clip: Callable[[list[Any]], Path],
) -> None:
    door = clip(panning([lfw["Tony Blair"][6]]))
    yard = Path(shutil.copy(door, known / "yard.avi"))
    assert kith("watch", "--source", door, "--source", yard, "--presence").code == 0
    assert {(visit["person"], visit["source"]) for visit in _listed(kith)} == {
        ("Tony Blair", str(door)),
        ("Tony Blair", str(yard)),
    }


@pytest.mark.slow
@pytest.mark.own_processes
def test_a_process_that_is_killed_leaves_a_visit_that_ends_where_it_was_last_seen(
    known: Path, address: str, start: Start, kith: Kith
) -> None:
    watching = start("watch", "--source", address, "--presence")
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


def test_what_is_changed_elsewhere_holds_for_a_watching_command_at_once(
    known: Path, address: str, start: Start, kith: Kith
) -> None:
    watching = start("watch", "--source", address)
    try:
        kith("presence", "on")
        _until(lambda: bool(_listed(kith)))
        kith("presence", "off")
        _until(lambda: [visit["state"] for visit in _listed(kith)] == ["cut"])
        kith("rename", "Tony Blair", "Anthony")
        kith("presence", "on")
        _until(lambda: "here" in [visit["state"] for visit in _listed(kith)])
        assert {visit["person"] for visit in _listed(kith)} == {"Anthony"}
    finally:
        watching.kill()
        watching.wait()


def _until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not look():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


@pytest.mark.slow
def test_the_service_ends_cleanly_and_says_goodbye(
    known: Path, address: str, start: Start, kith: Kith, tmp_path: Path
) -> None:
    if shutil.which("mosquitto") is None:
        pytest.skip("needs Debian's mosquitto: apt-get install mosquitto")
    (tmp_path / "broker").mkdir()
    broker = Broker(tmp_path / "broker")
    broker.start()
    kith("presence", "actions", "--mqtt", f"mqtt://127.0.0.1:{broker.port}")
    unit = _unit()
    with broker.heard() as said:
        words = shlex.split(unit["ExecStart"].replace("${KITH_SOURCE}", address).replace("$KITH_MORE", ""))
        watching = start(*words[1:])
        _until(lambda: any(topic.endswith("/state") for topic in said) or watching.poll() is not None)
        watching.send_signal(getattr(signal, unit["KillSignal"]))
        assert watching.wait(int(unit["TimeoutStopSec"])) == int(unit["SuccessExitStatus"])
        _until(lambda: _last(said, "/availability") == "offline")
    assert _last(said, "/state") == "OFF"
    broker.kill()
    (visit,) = _listed(kith)
    assert (visit["person"], visit["state"]) == ("Tony Blair", "cut")


def _last(said: Said, ending: str) -> str:
    return next(told[-1][0] for topic, told in said.items() if topic.endswith(ending))


def _unit() -> SectionProxy:
    unit = RawConfigParser(strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # as it is written
    unit.read(ROOT / "resources" / "kith-presence.service", encoding="utf-8")
    return unit["Service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = (ROOT / "resources" / "kith-presence.service").read_text(encoding="utf-8")
    unit = tmp_path / "kith-presence.service"
    unit.write_text(text.replace("ExecStart=kith", f"ExecStart={sys.executable}"), encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "kith-presence" not in done.stderr
