"""What is remembered of folders that were not read to their end."""

from pathlib import Path

import pytest

from app.ui.link.bridge import Bridge
from app.ui.link.memory import Memory
from app.ui.photos.imports import Imports


def test_folders_wait_their_turn_and_are_offered_after_a_crash(tmp_path: Path, qapp: object) -> None:
    bridge, memory = Bridge(tmp_path), Memory(tmp_path)
    imports = Imports(bridge, memory)
    for name in ("a", "b", "a"):
        imports.add(tmp_path / name)
    assert imports.running == tmp_path / "a"
    assert imports.waiting == [tmp_path / "b"]
    again = Imports(bridge, memory)
    assert again.stopped == {tmp_path / "a": (0, 0), tmp_path / "b": (0, 0)}
    again.leave()
    assert Imports(bridge, memory).stopped == {}
    bridge.close()


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": 3}', '{"a": ["x", 1]}'])
def test_a_memory_that_makes_no_sense_is_none(text: str, tmp_path: Path, qapp: object) -> None:
    bridge, memory = Bridge(tmp_path), Memory(tmp_path)
    memory.keep("photos/unfinished", text)
    assert Imports(bridge, memory).stopped == {}
    bridge.close()
