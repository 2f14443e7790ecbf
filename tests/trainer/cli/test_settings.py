"""Runs from a file of settings: repeated, changed by options, gone on with."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from tests.trainer.runs import same
from trainer.cli.inputs import open_backbone
from trainer.cli.main import main
from trainer.config import NetworkConfig
from trainer.storage import checkpoint
from trainer.storage.run_directory import BEST, LAST, SETTINGS

QUICK = ["--size", "32", "--steps", "3", "--identities", "3", "--images", "2", "--device", "cpu"]


def train(data: Path, out: Path, *more: str) -> int:
    return main(["train", str(data), "--out", str(out), *more])


def settings_of(out: Path) -> dict[str, Any]:
    return tomllib.loads((out / SETTINGS).read_text(encoding="utf-8"))


@pytest.fixture
def run(picture_folder: Path, tmp_path: Path) -> Path:
    out = tmp_path / "run"
    more = ["--split", "session", "--held-out", "0.4", "--seed", "5", "--margin", "0.3"]
    assert train(picture_folder, out, *QUICK, *more) == 0
    return out


def test_a_run_is_repeated_bit_for_bit_from_its_file(
    run: Path, picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.manual_seed(99)  # nothing hangs on what chance did before
    moved = shutil.copytree(picture_folder, tmp_path / "elsewhere")
    capsys.readouterr()
    assert train(moved, tmp_path / "again", "--settings", str(run / SETTINGS)) == 0
    shown = " ".join(capsys.readouterr().err.split())
    assert "others than those" not in shown
    assert "margin 0.3" in shown
    for name in (BEST, LAST):
        one, two = (checkpoint.load(place / name)[0] for place in (run, tmp_path / "again"))
        assert same(one, two)
    assert (run / BEST).read_bytes() == (tmp_path / "again" / BEST).read_bytes()
    first, second = settings_of(run), settings_of(tmp_path / "again")
    assert first["record"].pop("source") != second["record"].pop("source")
    assert first == second
    assert first["network"] == {"backbone": "small", "size": 32}
    assert first["data"] == {"split": "session", "held_out": 0.4}
    assert first["record"]["device"] == "cpu"
    assert len(first["record"]["data"]["sha256"]) == len(first["record"]["held_out"]["sha256"]) == 64
    assert first["record"]["versions"].keys() == {"python", "torch", "numpy"}


@pytest.mark.slow
def test_the_size_of_a_network_of_timm_is_kept(picture_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert train(picture_folder, out, *QUICK, "--steps", "1", "--backbone", "timm:test_vit") == 0
    assert settings_of(out)["network"] == {"backbone": "timm:test_vit", "size": 32}
    assert train(picture_folder, tmp_path / "again", "--settings", str(out / SETTINGS)) == 0
    assert settings_of(tmp_path / "again")["network"] == settings_of(out)["network"]


@pytest.mark.slow
def test_options_go_before_the_file_and_other_pictures_are_told(
    run: Path, tmp_path: Path, picture_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = shutil.copytree(picture_folder, tmp_path / "fewer")
    next(fewer.rglob("*.png")).unlink()
    again, file = tmp_path / "again", str(run / SETTINGS)
    capsys.readouterr()
    more = ["--json", "--seed", "6", "--epochs", "0.5", "--split", "none"]
    assert train(fewer, again, "--settings", file, *more) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any("others than those" in event.get("text", "") for event in events)
    settings = next(event["settings"] for event in events if event["event"] == "started")
    assert settings["data"]["split"] == "none"
    assert settings["training"]["seed"] == 6
    assert settings["training"]["margin"] == 0.3
    assert settings["training"]["steps"] is None  # the file's steps would go before the epochs
    assert not same(checkpoint.load(run / BEST)[0], checkpoint.load(again / BEST)[0])


@pytest.mark.slow
def test_a_run_goes_on_with_its_own_settings_and_is_made_longer(
    run: Path, picture_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(picture_folder, run, "--resume", "--steps", "5") == 0
    assert checkpoint.load(run / LAST)[1]["progress"]["step"] == 5
    assert settings_of(run)["training"]["steps"] == 5
    capsys.readouterr()
    for more, words in (
        (["--margin", "0.2"], "its settings were others: --margin 0.3"),
        (["--split", "none"], "its settings were others: --split session"),
        (["--size", "64", "--held-out", "0.5"], "its settings were others: --size 32, --held-out 0.4"),
    ):
        assert train(picture_folder, run, "--resume", *more) == 2
        assert words in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_and_what_lies_beside_it_move_together(
    picture_folder: Path, tmp_path: Path, weights: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, moved = tmp_path / "project", tmp_path / "moved"
    shutil.copytree(picture_folder, project / "photos")
    shutil.copytree(picture_folder / "class_0", project / "new" / "u")
    shutil.copytree(picture_folder / "class_1", project / "new" / "v")
    for number, picture in enumerate((project / "new").rglob("*.png")):
        Image.effect_noise((32, 32), 40 + number).save(picture)  # else they would be those trained on
    shutil.copy(weights, project / "start.safetensors")
    monkeypatch.chdir(project)
    given = ["--test", "new", "--weights", "start.safetensors", "--depth", "head", *QUICK[2:]]
    assert train(Path("photos"), Path("run"), *given) == 0
    settings = settings_of(project / "run")
    assert settings["network"]["weights"] == "../start.safetensors"
    assert (settings["data"]["test"], settings["record"]["source"]) == ("../new", "../photos")
    assert train(Path("photos"), Path("run"), "--resume", "--test", "new") == 0
    project.rename(moved)
    monkeypatch.chdir(tmp_path)
    assert train(moved / "photos", moved / "run", "--resume", "--steps", "4") == 0
    assert train(moved / "photos", tmp_path / "apart", "--settings", str(moved / "run" / SETTINGS)) == 0
    assert settings_of(tmp_path / "apart")["data"]["test"] == "../moved/new"
    far = tmp_path / "far" / "off"
    assert train(moved / "photos", far, "--settings", str(moved / "run" / SETTINGS)) == 0
    assert settings_of(far)["data"]["test"] == str(moved / "new")


def test_a_file_that_makes_no_sense_stops_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run.toml").write_text("[training]\nmarign = 0.3\n")
    assert train(tmp_path / "none", tmp_path / "out", "--settings", str(tmp_path / "run.toml")) == 2
    assert "no setting training.marign. The nearest is training.margin" in capsys.readouterr().err
    (tmp_path / "run.toml").write_text("[data]\nheld_out = 7\n")
    assert train(tmp_path / "none", tmp_path / "out", "--settings", str(tmp_path / "run.toml")) == 2
    assert "held_out must be more than 0" in capsys.readouterr().err


def test_the_usual_size_written_down_is_the_same_network() -> None:
    networks = []
    for size in (None, 64):
        torch.manual_seed(7)
        networks.append(open_backbone(NetworkConfig(size=size))[0])
    assert same(*networks)
