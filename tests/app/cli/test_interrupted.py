"""Two programs at once, programs killed at random points, and programs asked to stop."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.services.enrolment import many
from app.services.models import catalogue
from app.services.sorting.folder import cluster_folder
from app.services.workspace import Workspace
from tests.app.forked import PICTURES, Servers

Start = Callable[..., "subprocess.Popen[str]"]
_FORKER = Path(__file__).with_name("forked_commands.py")
_ENROLLED = "face WHERE person_id NOT NULL"
_READ = "photo WHERE complete"


@pytest.fixture
def start(environment: dict[str, str], program: list[str]) -> Start:
    """Start a command on a data folder."""

    def started(data: Path, *words: object) -> "subprocess.Popen[str]":
        command = [*program, "--data-dir", str(data), *map(str, words)]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return started


def _count(data: Path, what: str) -> int:
    with Workspace.open(data) as workspace, workspace.db.read() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())  # noqa: S608


_EMBEDDED = "SELECT face_id FROM embedding JOIN state ON state.value = embedding.model_id"
_WHOLE = {
    "PRAGMA integrity_check": ["ok"],
    "PRAGMA foreign_key_check": [],
    "SELECT id FROM face WHERE id NOT IN (SELECT face_id FROM chip)": [],
    f"SELECT id FROM face WHERE id NOT IN ({_EMBEDDED})": [],  # noqa: S608
}


def _assert_whole(data: Path, what: str = _ENROLLED, least: int = 0) -> None:
    """The file is sound, each face has a chip and an embedding of the model in use, and so much is there."""
    with Workspace.open(data) as workspace, workspace.db.read() as session:
        for query, right in _WHOLE.items():
            assert session.execute(text(query)).scalars().all() == right
        assert int(session.execute(text(f"SELECT count(*) FROM {what}")).scalar_one()) >= least  # noqa: S608


def _assert_nothing_twice(data: Path) -> None:
    assert _count(data, "(SELECT 1 FROM face GROUP BY photo_id, round(x), round(y) HAVING count(*) > 1)") == 0


@pytest.mark.slow
def test_two_programs_enrol_at_once(
    start: Start, five_each: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    for name, photos in lfw.items():
        (other / name).mkdir(parents=True)
        for photo in photos[5:]:
            shutil.copy2(photo, other / name)
    with start(data, "import-people", five_each) as one, start(data, "import-people", other) as two:
        for child in (one, two):
            _, said = child.communicate()
            assert child.returncode == 0, said
    with Workspace.open(data) as workspace, workspace.db.read() as session:
        rows = session.execute(text("SELECT count(*) FROM face WHERE person_id NOT NULL GROUP BY person_id"))
        assert rows.scalars().all() == [10] * 10
    _assert_whole(data)


@pytest.fixture
def kill(environment: dict[str, str], servers: Servers) -> Iterator[Callable[..., str]]:
    """Run a command in a process that is killed after some seconds' work; return how it ended."""
    with subprocess.Popen(
        [sys.executable, str(_FORKER), *([str(servers.start(PICTURES))] if sys.platform == "linux" else [])],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        orders, answers = child.stdin, child.stdout

        def run(*words: object) -> str:
            orders.write("\t".join(map(str, words)) + "\n")
            orders.flush()
            return answers.readline().strip()

        yield run
        orders.close()


def _acknowledged(log: Path) -> int:
    """Pictures that a killed program said were stored; it counts on from person to person."""
    return max((int(line) for line in log.read_text().splitlines()), default=0)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_to_a_kill(
    kill: Callable[..., str], five_each: Path, tmp_path: Path
) -> None:
    rng, kills = random.Random(0), 100
    data = tmp_path / "data"
    ends = []
    for number in range(kills):
        if number % 4 == 0:
            shutil.rmtree(data, ignore_errors=True)
        command, stored = (("import-people", _ENROLLED), ("cluster", _READ))[number // 4 % 2]
        log = tmp_path / f"{number}.log"
        ends.append(kill(command, data, five_each, log, rng.uniform(0, 0.5)))
        assert ends[-1].startswith(("killed", "ended: 0"))
        _assert_whole(data, stored, _acknowledged(log))
    assert ends.count("killed") > kills / 2
    with Workspace.open(data) as workspace:
        planned = many.plan_people(workspace, five_each)
        assert [one.accepted for one in many.enrol_planned(workspace, planned.people)] == [5] * 10
        cluster_folder(workspace, five_each)
    assert _count(data, _ENROLLED) == _count(data, "photo") == 50
    assert _count(data, "person") == 10
    _assert_nothing_twice(data)
    _assert_whole(data)


@pytest.mark.slow
def test_the_same_photos_enrolled_by_two_programs_at_once_are_stored_once(
    start: Start, five_each: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    words = (data, "import-people", five_each)
    with start(*words) as one, start(*words) as two:
        for child in (one, two):
            _, said = child.communicate()
            assert child.returncode == 0, said
    assert _count(data, _ENROLLED) == 50
    _assert_nothing_twice(data)


@pytest.mark.slow
def test_switching_models_while_another_program_enrols(
    start: Start, retrained: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    for name, photos in lfw.items():
        (tmp_path / "all" / name).mkdir(parents=True)
        for photo in photos[5:]:  # the first five are enrolled already, wherever they lie
            shutil.copy2(photo, tmp_path / "all" / name)
    with Workspace.open(retrained) as workspace:
        both = catalogue.everything(workspace)
        with start(retrained, "import-people", tmp_path / "all") as child:
            for turn in range(10_000):
                if child.poll() is not None:
                    break
                catalogue.switch(workspace, both[turn % 2])
            _, said = child.communicate()
    assert child.returncode == 0, said
    assert _count(retrained, _ENROLLED) == 100
    _assert_whole(retrained)


@contextmanager
def _on_a_terminal(environment: dict[str, str], data: Path, *words: object) -> Iterator[Any]:
    """A command whose progress can be seen: yield the process and what reads its standard error."""
    terminal, theirs = os.openpty()
    command = [sys.executable, "-m", "app", "--data-dir", str(data), *map(str, words)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=theirs) as child:
        os.close(theirs)
        yield child, terminal
        os.close(terminal)


def _read_until(terminal: int, sign: bytes) -> bytes:
    seen = b""
    try:
        while sign not in seen:
            seen += os.read(terminal, 4096)
    except OSError:  # Linux says so when the child has gone
        assert not sign, seen
    return seen


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("words", "sign"),
    [
        (("import-people", "FOLDER"), b"Colin Powell"),
        (("retrain",), b"Trying"),
    ],
)
def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(
    environment: dict[str, str],
    start: Start,
    known: Path,
    lfw: dict[str, list[Path]],
    words: tuple[str, ...],
    sign: bytes,
) -> None:
    folder = lfw["Tony Blair"][0].parent.parent
    command = [str(folder) if word == "FOLDER" else word for word in words]
    with _on_a_terminal(environment, known, *command, "--json") as (child, terminal):
        _read_until(terminal, sign)
        child.send_signal(signal.SIGINT)
        rest = _read_until(terminal, b"lost")
        out = child.stdout.read()
        assert child.wait() == 130, rest
    assert json.loads(out)["error"]["what"] == "stopped"
    _assert_whole(known)
    assert _count(known, "model") == 1
    if words != ("retrain",):
        with start(known, *command) as again:
            again.communicate()
            assert again.returncode == 0
        _assert_nothing_twice(known)
