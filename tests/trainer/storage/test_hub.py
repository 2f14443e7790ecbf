"""A network as the hub has it: loadable by its own card, with its figures, and without a trace of anybody."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from PIL.ExifTags import Base

from trainer.cli.main import main
from trainer.data import read_folder
from trainer.storage import checkpoint
from trainer.storage.hub import CARD, CONFIG, GRAPH, WEIGHTS
from trainer.storage.run_directory import BEST

NAME = "Karenina"


@pytest.fixture(scope="module")
def pictures(picture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of people with names, in a folder that is called after one."""
    folder = tmp_path_factory.mktemp("of") / NAME
    for number, place in enumerate(sorted(picture_folder.iterdir())):
        shutil.copytree(place, folder / f"{NAME} {number}")
    return folder


@pytest.fixture(scope="module")
def run(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on them, on from weights."""
    folder = tmp_path_factory.mktemp("runs")
    start, out = folder / f"{NAME}.safetensors", folder / f"{NAME} run"
    given = ["train", str(pictures), "--steps", "3", "--identities", "4", "--depth", "all", "--device", "cpu"]
    assert main([*given, "--out", str(folder / "first"), "--size", "32"]) == 0
    shutil.copy(folder / "first" / BEST, start)
    assert main([*given, "--out", str(out), "--weights", str(start)]) == 0
    return out


@pytest.fixture(scope="module")
def written(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its network."""
    folder = tmp_path_factory.mktemp("hub") / "net"
    given = ["--weights", str(run), "--hub", "--licence", "MIT", "--base-model", "some/body"]
    assert main(["export", str(folder), *given]) == 0
    return folder


def front_matter(card: str) -> dict[str, Any]:
    """The fields of a card's YAML."""
    pairs = (line.split(": ", 1) for line in card.split("---\n")[1].splitlines())
    return {name: json.loads(value) for name, value in pairs}


def test_a_run_is_written_as_the_hub_expects(written: Path, run: Path) -> None:
    files = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    assert files == {GRAPH, WEIGHTS, CONFIG, CARD}
    fields = front_matter((written / CARD).read_text())
    assert (fields["license"], fields["library_name"], fields["base_model"]) == ("mit", "onnx", "some/body")
    ours, told = checkpoint.load(run / BEST)
    theirs, retold = checkpoint.load(written / WEIGHTS)
    for name, value in ours.state_dict().items():
        assert torch.equal(theirs.state_dict()[name], value)
    (result,) = fields["model-index"][0]["results"]
    measured = {one["name"]: one["value"] for one in result["metrics"]}
    assert measured["Area under the ROC"] == round(told["metrics"]["area"], 4)
    assert measured["TAR at FMR 0.01"] == round(told["metrics"]["tar"]["0.01"], 4)
    assert "TAR at FMR 0.0001" not in measured  # so few pairs do not show it
    assert retold["metrics"]["threshold"] == told["metrics"]["threshold"]


def test_its_card_tells_of_data_use_and_start(written: Path, run: Path) -> None:
    card, data = (written / CARD).read_text(), checkpoint.load(run / BEST)[1]["data"]
    assert "not for authentication" in card
    assert f"| trained on | {data['pictures']} | {data['identities']} | 0 | {data['sha256']} |" in card
    assert "| held out | 10 | 2 |" in card
    assert "began with weights of SHA-256" in card


def test_no_name_and_no_path_is_in_it(written: Path, run: Path) -> None:
    assert NAME in (run / "run.toml").read_text()
    for path in written.rglob("*.*"):
        for word in (NAME, str(run.parent), "pytest-of"):
            assert word.encode() not in path.read_bytes(), (path, word)


def test_it_is_loaded_as_its_card_says(
    written: Path, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_its_side = Image.Exif()
    on_its_side[Base.Orientation] = 6  # as phones store what they hold upright
    (tmp_path / "one").mkdir()
    for number, path in enumerate(sorted(pictures.rglob("*.png"))[:2]):
        Image.open(path).save(tmp_path / "one" / f"{number}.png", exif=on_its_side if number else None)
    see_through = Image.open(path)
    see_through.putalpha(Image.linear_gradient("L").resize(see_through.size))
    see_through.save(tmp_path / "one" / "2.png")
    code = (written / CARD).read_text().split("```python\n")[1].split("```")[0]
    assert len(code.splitlines()) == 10
    monkeypatch.chdir(written)
    given: dict[str, Any] = {}
    exec(code, given)  # noqa: S102 - our own
    backbone, _ = checkpoint.load(Path(WEIGHTS))
    files = read_folder(tmp_path, backbone.spec.size)
    with torch.inference_mode():
        wanted = backbone(backbone.prepare(files.crops(np.arange(3)))).numpy()
    for item, embedding in zip(files.items, wanted, strict=True):
        np.testing.assert_allclose(given["embed"](item.path), embedding, atol=1e-4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["new", "--hub"], "There is no licence"),
        (["new", "--hub", "--licence", " "], "Give one with --licence"),
        (["full", "--hub", "--licence", "mit"], "it holds something already"),
        (["new", "--hub", "--licence", "mit", "--weights", "none"], "none cannot be read"),
    ],
)
def test_what_cannot_be_written_is_refused(
    given: list[str],
    words: str,
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    assert main(["export", "--weights", str(run), *given]) == 2
    assert words in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["full", "mine.txt"]
