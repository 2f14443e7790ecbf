"""The command line, from a folder of pictures to a network in use."""

import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from trainer import language
from trainer.backbones import REGISTRY
from trainer.cli.inputs import small_network
from trainer.cli.main import main
from trainer.storage import checkpoint
from trainer.storage.export import export_onnx
from trainer.storage.run_directory import BEST, SETTINGS

QUICK = ["--size", "32", "--steps", "4", "--identities", "4", "--images", "3", "--device", "cpu"]


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def train(picture_folder: Path, out: Path, *more: str) -> int:
    return main(["train", str(picture_folder), "--out", str(out), *QUICK, *more])


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    yield
    language.use("en")


@pytest.mark.slow
def test_train_resume_evaluate_export(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    assert train(picture_folder, out, "--json") == 0
    events = lines(capsys.readouterr().out)
    assert [e["event"] for e in events if e["event"] == "stepped"] == ["stepped"] * 4
    result = events[-1]
    assert (result["event"], result["outcome"], result["steps"]) == ("result", "finished", 4)
    assert set(result["before"]) == {"0.01"}  # 25 pairs of different identities show no rarer match
    assert all(set(e["tar"]) == {"0.01"} for e in events if e["event"] == "evaluated")
    assert train(picture_folder, out, "--json", "--resume") == 0
    assert "stepped" not in {event["event"] for event in lines(capsys.readouterr().out)}
    assert train(picture_folder, out, "--json", "--resume", "--steps", "6") == 0
    further = [event["step"] for event in lines(capsys.readouterr().out) if event["event"] == "stepped"]
    assert further == [5, 6]
    assert train(picture_folder, out, "--resume", "--margin", "0.3") == 2
    assert "its settings were others: --margin 0.2" in capsys.readouterr().err

    weights, figure = str(out), tmp_path / "roc.svg"  # a run's folder stands for its best network
    assert (
        main(["evaluate", str(picture_folder), "--weights", weights, "--figure", str(figure), "--json"]) == 0
    )
    report = lines(capsys.readouterr().out)[-1]
    assert report["identities"] == 8
    assert {
        "tar",
        "tar_95",
        "area",
        "eer",
        "rank_1",
        "fnir",
        "recall",
        "r_precision",
        "map_at_r",
    } <= report.keys()
    assert set(report["knn"]) == {"1", "5", "10"}
    assert set(report["threshold"]) == set(report["tar"]) == {"0.01"}  # as 700 pairs of two show
    assert 0 < report["one_shot"] <= 1
    assert figure.read_text().startswith("<svg")

    assert main(["export", str(tmp_path / "net.onnx"), "--weights", weights, "--json"]) == 0
    assert (tmp_path / "net.onnx").stat().st_size > 10_000


@pytest.mark.slow
def test_pictures_trained_on_are_told_and_left_out_by_their_content(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(picture_folder, tmp_path / "run") == 0
    moved = tmp_path / "elsewhere"
    for path in picture_folder.rglob("*.png"):
        place = moved / f"of {path.parent.name}" / f"moved-{path.name}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    measured = ["--weights", str(tmp_path / "run"), "--json"]
    capsys.readouterr()
    assert main(["evaluate", str(moved), *measured]) == 0
    found = lines(capsys.readouterr().out)
    assert (found[-1]["pictures"], found[-1]["trained_on"]) == (40, 30)
    assert "Trained on 30 of these 40 pictures" in str(found)
    assert main(["evaluate", str(moved), *measured, "--held-out"]) == 0
    found = lines(capsys.readouterr().out)
    assert (found[-1]["pictures"], found[-1]["identities"], found[-1]["trained_on"]) == (10, 2, 0)
    assert "Left out as trained on: 30 of 40 pictures" in str(found)
    assert main(["cluster", str(moved), *measured]) == 0
    assert lines(capsys.readouterr().out)[-1]["trained_on"] == 30

    # A run that goes on from that network was trained on what that one was.
    new = tmp_path / "new"
    for label in range(2):
        for shade in range(4):
            place = new / f"new_{label}" / f"{shade}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (32, 32), (60 * shade, 100 * label, 50)).save(place)
    on = ["--weights", str(tmp_path / "run"), "--steps", "1", "--device", "cpu", "--split", "none"]
    assert main(["train", str(new), "--out", str(tmp_path / "next"), *on]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(moved), "--weights", str(tmp_path / "next"), "--json"]) == 0
    assert lines(capsys.readouterr().out)[-1]["trained_on"] == 30


@pytest.mark.slow
def test_where_nothing_was_held_out_that_is_said(
    picture_folder: Path, weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    assert train(picture_folder, run, "--split", "none") == 0
    capsys.readouterr()
    held_out = ["evaluate", str(picture_folder), "--held-out", "--weights"]
    assert main([*held_out, str(run)]) == 2
    assert "the network was trained on all 40 of them" in capsys.readouterr().err
    (run / "trained.txt").unlink()
    assert main([*held_out, str(run)]) == 2
    assert "It is not known which pictures" in capsys.readouterr().err
    assert main([*held_out, weights]) == 2
    assert "It is not known which pictures" in capsys.readouterr().err


def test_a_table_for_people(picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(picture_folder, tmp_path / "run", "--split", "none") == 0
    shown = capsys.readouterr()
    assert "outcome             finished" in shown.out
    assert "8 identities, 40 pictures" in shown.err
    (settings,) = [line for line in shown.err.splitlines() if line.startswith("training: ")]
    assert settings.endswith("device cpu")  # long as it is, where no terminal has an edge


@pytest.mark.slow
def test_it_speaks_the_users_language_and_json_is_data(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], german: None
) -> None:
    assert train(picture_folder, tmp_path / "run", "--split", "none") == 0
    shown = capsys.readouterr()
    assert "Ausgang             finished" in shown.out
    assert "8 Identitäten, 40 Bilder" in shown.err
    assert "Alle Schritte ausgeführt (4 Schritte" in shown.err
    assert train(tmp_path / "none", tmp_path / "run") == 2
    assert "früheren Lauf" in capsys.readouterr().err
    assert train(picture_folder, tmp_path / "run", "--split", "none", "--resume", "--json") == 0
    assert lines(capsys.readouterr().out)[-1]["reason"] == "All steps taken"


@pytest.mark.slow
def test_unusable_files_are_named_and_make_the_exit_code_1(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    for number, path in enumerate(sorted(picture_folder.rglob("*.png"))):
        place = data / path.parent.name / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes() if number != 7 else b"broken")
    assert train(data, tmp_path / "run", "--json") == 1
    notices = [e.get("text", "") for e in lines(capsys.readouterr().out)]
    notices = [text for text in notices if "left out" in text]
    assert len(notices) == 1
    assert "007.png is left out" in notices[0]


def test_the_same_file_in_a_test_folder_is_dropped(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = tmp_path / "test"
    for label in ("u", "v"):
        for number in range(3):
            place = test / label / f"{number}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.effect_noise((32, 32), 90).save(place)
    (test / "u" / "copy.png").write_bytes((picture_folder / "class_0" / "000.png").read_bytes())
    assert train(picture_folder, tmp_path / "run", "--test", str(test), "--json") == 0
    notices = [e.get("text", "") for e in lines(capsys.readouterr().out)]
    notices = [text for text in notices if "left out" in text]
    assert len(notices) == 1
    assert "copy.png is left out of the test" in notices[0]


def test_lfws_protocol(weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "lfw"
    for name in ("A b", "B", "C", "D"):
        (data / name).mkdir(parents=True)
        for number in (1, 2):
            Image.effect_noise((32, 32), 90).save(data / name / f"{name}_{number:04d}.png")
    (data / "Z").mkdir()
    Image.effect_noise((32, 32), 90).save(data / "Z" / "B_0001.png")  # called like B's, and not B's
    (tmp_path / "pairs.txt").write_text("2\t1\nA b\t1\t2\nA b\t1\tB\t1\nC\t1\t2\nC\t2\tD\t1\n")
    arguments = ["--weights", weights, "--device", "cpu", "--json", "--pairs"]
    assert main(["evaluate", str(data), *arguments, str(tmp_path / "pairs.txt")]) == 0
    report = lines(capsys.readouterr().out)[-1]
    assert report["pairs"] == 4
    assert len(report["folds"]) == 2
    (tmp_path / "other.txt").write_text("2\t1\nA b\t1\t3\nA b\t1\tB\t1\nC\t1\t2\nC\t2\tD\t1\n")
    assert main(["evaluate", str(data), *arguments, str(tmp_path / "other.txt")]) == 2
    shown = capsys.readouterr()
    assert "no picture A b_0003" in shown.err
    assert "cached" not in shown.out  # told before anything was embedded


def test_two_pictures_of_one_name_are_not_confused(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("A/one", "A/two", "B"):
        (tmp_path / "data" / place).mkdir(parents=True)
    for place in ("A/one/A_0001", "A/two/A_0001", "A/one/A_0002", "B/B_0001"):
        Image.effect_noise((32, 32), 90).save(tmp_path / "data" / f"{place}.png")
    (tmp_path / "pairs.txt").write_text("1\nA 1 2\nA 2 B 1\n")
    arguments = ["--weights", weights, "--pairs", str(tmp_path / "pairs.txt")]
    assert main(["evaluate", str(tmp_path / "data"), *arguments]) == 2
    assert "2 pictures called A_0001" in capsys.readouterr().err


def test_the_size_of_a_checkpoint_is_its_own(
    weights: str, picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["train", str(picture_folder), "--out", str(tmp_path / "run"), "--weights", weights]
    assert main([*given, "--size", "64"]) == 2
    assert "has a fixed size" in capsys.readouterr().err


def test_nothing_to_compare_with_is_explained_before_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, pictures in {"a": 3, "b": 3, "c": 3, "d": 3}.items():
        (tmp_path / "data" / name / "monday").mkdir(parents=True)
        for number in range(pictures):
            Image.effect_noise((32, 32), 90).save(tmp_path / "data" / name / "monday" / f"{number}.png")
    assert train(tmp_path / "data", tmp_path / "run", "--split", "session") == 2
    assert "every identity has pictures of one session alone" in capsys.readouterr().err
    same = ["--test", str(tmp_path / "data")]  # nothing is left of it
    assert train(tmp_path / "data", tmp_path / "run", *same) == 2
    assert "all of them are among those trained on" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_start_that_is_never_beaten_is_told(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(picture_folder, tmp_path / "run", "--learning-rate", "1e-12", "--ema", "0") == 0
    assert "was better than the first: the start is kept" in " ".join(capsys.readouterr().err.split())


def test_hidden_folders_are_told(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    for number, path in enumerate(sorted(picture_folder.rglob("*.png"))):
        place = data / ("." * (number < 5) + path.parent.name) / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    assert train(data, tmp_path / "run", "--json") == 0
    notices = [e["text"] for e in lines(capsys.readouterr().out) if e["event"] == "notice"]
    assert "Left out as hidden: 1 folder" in notices


def test_a_mistake_of_ours_is_not_called_done_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> int:
        raise RuntimeError

    monkeypatch.setattr("trainer.cli.main.main", break_down)
    with pytest.raises(SystemExit, match=r"^2$"):
        runpy.run_module("trainer", run_name="__main__")


def test_help_tells_what_holds_from_scratch(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "Which triplets to learn from (batch-hard; from scratch semi-hard)" in shown
    assert "K, pictures of each (20; from scratch 4)" in shown


@pytest.mark.slow
def test_sfaces_file_needs_no_name(sface_file: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "net.onnx"), "--weights", str(sface_file)]) == 0


@pytest.mark.slow
def test_a_backbone_of_another_package_is_trained_and_its_checkpoint_loads(
    picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "site"
    (package / "shop-1.0.dist-info").mkdir(parents=True)
    (package / "shop-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n"
    )
    entries = "[trainer.backbones]\nshopnet = shop_networks:ShopNet\nbroken = shop_networks:Gone\n"
    (package / "shop-1.0.dist-info" / "entry_points.txt").write_text(entries)
    (package / "shop_networks.py").write_text(
        "from trainer.backbones import SmallNet\n\n\nclass ShopNet(SmallNet):\n    name = 'shopnet'\n"
    )
    monkeypatch.syspath_prepend(package)
    monkeypatch.setattr("trainer.backbones.registry.REGISTRY", dict(REGISTRY))
    few = ["--steps", "2", "--identities", "3", "--images", "2", "--device", "cpu", "--backbone", "shopnet"]
    assert main(["train", str(picture_folder), "--out", str(tmp_path / "run"), *few]) == 0
    monkeypatch.setattr("trainer.backbones.registry.REGISTRY", dict(REGISTRY))  # as in another process
    assert checkpoint.load(tmp_path / "run" / BEST)[0].name == "shopnet"
    settings = ["--settings", str(tmp_path / "run" / SETTINGS)]
    assert main(["train", str(picture_folder), "--out", str(tmp_path / "again"), *settings]) == 0
    capsys.readouterr()
    assert main(["train", str(picture_folder), "--out", str(tmp_path / "x"), "--backbone", "broken"]) == 2
    assert "'broken' cannot be built" in capsys.readouterr().err


def test_a_run_that_diverges_is_not_done(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        train(picture_folder, tmp_path / "run", "--json", "--split", "none", "--learning-rate", "1e30") == 2
    )
    shown = capsys.readouterr().out
    assert "NaN" not in shown
    result = lines(shown)[-1]
    assert (result["outcome"], result["checkpoint"]) == ("collapsed", None)
    assert "not a number" in result["reason"]


@pytest.mark.slow
def test_an_earlier_run_is_refused_before_anything_is_read(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    assert train(picture_folder, out) == 0
    before = (out / BEST).read_bytes()
    assert train(tmp_path / "none", out, "--seed", "1") == 2
    assert "holds an earlier run" in capsys.readouterr().err
    assert (out / BEST).read_bytes() == before
    assert train(picture_folder, out, "--seed", "1", "--overwrite") == 0
    assert (out / BEST).read_bytes() != before


@pytest.mark.processes
def test_an_interrupted_run_says_so_and_goes_on(picture_folder: Path, tmp_path: Path) -> None:
    arguments = [*QUICK, "--steps", "100000", "--json", "--split", "none", "--out", str(tmp_path / "run")]
    call = [sys.executable, "-m", "trainer", "train", str(picture_folder), *arguments]
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(call, cwd=root, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if json.loads(line)["event"] == "stepped":
                running.send_signal(signal.SIGINT)
                break
        rest, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    result = lines(rest)[-1]
    assert (result["event"], result["outcome"]) == ("result", "cancelled")
    assert checkpoint.load(Path(result["checkpoint"]))[1]["config"]["steps"] == 100_000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "none", "--out", "x"], "no such folder"),
        (["evaluate", "none", "--weights", "none.safetensors"], "cannot be read"),
        (
            ["export", "x.onnx", "--backbone", "sface", "--weights", "none.pt"],
            "none.pt cannot be read: there is no such file",
        ),
        (
            ["train", "none", "--settings", "none.toml", "--out", "x"],
            "none.toml cannot be used: No such file",
        ),
        (["train", "none", "--out", "x", "--images", "1"], "two images"),
        (["train", "none", "--out", "x", "--backbone", "sface", "--size", "64"], "fixed size"),
        (["train", "none", "--out", "x", "--backbone", "face", "--size", "64"], "no backbone 'face'"),
        (
            ["train", "none", "--out", "x", "--weights", "."],
            ". cannot be read: there is no best.safetensors in",
        ),
        (["train", "none", "--out", "x", "--settings", os.devnull], f"{os.devnull} cannot be used: Invalid"),
        (["train", "none", "--out", "x", "--depth", "head", "--augment", "faces"], "no random changes reach"),
        (["evaluate", "none", "--weights", "none"], "none cannot be read"),
        (["export", "no/x.onnx", "--weights", "x"], "there is no folder no"),
        (["evaluate", "none"], "There are no weights"),
        (["export", "x.onnx", "--backbone", "small"], "There are no weights"),
        (["evaluate", "none", "--weights", "x", "--pairs", "none.txt"], "none.txt cannot be used"),
        (["evaluate", "none", "--weights", "x", "--figure", "no/roc.svg"], "there is no folder no"),
        (["evaluate", "none", "--weights", "x", "--hardest", "4", "no/h.png"], "there is no folder no"),
        (["cluster", "none", "--weights", "x", "--out", "no/c.csv"], "there is no folder no"),
        (["cluster", "none", "--weights", "x", "--out", "full/c.json"], "c.json cannot be written: Is a dir"),
        (["cluster", "none", "--weights", "x", "--out", "full/c.txt"], "this is a file, not a folder"),
        (
            ["evaluate", "none", "--weights", "x", "--figure", "full"],
            "full cannot be written: Is a directory",
        ),
        (["export", "full", "--weights", "x"], "full cannot be written: Is a directory"),
        (["train", "none", "--out", "full/c.txt"], "c.txt cannot be written: this is a file, not a folder"),
        (["compare", "none", "--out", "full"], "full cannot be written: Is a directory"),
        (["evaluate", "none", "--weights", "x", "--pairs", "no.txt"], "no.txt cannot be used: No such file"),
        (["train", "none", "--out", "x", "--device", "gpu"], "no device 'gpu' here. Choose from"),
        (["evaluate", "none", "--weights", "x", "--device", "cuda:99"], "no device 'cuda:99' here"),
    ],
)
def test_what_cannot_be_done_is_explained(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full" / "c.json").mkdir(parents=True)
    (tmp_path / "full" / "c.txt").touch()
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_curves_need_tensorboard(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    assert train(picture_folder, tmp_path / "run", "--tensorboard", str(tmp_path / "curves")) == 2
    assert "pip install tensorboard" in capsys.readouterr().err


@pytest.mark.slow
def test_curves_are_written(picture_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    assert train(picture_folder, tmp_path / "run", "--tensorboard", str(tmp_path / "curves")) == 0
    assert list((tmp_path / "curves").glob("events.*"))


@pytest.mark.slow
def test_the_hardest_pairs_become_a_picture(weights: str, picture_folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "hardest.png"
    arguments = ["evaluate", str(picture_folder), "--weights", weights, "--device", "cpu", "--hardest"]
    assert main([*arguments, "4", str(sheet)]) == 0
    with Image.open(sheet) as picture:
        assert len(np.unique(np.asarray(picture).reshape(-1, 3), axis=0)) > 1000


@pytest.mark.slow
@pytest.mark.parametrize("size", [16, 32, 48, 64, 112])
def test_the_small_network_can_be_exported_at_any_size(size: int, tmp_path: Path) -> None:
    network = small_network(size)
    assert network.for_inference()(torch.zeros(1, 3, size, size)).shape == (1, 64)
    assert export_onnx(network, tmp_path / "net.onnx") < 1e-4


@pytest.mark.slow
def test_torchrun_trains_the_same_network_as_one_process(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = [
        "--steps",
        "3",
        "--json",
        "--split",
        "none",
        "--chunk",
        "6",
        "--seed",
        "3",
    ]  # one's sums are two's
    assert train(picture_folder, tmp_path / "one", *more) == 0
    launched = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", "-m", "trainer", "train"]
    done = subprocess.run(
        [sys.executable, *launched, str(picture_folder), "--out", str(tmp_path / "two"), *QUICK, *more],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for said in (capsys.readouterr().out, done.stdout):
        assert lines(said)[-1]["outcome"] == "finished"
    one, two = (checkpoint.load(tmp_path / name / BEST)[0].state_dict() for name in ("one", "two"))
    assert checkpoint.load(tmp_path / "one" / BEST)[1]["metrics"]["step"] == 3
    for key, value in one.items():
        assert torch.equal(two[key], value), key
