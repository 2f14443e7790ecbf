"""What the tests of the services and the command line share: real photos, and a gallery that knows people."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.keys import key
from app.services.enrolment import many
from app.services.training import retrain
from app.services.workspace import Workspace
from tests.app.forked import forked_processes as forked_processes  # for every engine of a test
from tests.app.forked import forks as forks
from tests.app.forked import program as program
from tests.app.forked import servers as servers
from tests.app.made_once import made_once
from tests.app.new_galleries import copy_new_galleries
from tests.app.remembered import let_networks_remember, remembered

ROOT = Path(__file__).resolve().parents[2]
_VISION = Path(__file__).resolve().parent / "vision"


copy_new_galleries()
let_networks_remember()


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command.

    Attributes:
        code: Its exit code.
        out: All of its standard output.
        err: All of its standard error.
    """

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def documents(self) -> list[Any]:
        """One JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True)
def _remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let this process's networks answer from memory, but in tests of themselves."""
    with nullcontext() if _VISION in request.path.parents else remembered():
        yield


@pytest.fixture(autouse=True)
def _no_key() -> Iterator[None]:
    """This process has no gallery's key before a test, and none after it."""
    key.drop()
    yield
    key.drop()


@pytest.fixture
def kith(tmp_path: Path) -> Callable[..., Ran]:
    """Run a command in this process, on the data folder `tmp_path/data` unless `data` names another."""

    def run(*words: object, data: Path | None = None) -> Ran:
        from app.cli.main import app

        arguments = ["--data-dir", str(data or tmp_path / "data"), *map(str, words)]
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables for a subprocess: a home of its own, and proxies that lead nowhere, so nothing downloads."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    home = str(tmp_path_factory.mktemp("home"))
    return os.environ | nowhere | {"HOME": home, "PYTHONPATH": str(ROOT), "NO_PROXY": "", "COLUMNS": "200"}


@pytest.fixture(scope="session")
def process(environment: dict[str, str], program: list[str]) -> Callable[..., Ran]:
    """Run a command as the program that users run."""

    def run(data: Path, *words: object, program: Sequence[str] = program) -> Ran:
        command = [*program, "--data-dir", str(data), *map(str, words)]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def lfw(faces: Path) -> dict[str, list[Path]]:
    """Ten photos of each of ten people, by name."""
    return {
        folder.name.replace("_", " "): sorted(folder.iterdir())
        for folder in sorted((faces / "lfw10").iterdir())
    }


@pytest.fixture(scope="session")
def five_each(lfw: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of ten people's folders, with the first five photos of each."""
    folder = tmp_path_factory.mktemp("five")
    for name, photos in lfw.items():
        inside = folder / name.replace(" ", "_")
        inside.mkdir()
        for photo in photos[:5]:
            shutil.copy2(photo, inside)
    return folder


@pytest.fixture(scope="session")
def _known_template(five_each: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        with Workspace.open(folder) as workspace:
            for _ in many.enrol_planned(workspace, many.plan_people(workspace, five_each).people):
                pass

    return made_once(tmp_path_factory, "known", make)


@pytest.fixture
def known(_known_template: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, `tmp_path/data`, that knows ten people by five photos each."""
    return Path(shutil.copytree(_known_template, tmp_path / "data"))


@pytest.fixture(scope="session")
def _retrained_template(_known_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        shutil.copytree(_known_template, folder)
        with Workspace.open(folder) as workspace:
            retrain.retrain(workspace, activate=False)

    return made_once(tmp_path_factory, "retrained", make)


@pytest.fixture
def retrained(_retrained_template: Path, tmp_path: Path) -> Path:
    """The same, with a second model that was trained on these people and is not active."""
    return Path(shutil.copytree(_retrained_template, tmp_path / "data"))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The data folder `tmp_path/data`, open; ask for `known` first to find people in it."""
    with Workspace.open(tmp_path / "data") as opened:
        yield opened
