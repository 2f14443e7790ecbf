"""The command that sorts pictures into clusters, on faces and on patterns of colours."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.trainer.conftest import coloured_crops
from trainer.backbones import SmallNet
from trainer.cli.main import main
from trainer.data import read_csv
from trainer.storage import checkpoint


def clustered(capsys: pytest.CaptureFixture[str], data: Path, *more: str, code: int = 0) -> dict[str, Any]:
    assert main(["cluster", str(data), "--device", "cpu", "--json", *more]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Six pictures of each of three classes in one folder, two of them in folders of a day."""
    folder, data = tmp_path / "mixed", coloured_crops(3, 6)
    for row, label in enumerate(data.labels):
        place = folder / ("." if row % 6 else f"day-{label}") / f"{label}-{row % 6}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(data.pictures[row]).save(place)
    (folder / "broken.png").write_bytes(b"broken")
    return folder


@pytest.mark.slow
def test_faces_are_sorted_and_their_labels_tell_how_well(
    faces: Path, sface_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for person in sorted((faces / "orl40").iterdir())[:4]:
        for picture in sorted(person.iterdir())[:4]:
            place = tmp_path / "people" / person.name / picture.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(picture.read_bytes())
    found = clustered(capsys, tmp_path / "people", "--weights", str(sface_file), "--threshold", "0.3")
    assert (found["pictures"], found["clusters"], found["largest"], found["alone"]) == (16, 4, 4, 0)
    assert found["b_cubed"] == {"precision": 1, "recall": 1, "f": 1}
    apart = clustered(capsys, tmp_path / "people", "--weights", str(sface_file), "--threshold", "1.1")
    assert apart["b_cubed"] == {"precision": 1, "recall": 0.25, "f": 0.4}


@pytest.mark.slow
def test_clusters_are_left_as_a_list_that_can_be_read_as_data_or_as_folders(
    weights: str, mixed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--weights", weights, "--threshold", "0.999"]
    found = clustered(capsys, mixed, *more, "--out", str(tmp_path / "found.csv"), code=1)  # one is broken
    assert "b_cubed" not in found  # most have no label
    with (tmp_path / "found.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    labels = [row["label"] for row in rows]
    assert labels[0] == "cluster-0001"
    assert len(set(labels)) == found["clusters"]
    assert labels.count("cluster-0001") == found["largest"]
    assert len(read_csv(tmp_path / "found.csv", 32).items) == found["pictures"] == 18

    clustered(capsys, mixed, *more, "--out", str(tmp_path / "found.json"), code=1)
    listed = json.loads((tmp_path / "found.json").read_text())["clusters"]
    assert [(path, one["name"]) for one in listed for path in one["pictures"]] == [
        (row["path"], row["label"]) for row in rows
    ]
    clustered(capsys, mixed, *more, "--out", str(tmp_path / "folders"), code=1)
    copied = [(path.name, path.parent.name) for path in (tmp_path / "folders").glob("*/*.png")]
    assert sorted(copied) == sorted((Path(row["path"]).name, row["label"]) for row in rows)
    assert main(["cluster", str(mixed), *more, "--out", str(tmp_path / "folders")]) == 2
    assert "holds something already" in capsys.readouterr().err


def test_pictures_of_one_name_do_not_replace_each_other(
    weights: str, picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, path in enumerate(sorted(picture_folder.rglob("*.png"))[:6]):
        place = tmp_path / "data" / str(number) / "same.png"
        place.parent.mkdir(parents=True)
        place.write_bytes(path.read_bytes())
    more = ["--weights", weights, "--threshold", "-1.1", "--out", str(tmp_path / "out")]
    clustered(capsys, tmp_path / "data", *more)
    names = sorted(path.name for path in (tmp_path / "out" / "cluster-0001").iterdir())
    assert names == [*(f"same-{number}.png" for number in range(2, 7)), "same.png"]


def test_the_threshold_is_what_the_held_out_pictures_gave(
    weights: str, picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "told.safetensors"
    checkpoint.save(
        path, SmallNet(size=32), {"metrics": {"threshold": {"0.01": 0.7, "0.001": 0.8, "0.0001": 0.9}}}
    )
    assert clustered(capsys, picture_folder, "--weights", str(path))["threshold"] == 0.8
    assert main(["cluster", str(picture_folder), "--weights", weights]) == 2
    assert "Give one with --threshold" in capsys.readouterr().err
