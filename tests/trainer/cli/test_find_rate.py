"""The command that looks for a learning rate: table, files, JSON, exit codes."""

import csv
import json
from pathlib import Path

import pytest

from trainer.cli.main import main

QUICK = ["--size", "32", "--identities", "4", "--images", "3", "--device", "cpu", "--rates", "25"]


def find(data: Path, *more: str) -> int:
    return main(["find-rate", str(data), *QUICK, *more])


@pytest.mark.slow
def test_it_suggests_a_rate_and_writes_the_curve(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, figure = tmp_path / "rates.csv", tmp_path / "rates.svg"
    assert find(picture_folder, "--csv", str(table), "--figure", str(figure), "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    result = next(event for event in events if event["event"] == "result")
    tried = [event for event in events if event["event"] == "ratetried"]
    low, high = result["valley"]
    assert 1e-7 < low <= result["learning_rate"] * 1.05
    assert result["learning_rate"] <= high * 1.05
    assert result["present_rate"] == 1e-3
    assert result["lowest_loss"] < result["loss_before"]
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(float(row["learning_rate"]), float(row["loss"])) for row in rows] == [
        (event["learning_rate"], event["loss"]) for event in tried
    ]
    assert figure.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_the_table_has_a_line_for_some_rates(
    picture_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find(picture_folder, "--highest", "1e-5", "--split", "none") == 0
    shown = capsys.readouterr()
    lines = [line.split() for line in shown.out.splitlines()]
    assert lines[0] == ["learning", "rate", "loss"]
    assert lines[1][0] == "1.0e-07"
    assert len([line for line in lines if len(line) == 2 and line[0][0].isdigit()]) == 13
    assert "did not rise again up to 1.0e-05" in " ".join(shown.err.split())


def test_what_cannot_be_is_told(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more, code, words in (
        (["--lowest", "1", "--highest", "0.1"], 2, "no range of rates"),
        (
            ["--lowest", "1e-30", "--highest", "1e-20", "--rates", "2"],
            2,
            "did not fall at any of these rates",
        ),
        (["--csv", str(tmp_path / "none" / "rates.csv")], 2, "there is no folder"),
    ):
        assert find(picture_folder, *more) == code
        assert words in " ".join(capsys.readouterr().err.split())
