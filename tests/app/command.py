"""Is a command of Kith that a `tests.app.forked` server runs: `command.py SOCKET WORDS...`.

It hands its standard streams, its environment and its folder on, passes signals on, and ends as the command
does; when it is killed, so is the command. It loads next to nothing, so that it begins at once.
"""

import json
import os
import signal
import socket
import sys

NUMBER = 4
"""Bytes of a number on the line."""


def main() -> None:
    """Wait for the command's end, and end in the same way."""
    server, *words = sys.argv[1:]
    line = socket.socket(socket.AF_UNIX)
    line.connect(server)
    priority, folder = os.getpriority(os.PRIO_PROCESS, 0), os.getcwd()  # noqa: PTH109 - pathlib takes time
    given = json.dumps([dict(os.environ), words, priority, folder]).encode()
    passed_on = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    signal.pthread_sigmask(signal.SIG_BLOCK, passed_on)  # until it is known whom to tell
    socket.send_fds(line, [len(given).to_bytes(NUMBER, "big")], [0, 1, 2])
    line.sendall(given)
    command = _read(line)
    for one in passed_on:
        signal.signal(one, lambda number, _: os.kill(command, number))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, passed_on)
    code = _read(line)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _read(line: socket.socket) -> int:
    return int.from_bytes(line.recv(NUMBER, socket.MSG_WAITALL), "big", signed=True)


if __name__ == "__main__":
    main()
