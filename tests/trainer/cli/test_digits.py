"""Handwritten digits as pictures, to try the other commands on."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from trainer.cli.main import main
from trainer.pictures import load


@pytest.mark.slow
def test_digits_become_folders_of_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digits", str(tmp_path / "d"), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["pictures"], result["identities"]) == (1797, 10)
    assert [len(list((tmp_path / "d" / "train" / str(n)).iterdir())) for n in range(10)] == [100] * 10
    files = {int(path.stem): path for path in (tmp_path / "d").rglob("*.png")}
    assert sorted(files) == list(range(1797))
    of = load_digits()
    for row in (0, 700, 1796):
        assert files[row].parent.name == str(of.target[row])
        pixels = load(files[row])[::4, ::4, 0]
        assert np.array_equal(pixels, (of.images[row] * (255 / 16)).astype(np.uint8))
    assert main(["digits", str(tmp_path / "d")]) == 2
    assert "holds something already" in capsys.readouterr().err


def test_scikit_learn_may_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    assert main(["digits", str(tmp_path / "d")]) == 2
    assert "pip install scikit-learn" in capsys.readouterr().err
