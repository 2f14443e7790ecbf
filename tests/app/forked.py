"""Engines and trainers, forked off a process that has imported everything: a second, or five, less each.

So are the processes in which such an engine, or a test itself, decodes pictures, videos and cameras: a fifth
of a second less each. All are the programs that a window or an engine starts, with the same pipes and the
same first message. Only the start of the interpreter and the imports lie behind them; a test of just those
is marked `own_processes`. A command of Kith is forked likewise, where a test starts it by the words of
`program`: one and a half seconds less each. On a terminal it is to start by itself: what writes there looks
for one as it is imported.
"""

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import pytest

from app.engine import child
from tests import forking
from tests.app import command
from tests.app.command import NUMBER
from tests.app.remembered import let_networks_remember
from trainer.pictures import process

_ROOT = Path(__file__).resolve().parents[2]
_HOST, _TRAINER = "app.engine.host", "app.engine.trainer_process"
PICTURES, _VIDEOS = "trainer.pictures.child", "app.vision.sources.decoding"
_TOKEN = "KITH_TEST_TOKEN"  # noqa: S105 - no secret: whose a process is
_BLANK = "-" * 32
_COMMAND = "app.__main__"


class Forked:
    """A process that a `_Server` forked, with as much of `Popen` as Kith uses.

    Attributes:
        pid: Its number.
        returncode: How it ended; None while that is not known.
        stdin: Its standard input, where it was given one.
        stdout: Its standard output.
    """

    def __init__(
        self,
        server: Path,
        handles: Sequence[int],
        words: Sequence[str] = (),
        pipes: tuple[BinaryIO, BinaryIO] | None = None,
    ) -> None:
        self.stdin: BinaryIO | None = pipes and pipes[0]
        self.stdout: BinaryIO | None = pipes and pipes[1]
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(server))
        given = json.dumps([dict(os.environ), words, os.getpriority(os.PRIO_PROCESS, 0), None]).encode()
        socket.send_fds(self._line, [len(given).to_bytes(NUMBER, "big")], handles)
        self._line.sendall(given)
        self.pid = self._read()
        self.returncode: int | None = None
        self._waiting = Lock()

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, and return how.

        Raises:
            TimeoutExpired: It has not, after so many seconds.
        """
        with self._waiting:
            if self.returncode is None:
                self._line.settimeout(timeout)
                try:
                    self.returncode = self._read()
                except TimeoutError as error:
                    raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from error
                self._line.close()
            return self.returncode

    def kill(self) -> None:
        """End it at once."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, 9)

    def _read(self) -> int:
        found = self._line.recv(NUMBER, socket.MSG_WAITALL)
        return int.from_bytes(found, "big", signed=True)


def _spawn(folder: Path, module: str, handle: int) -> Forked:
    """Start a module's `main` with the end of a pipe, as `app.engine.child` does."""
    return Forked(folder / module, [handle])


def spawn_decoder(folder: Path, module: str, file: int | None, _: str, *words: str) -> Forked:
    """Start a module's `main` with a shared file and pipes, as `trainer.pictures.process` does."""
    assert file is not None
    asked, ask = os.pipe()
    answers, answer = os.pipe()
    pipes = os.fdopen(ask, "wb", 0), os.fdopen(answers, "rb", 0)
    try:
        return Forked(folder / module, [file, asked, answer], words, pipes)
    finally:
        os.close(asked)
        os.close(answer)


