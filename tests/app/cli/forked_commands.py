"""Runs commands and kills them: one process imports everything once and forks for each, which is quick.

Each line of standard input is a command, its data folder, its folder of pictures, a log and seconds, with
tabs between; the command is killed so many seconds after it was ready to work, and a line says how it ended.
The log has a line for each time the command said that pictures were stored: how many so far. What decodes the
pictures is forked too, if the argument names a folder of sockets (`tests/app/forked.py`).
"""

import os
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from app.core.progress import Progress
from app.services.enrolment import many
from app.services.sorting.folder import cluster_folder
from app.services.workspace import Workspace
from tests import forking
from tests.app.forked import spawn_decoder
from tests.app.new_galleries import copy_new_galleries
from tests.app.remembered import let_networks_remember
from trainer.pictures import process


def main() -> None:
    copy_new_galleries()
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)):
        pass
    if sys.argv[1:]:
        process._spawn = partial(spawn_decoder, Path(sys.argv[1]))  # type: ignore[assignment]
    forking.warm()
    let_networks_remember(always=True)
    for line in sys.stdin:
        command, data, folder, log, seconds = line.rstrip("\n").split("\t")
        child = forking.fork(partial(_work, command, Path(data), Path(folder), Path(log)))
        over = _wait(child, Path(log), float(seconds))
        sys.stdout.write(f"{over}\n")
        sys.stdout.flush()


def _wait(child: int, log: Path, seconds: float) -> str:
    """Kill the child some time after its log appeared; return how it ended."""
    while not log.exists():
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return f"ended early: {status}"
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else f"ended: {os.waitstatus_to_exitcode(status)}"


def _work(command: str, data: Path, folder: Path, log: Path) -> None:
    with Workspace.open(data) as workspace:
        workspace.reader()
        file = os.open(log, os.O_WRONLY | os.O_CREAT)

        def tell(step: Progress) -> None:
            if step.label.endswith(".jpg"):
                os.write(file, f"{step.done}\n".encode())

        if command == "cluster":
            cluster_folder(workspace, folder, tell)
        else:
            for _ in many.enrol_planned(workspace, many.plan_people(workspace, folder).people, tell):
                pass


if __name__ == "__main__":
    main()
