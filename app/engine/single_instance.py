"""One window a data folder: the first holds a lock, a second asks it to come to the front and goes.

The lock is the operating system's, so that it falls with its process, however that ends. Beside it lies a
note with the loopback address at which the first listens, and a secret that callers must know. So it is also
told to lock.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Thread
from typing import IO, Any, Self

from app.core.errors import StartError
from app.core.files import locked, read_small, replacing
from app.core.text import quote, say

_LOCK, _NOTE = "window.lock", "window.json"
_HERE = "127.0.0.1"
_MOST_BYTES = 10_000
_RAISE, _LOCK_IT, _END = "raise", "lock", "end"


class SingleInstance:
    """The lock of one data folder, held until `close` or the end of this process."""

    def __init__(self, folder: Path, lock: IO[str], asked: Mapping[str, Callable[[], None]]) -> None:
        self._note = folder / _NOTE
        self._lock = lock
        self._asked = asked
        self._secret = secrets.token_bytes(16)
        self._listener = Listener((_HERE, 0), authkey=self._secret)
        _write(self._note, {"address": self._listener.address, "secret": self._secret.hex()})
        self._thread = Thread(target=self._listen, name="single window", daemon=True)
        self._thread.start()

    @classmethod
    def acquire(
        cls, folder: Path, on_raise: Callable[[], None], on_lock: Callable[[], None] = lambda: None
    ) -> Self | None:
        """Become the only window of a data folder, which is made where there is none.

        Args:
            folder: The data folder.
            on_raise: Called, on a thread, when another launch asks this window to come to the front.
            on_lock: Called, on a thread, when somebody asks it to lock.

        Returns:
            The lock; None if another window holds it (see `raise_other`).

        Raises:
            StartError: The folder cannot be written.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (folder / _LOCK).open("a+", encoding="utf-8")
        except OSError as error:
            raise StartError(
                say("The data folder {folder} cannot be used", folder=folder),
                why=quote(error),
                remedy=say("Choose another folder with --data-dir, or allow Kith to write there"),
            ) from error
        if locked(lock):
            return cls(folder, lock, {_RAISE: on_raise, _LOCK_IT: on_lock})
        lock.close()
        return None

    def close(self) -> None:
        """Let another window have the folder."""
        with suppress(OSError, EOFError, AuthenticationError):
            _tell(self._note, _END)
        self._thread.join(1)
        self._listener.close()
        self._note.unlink(missing_ok=True)
        self._lock.close()

    def _listen(self) -> None:
        """Answer until `close`; strangers who do not know the secret are turned away."""
        while True:
            try:
                with self._listener.accept() as caller:
                    asked = caller.recv_bytes().decode()
                    caller.send_bytes(b"yes")
            except (OSError, EOFError, AuthenticationError):
                continue
            if asked == _END:
                return
            if (then := self._asked.get(asked)) is not None:
                then()


def raise_other(folder: Path) -> bool:
    """Ask the window that holds a data folder to come to the front; False if it does not answer."""
    return _ask(folder, _RAISE)


def lock_other(folder: Path) -> bool:
    """Ask the window that holds a data folder to lock; False if there is none, or it does not answer."""
    return _ask(folder, _LOCK_IT)


def _ask(folder: Path, what: str) -> bool:
    try:
        return _tell(folder / _NOTE, what)
    except (OSError, EOFError, ValueError, KeyError, TypeError, AuthenticationError):
        return False


def _tell(note: Path, what: str) -> bool:
    """Send one word to whoever left the note; whether they answered."""
    found = json.loads(read_small(note, _MOST_BYTES))
    host, port = found["address"]
    if host != _HERE:
        raise ValueError("no window of this computer")
    with Client((_HERE, int(port)), authkey=bytes.fromhex(found["secret"])) as line:
        line.send_bytes(what.encode())
        return line.poll(2) and line.recv_bytes() == b"yes"


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file for nobody but its owner, whole or not at all."""
    with replacing(path) as part:
        part.write(json.dumps(content).encode())
