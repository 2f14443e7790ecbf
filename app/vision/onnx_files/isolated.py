"""Taking in a file of unknown origin in a process of its own, which is bounded in memory and time.

A graph of a few bytes can ask for terabytes, and a library can crash on a file made for that. Here only the
child goes down with it, and the file is refused.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from app.core.errors import KithError, ModelError
from app.core.progress import CancelToken
from app.core.text import quote, say
from app.vision.onnx_files.checking import refused
from app.vision.onnx_files.trying import Facts

MEMORY = 8 << 30
"""Bytes of address space that the child may have: eight times the largest file."""
_MEMORY_A_CORE = 256 << 20
"""And for each core, whose threads reserve some without using it."""
SECONDS = 300
"""How long it may take: InceptionResnetV1 takes about five seconds."""
_POLL_SECONDS = 0.2
_GRAPH, _ANSWER = "graph.onnx", "answer.json"


def read_recogniser(file: Path, cancel: CancelToken | None = None) -> tuple[bytes, Facts]:
    """Read, check, tidy and try out an ONNX file.

    Returns:
        The graph in our form, and what it takes and gives.

    Raises:
        ModelError: It is refused; the error says why and what to do.
        Cancelled: The user stopped it.
    """
    with TemporaryDirectory(prefix="kith-") as folder:
        child = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__, str(file.absolute()), folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(child, file, cancel or CancelToken())
        finally:
            child.kill()
            child.wait()
        return _answer(Path(folder), file)


def _wait(child: "subprocess.Popen[bytes]", file: Path, cancel: CancelToken) -> None:
    for _ in range(int(SECONDS / _POLL_SECONDS)):
        cancel.check()
        try:
            child.wait(_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
    raise refused(
        file.name,
        say("trying it out took more than {seconds} seconds", seconds=SECONDS),
        say("Give a smaller network"),
    )


def _answer(folder: Path, file: Path) -> tuple[bytes, Facts]:
    try:
        told: dict[str, Any] = json.loads((folder / _ANSWER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = say("trying it out needs too much memory, or ends in a crash")
        raise refused(file.name, why, say("Give a smaller network")) from error
    if "what" in told:
        raise ModelError(quote(told["what"]), why=quote(told["why"]), remedy=quote(told["remedy"]))
    inputs = tuple((layout, side) for layout, side in told.pop("inputs"))
    return (folder / _GRAPH).read_bytes(), Facts(inputs=inputs, **told)


def main() -> NoReturn:
    """Take in the file that the first argument names, and leave what came of it in the second's folder."""
    file, folder = map(Path, sys.argv[1:3])
    _bound()
    answer = _taken(file, folder)
    part = folder / "part"
    part.write_text(json.dumps(answer), encoding="utf-8")
    part.rename(folder / _ANSWER)
    os._exit(0)


def _taken(file: Path, folder: Path) -> dict[str, Any]:
    from dataclasses import asdict

    from app.vision.onnx_files.checking import read
    from app.vision.onnx_files.trying import bring_in

    try:
        graph, facts = bring_in(read(file), file.name)
    except KithError as error:
        return {"what": error.what, "why": error.why, "remedy": error.remedy}
    (folder / _GRAPH).write_bytes(graph)
    return asdict(facts)


def _bound() -> None:
    """Limit this process where the system can; what goes beyond it fails here, and here alone."""
    if sys.platform == "win32":
        return
    import resource

    room = MEMORY + (os.cpu_count() or 1) * _MEMORY_A_CORE
    for kind, most in ((resource.RLIMIT_AS, room), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))
    os.nice(5)


if __name__ == "__main__":
    main()
