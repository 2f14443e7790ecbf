"""The page on the library: its examples run, in its order, and its names are there."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from trainer.backbones import REGISTRY

_PAGE = (Path(__file__).resolve().parents[2] / "trainer" / "API.md").read_text(encoding="utf-8")
_NAMES = sorted(set(re.findall(r"`(trainer\.[\w.]+)`", _PAGE)))


@pytest.mark.slow
def test_the_examples_run(
    picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("trainer.backbones.registry.REGISTRY", REGISTRY)
    monkeypatch.setitem(REGISTRY, "tiny", None)  # is taken out again
    Path("photos").symlink_to(picture_folder)
    examples = re.findall(r"^```python\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) >= 7
    known: dict[str, Any] = {"__name__": "api"}
    for number, example in enumerate(examples):
        exec(compile(example, f"API.md, example {number}", "exec"), known)  # noqa: S102 - our own page
    assert "finished" in capsys.readouterr().out


@pytest.mark.parametrize("name", _NAMES)
def test_its_names_are_there(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert hasattr(import_module(module), attribute)
