"""How large everything is."""

import os
from pathlib import Path

import pytest

from app.ui.link.memory import Memory
from app.ui.look import scale


def test_what_was_chosen_holds_from_the_next_start_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    memory = Memory(tmp_path)
    scale.enlarge(memory)
    assert "QT_SCALE_FACTOR" not in os.environ
    scale.keep(memory, 1.5)
    memory.flush()
    again = Memory(tmp_path)
    assert scale.chosen(again) == 1.5
    scale.enlarge(again)
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"
    scale.let_go()
    assert "QT_SCALE_FACTOR" not in os.environ, "the program that takes its place asks anew"
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    scale.enlarge(again)
    scale.let_go()
    assert os.environ["QT_SCALE_FACTOR"] == "2"


def test_a_size_that_is_none_is_as_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    memory = Memory(tmp_path)
    memory.keep("window/scale", "999")
    scale.enlarge(memory)
    assert "QT_SCALE_FACTOR" not in os.environ
