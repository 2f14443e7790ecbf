"""The last resort of the command line."""

import pytest

import app.cli.main as cli
from app.cli.session import BUG


def test_a_bug_is_told_from_a_failed_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_default_folder", broken)
    monkeypatch.setattr("sys.argv", ["kith", "people"])
    monkeypatch.delenv("KITH_DATA_DIR", raising=False)
    assert cli.main() == BUG
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.err
    assert "bug in Kith" in said.err
    assert not said.out
