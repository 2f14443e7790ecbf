"""Arrivals and departures told to real receivers: a command, a web server, Debian's mosquitto."""

import json
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import KnownError
from app.core.text import Text
from app.domain.visit import Visit, VisitState
from app.services.presence.actions.action import Action, HopelessError
from app.services.presence.actions.command import CommandAction
from app.services.presence.actions.couriers import Couriers
from app.services.presence.actions.mqtt import MqttAction, node_of
from app.services.presence.actions.webhook import WebhookAction
from app.services.presence.book import Told
from tests.app.services.presence.broker import Broker, Said, free_port, until

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
PASSWORD = "pass word"  # noqa: S105 - of a broker that lives for a test
QUICK = (0.2, 0.2, 0.2)
NASTY = "Bob $(touch hacked); `id` \"'&|\n=1+1 <b>{{ x }}</b> \x1b[31m\x00\u202e../.." + "x" * 3000


def _told(*, arrived: bool, name: str = "Ana", person: int = 7, visit: int = 3) -> Told:
    state = VisitState.HERE if arrived else VisitState.LEFT
    return Told(Visit(visit, person, name, "0", NOON, NOON + timedelta(minutes=1), state), arrived)


class Failures:
    """What was said of failures."""

    def __init__(self) -> None:
        self.all: list[KnownError] = []

    def __call__(self, _: Text, error: KnownError) -> None:
        self.all.append(error)


@contextmanager
def _telling(*actions: Action, pauses: tuple[float, ...] = QUICK) -> Iterator[tuple[Couriers, Failures]]:
    failures = Failures()
    couriers = Couriers(actions, failures, pauses)
    try:
        yield couriers, failures
    finally:
        couriers.close()


# a command

_NOTE = """
import json, os, sys
told = {name: value for name, value in os.environ.items() if name.startswith("KITH_")}
line = json.dumps([json.load(sys.stdin), told, sys.argv[2:]])
open(sys.argv[1], "a").write(line + "\\n")
"""


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.slow
def test_a_command_gets_the_visit_and_no_shell_reads_it(tmp_path: Path) -> None:
    out = tmp_path / "told"
    command = CommandAction([sys.executable, "-c", _NOTE, str(out), "$HOME", "a b; c"])
    with _telling(command) as (couriers, failures):
        couriers.tell([_told(arrived=True, name=NASTY), _told(arrived=False, name=NASTY)])
        until(lambda: len(_lines(out)) == 2)
    (came, variables, arguments), (went, _, _) = _lines(out)
    assert arguments == ["$HOME", "a b; c"]
    assert (came["event"], came["person"], came["left"]) == ("arrived", NASTY, None)
    assert datetime.fromisoformat(came["arrived"]) == NOON
    assert (variables["KITH_EVENT"], variables["KITH_PERSON"], variables["KITH_LEFT"]) == (
        "arrived",
        NASTY.replace("\0", ""),
        "",
    )
    assert (went["event"], datetime.fromisoformat(went["left"])) == ("left", NOON + timedelta(minutes=1))
    assert not failures.all


@pytest.mark.slow
def test_a_command_that_fails_is_tried_again_and_one_that_is_not_there_is_not(tmp_path: Path) -> None:
    out = tmp_path / "tries"
    script = f"open({str(out)!r}, 'a').write('x'); raise SystemExit(len(open({str(out)!r}).read()) < 3)"
    with _telling(CommandAction([sys.executable, "-c", script])) as (couriers, failures):
        couriers.tell([_told(arrived=True)])
        until(lambda: out.exists() and out.read_text() == "xxx")
    assert [str(error.why) for error in failures.all] == ["its exit code is 1"]
    with _telling(CommandAction([str(tmp_path / "nowhere")])) as (couriers, failures):
        couriers.tell([_told(arrived=True)])
        (error,) = until(lambda: failures.all)
    assert "did not run" in str(error)
    assert len(failures.all) == 1


def test_a_command_whose_words_no_program_can_be_given_is_told_as_one_that_is_not_there() -> None:
    for words in (["\0"], [sys.executable, "a\0b"]):
        with pytest.raises(HopelessError, match="did not run"):
            CommandAction(words).deliver(_told(arrived=True))


