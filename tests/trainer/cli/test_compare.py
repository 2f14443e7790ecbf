"""Runs side by side: what they were told otherwise, how they ended, and their curves."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from trainer.cli.main import main
from trainer.cli.words import as_cells
from trainer.storage.run_directory import HISTORY, SETTINGS

QUICK = ["--size", "32", "--steps", "3", "--identities", "3", "--images", "2", "--device", "cpu"]


@pytest.fixture(scope="module")
def runs(picture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run, one that diverged, and one that was killed."""
    folder = tmp_path_factory.mktemp("runs")
    for name, code, more in (
        ("plain", 0, ["--evaluate-every", "1"]),
        ("<b>hot", 2, ["--learning-rate", "1e30"]),
        ("killed", 0, ["--miner", "random"]),
    ):
        arguments = ["train", str(picture_folder), "--out", str(folder / "some" / name)]
        assert main([*arguments, *QUICK, *more]) == code
    file = folder / "some" / "killed" / HISTORY
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True)[:-2]))
    return folder


@pytest.mark.slow
def test_runs_stand_side_by_side(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert main(["compare", str(runs), "--json", "--out", str(page)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    rows = {row["run"]: row for row in told if row["event"] == "row"}
    assert {name: (row["outcome"], row["steps"]) for name, row in rows.items()} == {
        "plain": ("finished", 3),
        "<b>hot": ("collapsed", 1),
        "killed": ("unfinished", 3),
    }
    assert rows["plain"]["settings"] == {"miner": "semi-hard", "learning_rate": 1e-3, "evaluate_every": 1}
    assert rows["killed"]["settings"]["miner"] == "random"
    assert rows["<b>hot"]["best_step"] == 0
    assert set(rows["plain"]["tar"]) == {"0.01"}
    assert {"area", "eer", "seconds"} <= rows["plain"].keys()
    notices = [one["text"] for one in told if one["event"] == "notice"]
    assert notices[0].startswith("<b>hot collapsed: The loss is not a number")
    assert "killed was killed or is still going, after 3 of 3 steps" in notices[1]
    assert len(notices) == 2
    text = page.read_text(encoding="utf-8")
    assert "<b>" not in text
    assert text.count("<svg") == 2
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    for chart in text.split("<svg")[1:]:
        ET.fromstring("<svg" + chart.partition("</svg>")[0] + "</svg>")  # noqa: S314 - our own


def test_a_table_names_only_what_differs(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [str(runs / "some" / name) for name in ("plain", "killed")]
    assert main(["compare", *chosen]) == 0
    shown = capsys.readouterr()
    head, *lines = shown.out.splitlines()
    assert head.split()[:2] == ["run", "outcome"]
    assert head.endswith("miner      evaluate_every")
    assert [line.split()[0] for line in lines] == ["plain", "killed"]
    assert "killed or is still going" in " ".join(shown.err.split())


def test_other_pictures_held_out_are_told(
    runs: Path, tmp_path: Path, picture_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plain"
    assert main(["train", str(picture_folder), "--out", str(out), *QUICK, "--held-out", "0.5"]) == 0
    capsys.readouterr()
    assert main(["compare", str(runs / "some" / "plain"), str(out)]) == 0
    shown = capsys.readouterr()
    assert "hold out other pictures" in " ".join(shown.err.split())
    assert [Path(line.split()[0]).name for line in shown.out.splitlines()[1:]] == ["plain", "plain"]
    assert len({line.split()[0] for line in shown.out.splitlines()[1:]}) == 2


def test_what_is_no_run_is_refused(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(tmp_path)]) == 2
    assert "holds no run" in capsys.readouterr().err
    (tmp_path / SETTINGS).write_text("[training]\n")
    (tmp_path / HISTORY).write_text("nonsense\nnonsense\n")
    assert main(["compare", str(tmp_path)]) == 2
    assert "no history of a run" in capsys.readouterr().err
    assert main(["compare", str(runs), "--out", str(tmp_path / "none" / "x.html")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_reader_that_has_read_enough_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text("[record]")
    arguments = [sys.executable, "-m", "trainer", "compare", str(tmp_path)]
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = subprocess.run(arguments, stdout=writes, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (1, "")


def test_settings_stand_last_and_rates_beside_each_other() -> None:
    few = {"run": "a", "tar": {"0.01": 1.0}, "settings": {"seed": 1}}
    many = {
        "run": "b",
        "area": 0.5,
        "tar": {"0.01": 0.9, "0.001": 0.8},
        "settings": {"seed": 2, "test": None},
    }
    head, first, second = as_cells([few, many])
    assert head == ["run", "TAR at FMR 0.01", "TAR at FMR 0.001", "area", "seed"]
    assert first == ["a", "1.0000", "", "", "1"]
    assert second == ["b", "0.9000", "0.8000", "0.5000", "2"]
