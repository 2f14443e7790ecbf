"""Debian's mosquitto, and waiting for what others are told."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

Value = TypeVar("Value")
Said = dict[str, list[tuple[str, bool]]]
"""Texts by their topic, each with whether it was retained."""


def until(look: Callable[[], Value], patience: float = 60) -> Value:
    """Wait until something is true, and return it."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return found


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _subscribe(client: paho.Client) -> None:
    client.subscribe("#", qos=1)


class Broker:
    """Debian's mosquitto on a port of its own, and someone who listens at it."""

    def __init__(self, folder: Path, password: str = "") -> None:
        self.port, self._folder = free_port(), folder
        self._user = ("ana", password) if password else None
        lines = [f"listener {self.port} 127.0.0.1", f"allow_anonymous {'false' if password else 'true'}"]
        if password:
            file = folder / "passwords"
            subprocess.run(
                ["mosquitto_passwd", "-c", "-b", str(file), "ana", password], check=True, capture_output=True
            )
            file.chmod(0o644)
            folder.chmod(0o755)
            lines += [f"password_file {file}", "user root"]
        self._config = folder / "mosquitto.conf"
        self._config.write_text("\n".join(lines) + "\n")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(shutil.which("mosquitto")), "-c", str(self._config)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.port)) == 0

    @contextmanager
    def heard(self) -> Iterator[Said]:
        """What is said from now on, and what was retained before: by topic, each with whether it was."""
        said: Said = {}
        client = paho.Client(CallbackAPIVersion.VERSION2)
        if self._user:
            client.username_pw_set(*self._user)
        client.on_connect = lambda connected, *_: _subscribe(connected)  # no circle: it closes its sockets
        client.on_message = lambda _, __, message: said.setdefault(message.topic, []).append(
            (message.payload.decode(), message.retain)
        )
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        yield said
        client.disconnect()
        client.loop_stop()