@pytest.mark.slow
def test_an_action_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    out = tmp_path / "told"
    slow = CommandAction([sys.executable, "-c", "import time; time.sleep(20)"])
    quick = CommandAction([sys.executable, "-c", _NOTE, str(out)])
    couriers = Couriers([slow, quick])
    began = time.monotonic()
    for _ in range(300):
        couriers.tell([_told(arrived=True)])
    assert time.monotonic() - began < 1
    until(lambda: len(_lines(out)) >= 2)
    began = time.monotonic()
    couriers.close(patience=0.5)
    assert time.monotonic() - began < 5


# an address


class Receiver:
    """A web server that keeps what it is posted; it answers as it is told to, 200 at the end."""

    def __init__(self) -> None:
        self.posted: list[tuple[dict[str, Any], dict[str, str]]] = []
        self.answers: list[int] = []

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                kept.posted.append((body, dict(self.headers)))
                code = kept.answers.pop(0) if kept.answers else 200
                self.send_response(code)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815 - as the library calls it

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/visits?key=secret"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.mark.slow
def test_an_address_is_posted_the_visit_with_the_token() -> None:
    receiver = Receiver()
    with (
        receiver.serving() as address,
        _telling(WebhookAction(address, lambda: "t0ken")) as (couriers, failures),
    ):
        couriers.tell([_told(arrived=True, name=NASTY), _told(arrived=False)])
        until(lambda: len(receiver.posted) == 2)
    (came, headers), (went, _) = receiver.posted
    assert (came["event"], came["person"], went["event"]) == ("arrived", NASTY, "left")
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["Content-Type"] == "application/json"
    assert not failures.all


@pytest.mark.slow
def test_an_address_that_puts_off_is_tried_again_and_one_that_refuses_is_not() -> None:
    receiver = Receiver()
    with (
        receiver.serving() as address,
        _telling(WebhookAction(address, lambda: None)) as (couriers, failures),
    ):
        receiver.answers = [503, 429, 200]
        couriers.tell([_told(arrived=True)])
        until(lambda: len(receiver.posted) == 3)
        receiver.answers = [401]
        couriers.tell([_told(arrived=False)])
        until(lambda: len(failures.all) == 2)
        receiver.answers = [302]
        couriers.tell([_told(arrived=True)])
        until(lambda: len(failures.all) == 3)
    assert [str(error.why) for error in failures.all] == [f"it answers {code}" for code in (503, 401, 302)]
    assert len(receiver.posted) == 5, "a token goes to no other address"
    assert not any("secret" in str(error) for error in failures.all)
    assert "Authorization" not in receiver.posted[0][1]


@pytest.mark.slow
def test_an_address_that_is_not_there_yet_is_told_once_it_is() -> None:
    receiver, port = Receiver(), free_port()
    action = WebhookAction(f"http://127.0.0.1:{port}/", lambda: None)
    with _telling(action, pauses=(0.2,) * 50) as (couriers, failures):
        couriers.tell([_told(arrived=True)])
        until(lambda: failures.all)
        with receiver.serving(port):
            until(lambda: receiver.posted)
    assert len(failures.all) == 1


# a broker


