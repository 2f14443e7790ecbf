"""Runs the jobs on a disk that fails, or records what they write; a process under the shim, forked for each.

Standard input has a JSON list a line: what to do, and how. Each is answered by a line of JSON.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from app.core.errors import KithError, UnsureError
from app.gallery.integrity import damage
from tests import forking
from tests.bench.disk.jobs import CLOSED, JOBS, copy, key_of, make, opened, state

_SHIM = ctypes.CDLL(None)


def main() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        what, *how = json.loads(line)
        print(json.dumps(_ANSWERS[what](*how)), flush=True)


def _make(folder: str) -> None:
    _forked(lambda: make(Path(folder)))


def _forked(work: Callable[[], Any]) -> Any:
    """Do it in a process of its own, which then ends as if it were killed; return what it returned."""
    reading, writing = os.pipe()
    child = forking.fork(lambda: os.write(writing, json.dumps(work()).encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return json.loads(data) if data else None


def _fail(base: str, job: str, nth: int, error: int, once: bool) -> dict[str, Any]:
    """Do a job on a copy of a folder while the nth write from its beginning fails.

    Returns:
        `calls`, `end` ("saved", "refused", "unsure" or the name of another error), and `found`: "before",
        "after", "between", "damaged" or "closed", as another program sees the folder afterwards.
    """
    start, before = _start(Path(base), job)
    folder = copy(start, Path(base).with_name("played"))

    def work() -> dict[str, Any]:
        workspace = opened(folder)
        with workspace.db.read():
            pass
        _SHIM.shim_watch(os.fsencode(folder), None)
        _SHIM.shim_fail(ctypes.c_long(nth), error, once)
        try:
            (JOBS | CLOSED)[job](workspace)
            end = "saved"
        except UnsureError:
            end = "unsure"
        except KithError:
            end = "refused"
        except BaseException as found:  # noqa: BLE001 - that is what is looked for
            end = f"{type(found).__name__}: {found}"
        calls = _SHIM.shim_count()
        _SHIM.shim_fail(ctypes.c_long(-1), 0, True)
        return {"calls": calls, "end": end, "after": state(folder) if end == "saved" else None}

    told = _forked(work)
    if told is None:
        return {"calls": 0, "end": "died", "found": "before"}
    after = told.pop("after")
    try:
        now = state(folder)
        found = "damaged" if damage(folder / "gallery.db", key_of(folder)) else _place(now, before, after)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, it is told
        found = f"closed: {wrong}"
    return {**told, "found": found}


@cache
def _start(base: Path, job: str) -> tuple[Path, Any]:
    """The folder that a job begins with, after those that it follows on, and what that says."""
    start = copy(base, base.with_name(f"before {job}"))
    for earlier in [*CLOSED][: [*CLOSED].index(job)] if job in CLOSED else []:
        assert _forked(partial(_close, start, earlier))
    return start, state(start)


def _close(folder: Path, job: str) -> bool:
    key_of(folder)
    CLOSED[job](opened(folder))
    return True


def _place(now: Any, before: Any, after: Any) -> str:
    if after is not None and now == after:
        return "after"
    return "before" if now == before else "between"


def _record(base: str, log: str) -> list[Any]:
    """Do all jobs in turn while all that they write is recorded; tell where each ended, and all states."""
    folder = Path(base)

    def work() -> Any:
        workspace = opened(folder)
        with workspace.db.read():
            pass
        states = [[0, "start", state(folder)]]
        _SHIM.shim_watch(os.fsencode(folder), os.fsencode(log))
        for name, job in JOBS.items():
            job(workspace)
            states.append([_SHIM.shim_count(), name, state(folder)])
        workspace.close()
        for name, job in CLOSED.items():
            job(opened(folder))
            states.append([_SHIM.shim_count(), name, state(folder)])
        return states

    found: list[Any] = _forked(work)
    return found


_ANSWERS: dict[str, Callable[..., Any]] = {"make": _make, "fail": _fail, "record": _record}


if __name__ == "__main__":
    main()
