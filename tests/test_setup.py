"""The set-up script, among stand-ins for Python, pip and apt that write down how they were called."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_FILES = (
    "pyproject.toml",
    "resources/setup.sh",
    "tests/bench/requirements.txt",
    "tests/bench/requirements-no-deps.txt",
)
_PYTHON = """\
#!/bin/sh
echo "$0 $*" >>"$CALLS"
case "$2" in
venv) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" && echo "command = $0 -m venv $4" >"$4/pyvenv.cfg" ;;
pip) exit "${PIP_EXIT:-0}" ;;
esac
"""
_MISSING = "#!/bin/sh\nexit 1\n"
_INSTALLED = "#!/bin/sh\nprintf installed\n"
_APT_GET = """\
#!/bin/sh
echo "apt-get $*" >>"$CALLS"
case "$*" in *" install "*) cp "$SHELF"/* "${0%/*}" ;; esac
"""


def _write(path: Path, script: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)


@dataclass
class House:
    """A copy of the project's set-up among stand-ins.

    Attributes:
        root: The copy.
        stand_ins: Found before the system's own commands.
        shelf: What apt-get brings.
        calls_file: A line for each call of a stand-in.
    """

    root: Path
    stand_ins: Path
    shelf: Path
    calls_file: Path

    def put(self, name: str, script: str) -> None:
        _write(self.stand_ins / name, script)

    def setup(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.write_text("", encoding="utf-8")
        path = f"{self.stand_ins}:/usr/bin:/bin"
        return subprocess.run(
            [self.root / "resources" / "setup.sh", *arguments],
            env={"PATH": path, "CALLS": str(self.calls_file), "SHELF": str(self.shelf), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self, word: str) -> list[str]:
        """What was called since the last set-up began, as far as it has the word in it."""
        return [line for line in self.calls_file.read_text(encoding="utf-8").splitlines() if word in line]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A machine that has everything, and a project not set up yet."""
    root = tmp_path / "kith house"
    for name in _FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_ROOT / name, root / name)
    made = House(root, tmp_path / "bin", tmp_path / "shelf", tmp_path / "calls")
    for folder in (made.stand_ins, made.shelf):
        _write(folder / "python3.13", _PYTHON)
        _write(folder / "dpkg-query", _INSTALLED)
    made.put("apt-get", _APT_GET)
    made.put("apt-cache", _MISSING)
    made.put("id", "#!/bin/sh\necho 0\n")
    return made


def _strip(house: House) -> None:
    """Take Python and the system packages away."""
    for name in ("python3.13", "python3.12", "python3.11", "python3", "dpkg-query"):
        house.put(name, _MISSING)


def test_the_first_call_installs_and_the_second_leaves_all_alone(house: House) -> None:
    assert house.setup().returncode == 0
    assert len(house.calls("install --editable .[tensorboard,test]")) == 1
    assert house.calls("apt-get") == []
    assert house.setup().returncode == 0
    assert house.calls("-m pip") == house.calls("-m venv") == house.calls("apt-get") == []


@pytest.mark.parametrize("name", ["pyproject.toml", "resources/setup.sh"])
def test_a_change_of_what_it_was_made_from_installs_again_into_the_same_environment(
    house: House, name: str
) -> None:
    house.setup()
    with (house.root / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    house.setup()
    assert len(house.calls("install --editable")) == 1
    assert house.calls("-m venv") == []


def test_a_moved_project_gets_a_new_environment(house: House) -> None:
    house.setup()
    house.root = house.root.rename(house.root.with_name("elsewhere"))
    house.setup()
    assert len(house.calls("-m venv --clear")) == 1
    assert len(house.calls("install --editable")) == 1


def test_an_environment_that_is_linked_to_is_used_and_left_alone(house: House, tmp_path: Path) -> None:
    (house.root / ".venv").symlink_to(tmp_path / "other")
    refused = house.setup()
    assert refused.returncode == 1
    assert "links to" in refused.stderr
    (tmp_path / "other").mkdir()
    _write(tmp_path / "other" / "bin" / "python", _PYTHON)
    assert house.setup().returncode == house.setup("bench").returncode == 0
    assert house.calls("-m venv") == house.calls("-m pip") == []


def test_what_failed_is_tried_again(house: House) -> None:
    failed = house.setup(PIP_EXIT="1")
    assert failed.returncode == 1
    assert "run make again" in failed.stderr
    assert house.setup().returncode == 0
    assert len(house.calls("install --editable")) == 1


def test_the_benches_rivals_are_installed_once(house: House) -> None:
    house.setup()
    assert house.setup("bench").returncode == 0
    assert len(house.calls("install --requirement tests/bench/requirements.txt")) == 1
    assert len(house.calls("install --no-deps --requirement tests/bench/requirements-no-deps.txt")) == 1
    house.setup("bench")
    assert house.calls("-m pip") == []


def test_without_root_it_names_the_missing_packages_and_stops(house: House) -> None:
    _strip(house)
    house.put("id", "#!/bin/sh\necho 1000\n")
    house.put("apt-cache", '#!/bin/sh\ntest "$2" = python3.11-venv\n')
    stopped = house.setup()
    assert stopped.returncode == 1
    assert "sudo apt-get install python3.11-venv ca-certificates" in stopped.stderr
    assert house.calls("apt-get") == []
    assert not (house.root / ".venv").exists()


def test_as_root_it_installs_the_missing_packages_and_goes_on(house: House) -> None:
    _strip(house)
    assert house.setup().returncode == 0
    update, install = house.calls("apt-get")
    assert update.endswith("update")
    assert "install --yes --no-install-recommends python3-venv ca-certificates " in install
    assert "libegl1" in install  # the window's
    assert len(house.calls("install --editable")) == 1


def _make(*arguments: str) -> str:
    """What make prints, in an environment of its own: a surrounding make hands its arguments on in there."""
    command = ["make", "--no-print-directory", *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": "/home/me"}
    return subprocess.run(
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["run", "ARGS=cluster ~/Pictures"], ".venv/bin/kith cluster ~/Pictures"),
        (["run", "DISPLAY=:0"], ".venv/bin/kith"),
        (["run", "PHOTOS=/my photos"], '.venv/bin/kith demo "/my photos"'),
        (["demo", "PHOTOS=~/my photos"], '.venv/bin/kith demo "/home/me/my photos"'),
        (
            ["test", "ARGS=-k some"],
            "QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest --numprocesses 3 --dist worksteal -k some",
        ),
    ],
)
def test_make_sets_up_and_then_does_the_job(arguments: list[str], command: str) -> None:
    lines = [line.strip() for line in _make("--dry-run", *arguments).splitlines()]
    assert lines == ["resources/setup.sh", command]


def test_without_a_screen_make_run_gives_the_tour() -> None:
    told = _make("--dry-run", "run")
    assert "no screen" in told
    assert ".venv/bin/kith demo out/drawn" in told


def test_make_alone_says_what_there_is() -> None:
    said = _make()
    assert "make run" in said
    assert "make test" in said
