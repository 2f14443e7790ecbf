"""What forks the engines of tests, and what they start."""

import socket
import tempfile
from pathlib import Path

from tests.app.forked import PICTURES, spawn_decoder
from trainer.pictures.line import SHARED


def test_who_is_killed_while_asking_takes_nothing_down(forks: Path) -> None:
    for words in (b"", b"\0\0", b"\0\0\0\x09{}"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(forks / PICTURES))
            line.sendall(words)
    with tempfile.TemporaryFile() as shared:
        shared.truncate(SHARED)
        decoder = spawn_decoder(forks, PICTURES, shared.fileno(), "")
    assert decoder.pid > 0
    decoder.kill()
    assert decoder.wait(60) == -9
    for pipe in (decoder.stdin, decoder.stdout):
        assert pipe is not None
        pipe.close()
