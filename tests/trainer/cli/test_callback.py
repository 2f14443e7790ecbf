"""A function of the user's own hears of a run; what is wrong with it is told, and costs no run."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer.cli.main import main
from trainer.storage import checkpoint
from trainer.storage.run_directory import BEST, LAST

QUICK = ["--size", "32", "--steps", "4", "--identities", "4", "--images", "3", "--device", "cpu"]
OWN = """
from trainer.events import Ended, Started, Stepped

heard, number = [], 7


class Tracker:
    def hear(self, event):
        heard.append(type(event).__name__)


tracker = Tracker()


def breaks(event):
    if isinstance(event, Stepped):
        heard.append(event.step)
        if event.step == 2:
            raise ValueError("the tracker's server is gone")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to import from, with a module of callbacks and one that cannot be imported."""
    (tmp_path / "own_callbacks.py").write_text(OWN)
    (tmp_path / "own_broken.py").write_text("\n1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in ("own_callbacks", "own_broken"):
        sys.modules.pop(name, None)


def train(pictures: Path, out: Path, callback: str) -> int:
    return main(["train", str(pictures), "--out", str(out), *QUICK, "--callback", callback])


@pytest.mark.slow
def test_it_hears_each_event_in_order(folder: Path, picture_folder: Path) -> None:
    assert train(picture_folder, folder / "run", "own_callbacks:tracker.hear") == 0
    heard = importlib.import_module("own_callbacks").heard
    assert heard[0] == "Started"
    assert heard.count("Stepped") == 4
    assert heard[-1] == "Ended"


def test_one_that_raises_hears_no_more_and_the_run_is_kept(
    folder: Path, picture_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(picture_folder, folder / "run", "own_callbacks:breaks") == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "own_callbacks:breaks failed, and hears no more: ValueError: the tracker's server is gone" in said
    assert importlib.import_module("own_callbacks").heard == [1, 2]
    assert checkpoint.load(folder / "run" / LAST)[1]["progress"]["step"] == 4
    assert (folder / "run" / BEST).is_file()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("own_callbacks", "MODULE:NAME"),
        ("own_calbacks:breaks", "No module named 'own_calbacks'"),
        ("own_broken:hear", "ZeroDivisionError: division by zero ({folder}/own_broken.py, line 2)"),
        ("own_callbacks:breeks", "has no attribute 'breeks'"),
        ("own_callbacks:number", "it is 7, which cannot be called"),
    ],
)
def test_one_that_is_not_there_is_told_before_anything_is_read(
    name: str, why: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(folder / "no pictures", folder / "run", name) == 2
    said = capsys.readouterr().err
    assert f"There is no callback {name}: " in said
    assert why.format(folder=folder) in said