class Servers:
    """What forks processes off, a server for each module, once it is needed.

    Attributes:
        folder: Where their sockets are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = os.environ | {_TOKEN: _BLANK}
        self._started: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = Lock()

    def start(self, *modules: str) -> Path:
        """Start those that are not there yet, and return the folder of their sockets."""
        with self._lock:
            for module in modules:
                if module not in self._started:
                    self._started[module] = self._start(module)
        return self.folder

    def close(self) -> None:
        """End all."""
        for server in self._started.values():
            server.communicate()

    def _start(self, module: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.app.forked", module, str(self.folder)]
        process = subprocess.Popen(
            command, cwd=_ROOT, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"listening\n"
        return process


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """What forks processes off; none is started before it is needed."""
    with tempfile.TemporaryDirectory(prefix="kith-forks-") as name:
        made = Servers(Path(name))
        yield made
        made.close()


@pytest.fixture(scope="session")
def forks(servers: Servers) -> Path:
    """A folder with the sockets of what forks engines, trainers and what decodes."""
    return servers.start(_HOST, _TRAINER, PICTURES, _VIDEOS)


@pytest.fixture(scope="session")
def program(servers: Servers) -> list[str]:
    """The words that start Kith; its command's follow. It is forked where the system can."""
    if sys.platform != "linux":
        return [sys.executable, "-m", "app"]
    folder = servers.start(_COMMAND, PICTURES, _VIDEOS)
    return [sys.executable, "-I", "-S", command.__file__, str(folder / _COMMAND)]


@pytest.fixture(autouse=True)
def forked_processes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, servers: Servers
) -> None:
    """Fork the engines of a test and what it decodes in, where the system can, unless it wants processes of
    their own.
    """
    if sys.platform != "linux" or request.node.get_closest_marker("own_processes"):
        return
    monkeypatch.setattr(
        "trainer.pictures.process._spawn",
        lambda module, *given: spawn_decoder(servers.start(module), module, *given),
    )
    if not {"engines", "token"}.isdisjoint(request.fixturenames):
        folder = request.getfixturevalue("forks")
        own = child._spawn
        monkeypatch.setattr(
            "app.engine.child._spawn",
            lambda module, handle: (
                _spawn(folder, module, handle) if module in _ENGINES else own(module, handle)
            ),
        )


def _prepare_host() -> None:
    """Import what an engine has imported once it is warm."""
    from app.engine import handlers, host  # noqa: F401

    handlers.load()
    forking.warm()
    let_networks_remember(always=True)
    _open_gallery()


def _prepare_trainer() -> None:
    """Import what a training process has imported at its first step."""
    for name in (_TRAINER, "app.services.training.retrain", "torch._dynamo"):  # an optimiser imports the last
        import_module(name)
    _open_gallery()


def _open_gallery() -> None:
    from app.services.workspace import Workspace
    from tests.app.new_galleries import copy_new_galleries

    copy_new_galleries()
    with tempfile.TemporaryDirectory() as name, Workspace.open(Path(name)):
        pass


def _prepare_pictures() -> None:
    """Import what decodes pictures."""
    from trainer.pictures.child import _load_all

    _load_all()


def _prepare_videos() -> None:
    """Import what decodes videos."""
    import_module(_VIDEOS)


def _prepare_command() -> None:
    """Import what commands of the command line load."""
    forking.warm(_COMMAND, "app.cli.main")
    let_networks_remember(always=True)
    _open_gallery()


_ENGINES = frozenset({_HOST, _TRAINER})
_PREPARE: Mapping[str, Callable[[], None]] = {
    _HOST: _prepare_host,
    _TRAINER: _prepare_trainer,
    PICTURES: _prepare_pictures,
    _VIDEOS: _prepare_videos,
    _COMMAND: _prepare_command,
}


