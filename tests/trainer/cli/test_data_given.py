"""Data as strangers have them, from the command line: what is used, what is named, and how a command ends."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.app.vision.samples import HEIC
from tests.trainer.conftest import coloured_crops
from trainer.cli.main import main

QUICK = ["--size", "32", "--steps", "1", "--identities", "3", "--images", "2", "--device", "cpu"]


def trained(
    capsys: pytest.CaptureFixture[str], data: Path, *more: str, code: int = 0
) -> tuple[dict[str, Any], str]:
    """What a run began with, and what was noticed, in words."""
    assert main(["train", str(data), "--out", str(data.parent / "run"), *QUICK, "--json", *more]) == code
    shown = capsys.readouterr()
    events = [json.loads(line) for line in shown.out.splitlines()]
    started: dict[str, Any] = next((one for one in events if one["event"] == "started"), {})
    return started, "\n".join([*(one.get("text") or one.get("reason", "") for one in events), shown.err])


def pictures(folder: Path, **counts: int) -> Path:
    """So many pictures of each class."""
    data = coloured_crops(len(counts), max(counts.values()))
    for label, (name, count) in enumerate(counts.items()):
        (folder / name).mkdir(parents=True)
        for row in np.flatnonzero(data.labels == label)[:count]:
            Image.fromarray(data.pictures[row]).save(folder / name / f"{row}.png")
    return folder


def test_every_kind_of_picture_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = pictures(tmp_path / "data", a=2, b=2, c=2)
    grey = np.linspace(0, 65535, 32 * 32).reshape(32, 32)
    Image.fromarray(grey.astype(np.uint16)).save(data / "a" / "deep.png")
    Image.new("RGBA", (32, 32), (9, 9, 9, 0)).save(data / "a" / "clear.png")
    (data / "a" / "IMG_1.HEIC").write_bytes(HEIC)
    (data / "linked").symlink_to(pictures(tmp_path / "elsewhere", d=3) / "d")
    Image.new("RGB", (32, 32)).save(data / "top.png")
    pictures(data, **{".hidden": 2})
    (data / "notes.txt").write_text("none")
    for name in ("e", "Ä b"):
        (data / name).mkdir()
    started, noticed = trained(capsys, data, "--split", "none", code=1)
    assert (started["identities"], started["pictures"]) == (4, 12)
    assert "top.png is left out: it lies in no class's folder" in noticed
    assert "No picture lies in e, Ä b" in noticed
    assert "Left out as no picture: 1 file\n" in noticed
    assert "Left out as hidden: 1 folder\n" in noticed


def test_a_folder_of_one_identity_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = pictures(tmp_path / "data", a=3)
    assert "fewer than four. Give more, or split" in trained(capsys, data, code=2)[1]
    assert "the data holds 1 identity. Give" in trained(capsys, data, "--split", "none", code=2)[1]


def test_a_folder_above_that_of_the_classes_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("train", "test"):
        pictures(tmp_path / "data" / part, a=2, b=2, c=2)
    told = "Each folder in {} is one identity: test, train"
    started, noticed = trained(capsys, tmp_path / "data", "--split", "none")
    assert started["identities"] == 2
    assert told.format(tmp_path / "data") in noticed
    sessions = tmp_path / "sessions"  # two of each person
    for person in "abcd":
        pictures(sessions / person, monday=1, tuesday=1)
    assert "is one identity" not in trained(capsys, sessions, "--split", "none", "--overwrite")[1]


def test_to_go_on_with_a_run_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = pictures(tmp_path / "data", a=2, b=2)
    told = "holds no run yet: one begins"
    assert told in trained(capsys, data, "--split", "none", "--resume")[1]
    assert told not in trained(capsys, data, "--split", "none", "--resume")[1]


@pytest.mark.slow
def test_people_with_one_photo_are_not_all_that_is_held_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = pictures(tmp_path / "data", a=3, b=3, c=3, d=1, e=1, f=1, g=1, h=1)
    for seed in range(4):
        started, _ = trained(capsys, data, "--overwrite", "--seed", str(seed))
        assert started["identities"] >= 1  # the others are held out, and were compared
    few = pictures(tmp_path / "few" / "data", a=3, b=1, c=1, d=1)
    _, noticed = trained(capsys, few, code=2)
    assert "fewer than two of them have two pictures" in noticed


def test_a_folder_without_classes_is_told_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flat = pictures(tmp_path / "data", a=3) / "a"
    _, noticed = trained(capsys, flat, code=2)
    assert "0.png is left out: it lies in no class's folder. Give one folder a class" in noticed
    (tmp_path / "empty").mkdir()
    assert "it holds no picture" in trained(capsys, tmp_path / "empty", code=2)[1]


@pytest.mark.parametrize(("name", "delimiter"), [("data.csv", ";"), ("data.tsv", "\t"), ("data.csv", ",")])
def test_lists_of_any_spreadsheet(
    name: str, delimiter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures(tmp_path / "of", a=2, b=2, c=2)
    rows = [
        ("Path", "LABEL "),
        *((path.relative_to(tmp_path), path.parent.name) for path in tmp_path.rglob("*.png")),
    ]
    (tmp_path / name).write_text("\n".join(f"{a}{delimiter}{b}" for a, b in rows))
    started, _ = trained(capsys, tmp_path / name, "--split", "none")
    assert (started["identities"], started["pictures"]) == (3, 6)


@pytest.mark.slow
def test_what_collapses_with_an_easier_miner_too_is_not_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = pictures(tmp_path / "data", a=3, b=3, c=3)
    for number, path in enumerate(sorted(data.rglob("*.png"))):  # nothing tells them apart
        Image.new("RGB", (32 + number, 32)).save(path)
    _, noticed = trained(
        capsys, data, "--split", "none", "--miner", "batch-hard", "--steps", "30", "--augment", "none", code=2
    )
    assert "going on from step 0 with semi-hard" in noticed
    assert "have collapsed to one point" in noticed
    assert not list((tmp_path / "run").glob("best*"))
