"""What torch leaves among the temporary files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trainer.compiler import leave_no_folder

_PROGRAM = """
import sys
from trainer.compiler import leave_no_folder
if sys.argv[1] == "told":
    leave_no_folder()
import torch
torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "left"), [("told", 0), ("not told", 1)])
def test_a_program_leaves_no_folder(tmp_path: Path, asked: str, left: int) -> None:
    given = {name: value for name, value in os.environ.items() if name != "TORCHINDUCTOR_CACHE_DIR"}
    command = [sys.executable, "-c", _PROGRAM, asked]
    subprocess.run(command, env=given | {"TMPDIR": str(tmp_path)}, check=True, timeout=120)
    assert len([*tmp_path.iterdir()]) == left


def test_a_folder_that_was_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", "/somewhere")
    leave_no_folder()
    assert os.environ["TORCHINDUCTOR_CACHE_DIR"] == "/somewhere"