class _Server:
    """Forks a process for each that connects; tells it the number and, in the end, the exit code."""

    def __init__(self, module: str, folder: Path) -> None:
        self._module, self._folder = module, folder
        self._prepared = False
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / module))
        self._listener.listen()
        self._events = selectors.DefaultSelector()
        self._events.register(self._listener, selectors.EVENT_READ)
        self._events.register(sys.stdin.fileno(), selectors.EVENT_READ)

    def run(self) -> None:
        """Work until standard input is closed; all that were forked end with this process."""
        while True:
            for key, _ in self._events.select():
                if key.fileobj is self._listener:
                    self._start()
                elif key.data is None:
                    return
                else:
                    self._events.unregister(key.fileobj)
                    key.data()

    def prepare(self) -> None:
        """Import everything."""
        if not self._prepared:
            self._prepared = True
            _PREPARE[self._module]()
            forking.freeze()

    def _start(self) -> None:
        line, _ = self._listener.accept()
        handles: list[int] = []
        try:
            size, handles, _, _ = socket.recv_fds(line, NUMBER, 3)
            given = json.loads(line.recv(int.from_bytes(size, "big"), socket.MSG_WAITALL))
        except (OSError, ValueError):  # who asked was killed over it
            for one in (line.detach(), *handles):
                os.close(one)
            return
        self.prepare()
        child = forking.fork(lambda: self._become(handles, *given))
        for handle in handles:
            os.close(handle)
        ended = os.pidfd_open(child)
        self._events.register(ended, selectors.EVENT_READ, partial(self._tell_end, ended, child, line))
        if self._module == _COMMAND:  # it ends with whoever asked for it
            self._events.register(line, selectors.EVENT_READ, partial(os.kill, child, signal.SIGKILL))
        _tell(line, child)

    def _tell_end(self, ended: int, child: int, line: socket.socket) -> None:
        os.close(ended)
        _tell(line, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        with suppress(KeyError):
            self._events.unregister(line)
        line.close()

    def _become(
        self,
        handles: list[int],
        environment: dict[str, str],
        words: list[str],
        priority: int,
        folder: str | None,
    ) -> None:
        """Be the module's program, as if it had been started with that end of a pipe, or those files."""
        os.setpriority(os.PRIO_PROCESS, 0, priority)  # that of the thread which starts it
        sys.argv = [self._module, str(handles[0]), *words]
        if self._module in _ENGINES:
            _show_token(environment[_TOKEN])
        if self._module in _ENGINES or self._module == _COMMAND:
            os.environ.clear()
            os.environ.update(environment)
            child._spawn = lambda *given: _spawn(self._folder, *given)  # type: ignore[assignment]
            process._spawn = lambda *given: spawn_decoder(self._folder, *given)  # type: ignore[assignment]
        if folder is not None:
            _run_command(handles, words, folder)
        if self._module not in _ENGINES:
            _place([*handles[1:], os.open(os.devnull, os.O_WRONLY)])
        import_module(self._module).main()


def _run_command(handles: list[int], words: list[str], folder: str) -> None:
    """Be Kith with these words, standard streams and folder, up to its end."""
    _place(handles)
    sys.stdin = open(0)  # noqa: SIM115 - the stream, for as long as the process is
    sys.stdout = open(1, "w")  # noqa: SIM115
    sys.stderr = open(2, "w", errors="backslashreplace", buffering=1)  # noqa: SIM115
    os.chdir(folder)
    sys.argv = ["kith", *words]
    code = import_module(_COMMAND).main()
    atexit._run_exitfuncs()
    sys.exit(code)


def _place(handles: Sequence[int]) -> None:
    """Make them the standard streams."""
    for place, handle in enumerate(handles):
        os.dup2(handle, place)
        os.close(handle)


def _tell(line: socket.socket, number: int) -> None:
    with suppress(OSError):  # who asked has gone
        line.sendall(number.to_bytes(NUMBER, "big", signed=True))


def _show_token(token: str) -> None:
    """Have the system show the token in this process's environment, where `processes` looks for it."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start = int(fields[47])  # env_start of proc_pid_stat(5)
    place = Path("/proc/self/environ").read_bytes().index(f"{_TOKEN}={_BLANK}".encode())
    with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
        memory.seek(start + place + len(_TOKEN) + 1)
        memory.write(token.encode().ljust(len(_BLANK), b"-")[: len(_BLANK)])


if __name__ == "__main__":
    server = _Server(sys.argv[1], Path(sys.argv[2]))
    if server._module == _HOST:
        server.prepare()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    server.run()
