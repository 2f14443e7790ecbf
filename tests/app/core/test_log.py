"""What a log line tells, and what it must not."""

import ast
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core import log
from app.core.log import Code, Log

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def lines(tmp_path: Path) -> Iterator["Lines"]:
    """A log that runs, as of the window."""
    log.start("window", tmp_path)
    yield Lines(tmp_path)
    log.stop()


class Lines:
    """What stands in the log of a data folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "logs" / "kith.log"

    def __call__(self) -> list[str]:
        return self._file.read_text(encoding="utf-8").splitlines()


def test_an_event_is_a_line_with_time_level_process_module_and_values(lines: Lines) -> None:
    Log("app.engine.jobs").info("job ended", job=3, kind=Path, outcome=Code("done"), seconds=1.25, cut=False)
    date, time, level, process, module, text = lines()[-1].split(" ", 5)
    assert (len(date), len(time)) == (10, 12)
    assert level == "INFO"
    assert process.startswith("window[")
    assert module == "app.engine.jobs:"
    assert text == "job ended job=3 kind=Path outcome=done seconds=1.250 cut=False"


def test_details_are_told_only_when_asked_for(
    lines: Lines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Log("app.x").debug("quiet")
    log.start("cli", tmp_path, verbose=True)
    Log("app.x").debug("told")
    log.stop()
    assert [line.partition("app.x: ")[2] for line in lines() if "app.x" in line] == ["told"]
    assert "app.x: told" in capsys.readouterr().err


def test_text_that_is_no_code_is_not_told(lines: Lines) -> None:
    name: Any = "Maria Musterfrau"
    path: Any = Path("/home/maria")
    Log("app.x").info("person named", name=name, path=path)
    assert lines()[-1].endswith("person named name=(str) path=(PosixPath)")


def test_an_error_is_told_by_its_kind_and_place_without_its_words(lines: Lines) -> None:
    try:
        try:
            dict[str, int]()["Maria"]
        except KeyError as error:
            raise FileNotFoundError(2, "no such file", "/home/maria/secret.jpg") from error
    except OSError as error:
        Log("app.x").warning("a file is missing", error=error)
    (line,) = [line for line in lines() if "missing" in line]
    assert "error=FileNotFoundError[ENOENT]<" in line
    assert "<-KeyError<" in line
    assert "test_an_error_is_told" in line
    assert not any(word in line for word in ("Maria", "maria", "secret", "/"))


def test_of_another_library_only_that_it_said_something(lines: Lines) -> None:
    logging.getLogger("PIL.Image").warning("cannot read %s", "/home/maria/secret.jpg")
    assert lines()[-1].endswith(f"PIL.Image: a library's message, in line {_line('cannot read')}")


def _line(text: str) -> int:
    source = Path(__file__).read_text().splitlines()
    return next(number for number, line in enumerate(source, 1) if f'warning("{text}' in line)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("0", "camera:0"),
        ("rtsp://admin:hunter2@cam.local/live", "rtsp://***@cam.local/live"),
        ("http://cam.local/live?token=hunter2", "http://cam.local/live?token=***"),
        ("/home/maria/Wedding of Maria.MP4", "file:.mp4"),
        ("Maria", "file"),
        ("/home/v.maria lopez", "file"),
    ],
)
def test_a_source_is_told_without_passwords_and_paths(source: str, told: str) -> None:
    assert log.source(source) == told


def test_an_event_stays_one_line(lines: Lines) -> None:
    before = len(lines())
    Log("app.x").info("first\nsecond")
    assert len(lines()) == before + 1


def test_a_log_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("no folder")
    log.start("cli", tmp_path)
    Log("app.x").info("lost")
    log.stop()
    assert (tmp_path / "logs").read_text() == "no folder"


_THREAD = """
from pathlib import Path; from threading import Thread; from app.core import log; import sys
log.start("cli", Path(sys.argv[1]))
def careless(): raise ValueError("Maria")
thread = Thread(target=careless); thread.start(); thread.join()
{}["Maria"]
"""
_FAULT = """
from pathlib import Path; from app.core import log; import ctypes, sys
log.start("engine", Path(sys.argv[1]))
def crash(): ctypes.string_at(0)
crash()
"""


@pytest.mark.logs_errors("an error nobody caught")
def test_uncaught_errors_are_logged_on_every_thread_and_still_shown(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _THREAD, tmp_path], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "ValueError: Maria" in done.stderr
    assert "KeyError: 'Maria'" in done.stderr
    caught = [line for line in Lines(tmp_path)() if "an error nobody caught" in line]
    assert ["ValueError<" in caught[0], "KeyError<" in caught[1]] == [True, True]
    assert "Maria" not in "".join(Lines(tmp_path)())


@pytest.mark.logs_errors("a process crashed before")
def test_a_crash_of_the_interpreter_is_logged_by_the_next_process(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _FAULT, tmp_path], cwd=ROOT, capture_output=True)
    assert done.returncode < 0
    assert "crashed" not in "".join(Lines(tmp_path)())
    for _ in range(2):  # the second hears of it no more
        log.start("engine", tmp_path)
        log.stop()
    (told,) = [line for line in Lines(tmp_path)() if "a process crashed before" in line]
    assert "Segmentation-fault<" in told
    assert ":crash" in told


@pytest.mark.slow
def test_what_is_logged_is_a_fixed_sentence() -> None:
    methods = {"debug", "info", "warning", "error"}
    found = 0
    for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("trainer/**/*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if getattr(call.func.value, "id", "") == "_log" and call.func.attr in methods:
                found += 1
                assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"
    assert found > 15
