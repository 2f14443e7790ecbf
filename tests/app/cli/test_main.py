"""The last resort of the command line."""

from pathlib import Path

import pytest

import app.cli.main as cli
from app.cli.exits import BUG


@pytest.mark.logs_errors("ZeroDivisionError<tests.app.cli.test_main")
def test_a_bug_is_told_from_a_failed_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "data_folder", broken)
    monkeypatch.setattr("sys.argv", ["kith", "people"])
    monkeypatch.delenv("KITH_DATA_DIR", raising=False)
    assert cli.main(lambda *_: 0) == BUG
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.err
    assert "bug in Kith" in said.err
    assert not said.out


@pytest.mark.parametrize("words", [[], ["gui"]])
def test_without_a_command_the_window_opens(
    words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[tuple[Path, str]] = []

    def open_window(data_dir: Path, device: str, locked: bool) -> int:
        opened.append((data_dir, device))
        return 0

    monkeypatch.setattr("sys.argv", ["kith", "--data-dir", str(tmp_path), "--device", "cpu", *words])
    assert cli.main(open_window) == 0
    assert opened == [(tmp_path, "cpu")]