@pytest.fixture(params=["", PASSWORD], ids=["open", "with a password"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Broker]:
    """A broker that runs."""
    if shutil.which("mosquitto") is None:
        pytest.skip("needs Debian's mosquitto: apt-get install mosquitto")
    folder = tmp_path / "broker"
    folder.mkdir()
    made = Broker(folder, request.param)
    made.start()
    yield made
    made.kill()


def _mqtt(broker: Broker, password: str = PASSWORD, node: str = "node") -> MqttAction:
    user = "ana@" if broker._user else ""
    return MqttAction(f"mqtt://{user}127.0.0.1:{broker.port}", node, lambda: password)


def _last(said: Said, topic: str) -> str | None:
    return said[topic][-1][0] if topic in said else None


def _state(said: Said) -> str | None:
    """The state of the one sensor there is."""
    [*topics] = [topic for topic in said if topic.endswith("/state")]
    return _last(said, topics[0]) if topics else None


@pytest.mark.slow
def test_the_broker_forgets_the_sensors_of_people_who_are_no_more(broker: Broker) -> None:
    people = {7, 8}

    def action() -> MqttAction:
        return MqttAction(f"mqtt://ana@127.0.0.1:{broker.port}", "node", lambda: PASSWORD, lambda: people)

    with _telling(action()) as (couriers, _), broker.heard() as said:
        couriers.tell([_told(arrived=True), _told(arrived=True, name="Bob", person=8, visit=4)])
        until(lambda: "kith/node/8/visit" in said)
        people.remove(8)
        couriers.tell([_told(arrived=False)])
        until(lambda: [_last(said, f"kith/node/8/{part}") for part in ("state", "visit")] == ["", ""])
        assert _last(said, "homeassistant/binary_sensor/kith_node/8/config") == ""
        assert _last(said, "homeassistant/binary_sensor/kith_node/7/config")
    people.remove(7)
    with broker.heard() as said:
        until(lambda: "kith/node/7/visit" in said)
        with _telling(action()):
            until(lambda: _last(said, "kith/node/7/visit") == "")
            until(lambda: _last(said, "homeassistant/binary_sensor/kith_node/7/config") == "")


@pytest.mark.slow
def test_home_assistant_finds_who_is_there(broker: Broker) -> None:
    with broker.heard() as said:
        with _telling(_mqtt(broker)) as (couriers, failures):
            until(lambda: _last(said, "kith/node/availability") == "online")
            couriers.tell([_told(arrived=True, name=NASTY)])
            until(lambda: _state(said) == "ON")
            (config,) = (topic for topic in said if topic.startswith("homeassistant/binary_sensor/"))
            sensor = json.loads(str(_last(said, config)))
            assert sensor["device_class"] == "presence"
            assert sensor["name"] == f"{NASTY} (camera 0)"
            assert _last(said, sensor["state_topic"]) == sensor["payload_on"]
            assert _last(said, sensor["availability_topic"]) == "online"
            visit = json.loads(str(until(lambda: _last(said, sensor["json_attributes_topic"]))))
            assert visit["event"] == "arrived"
            couriers.tell([_told(arrived=False, name="Bob", person=8)])  # it was corrected meanwhile
            until(lambda: _state(said) == "OFF")
        until(lambda: _last(said, "kith/node/availability") == "offline")
        assert not failures.all
    with broker.heard() as later:
        until(lambda: {*said} == {*later})
        assert all(retained for told in later.values() for _, retained in told)


@pytest.mark.slow
def test_a_broker_that_is_killed_and_started_again_is_told_everything(broker: Broker) -> None:
    with _telling(_mqtt(broker), pauses=(0.5,) * 100) as (couriers, _):
        couriers.tell([_told(arrived=True)])
        with broker.heard() as said:
            until(lambda: _state(said) == "ON")
        broker.kill()
        couriers.tell([_told(arrived=True, name="Bob", person=8, visit=4)])
        broker.start()
        with broker.heard() as said:
            until(lambda: len([topic for topic in said if topic.endswith("/state")]) == 2)
            assert _last(said, "kith/node/availability") == "online"


@pytest.mark.slow
def test_a_connection_that_breaks_without_a_word_leaves_offline_and_nobody_there_afterwards(
    broker: Broker,
) -> None:
    action = _mqtt(broker)
    with broker.heard() as said:
        action.deliver(_told(arrived=True))
        until(lambda: _last(said, "kith/node/availability") == "online")
        sock = action._client.socket()
        assert isinstance(sock, socket.socket)
        action._client.reconnect_delay_set(60, 60)
        sock.shutdown(socket.SHUT_RDWR)
        until(lambda: _last(said, "kith/node/availability") == "offline")
        with _telling(_mqtt(broker)) as (couriers, _):
            until(lambda: _state(said) == "OFF")  # nobody has come since
            couriers.tell([_told(arrived=True, visit=4)])
            until(lambda: _state(said) == "ON")
            time.sleep(0.3)
            assert _state(said) == "ON"
    action.close()


@pytest.mark.slow
def test_two_sources_of_one_folder_are_told_side_by_side(broker: Broker) -> None:
    nodes = [node_of("/data", source) for source in ("0", "1")]
    actions = [_mqtt(broker, node=node) for node in nodes]
    with broker.heard() as said:
        for visit, action in enumerate(actions):
            action.deliver(_told(arrived=True, visit=visit))
        time.sleep(1.5)  # whom the broker has hung up on would have called again
        for visit, action in enumerate(actions):
            action.deliver(_told(arrived=False, visit=visit))
        heard = [[text for text, _ in said[f"kith/{node}/availability"]] for node in nodes]
        assert heard == [["online"], ["online"]]
    for action in actions:
        action.close()


@pytest.mark.slow
def test_a_wrong_password_is_told(broker: Broker) -> None:
    if broker._user is None:
        return
    with _telling(_mqtt(broker, "wrong"), pauses=()) as (couriers, failures):
        couriers.tell([_told(arrived=True)])
        (error,) = until(lambda: failures.all)
    assert "refuses" in str(error)
    assert "wrong" not in str(error)
