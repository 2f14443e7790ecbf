"""Places that cannot be written: told before anything is computed for them, and in plain words."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from trainer.cli.main import main
from trainer.cli.places import check_empty, check_folder, check_place, writing
from trainer.errors import TrainerError


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be written to, by whoever runs the tests: root may write to any."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):
        there = os.access
        monkeypatch.setattr(
            os, "access", lambda path, mode: Path(path).absolute() != folder and there(path, mode)
        )
    return folder


def check_file(path: Path) -> None:
    check_place(path, overwrite=False)


def test_what_is_there_already_or_above_it_decides(locked: Path, tmp_path: Path) -> None:
    for check in (check_file, check_empty):
        check(tmp_path / "new")
        with pytest.raises(TrainerError, match=r"cannot be written: Permission denied$"):
            check(locked / "new")
    check_folder(tmp_path / "new" / "below")
    for place in (locked, locked / "new" / "below"):
        with pytest.raises(TrainerError, match=r"cannot be written: Permission denied$"):
            check_folder(place)


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "none", "--out", "locked/run"],
        ["find-rate", "none", "--csv", "locked/rates.csv"],
        ["cluster", "none", "--weights", "none", "--out", "locked/sorted"],
        ["evaluate", "none", "--weights", "none", "--figure", "locked/roc.svg"],
        ["export", "locked/net.onnx", "--weights", "none"],
        ["digits", "locked/digits"],
    ],
)
def test_it_is_told_before_pictures_are_read(
    arguments: list[str], locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(locked.parent)
    assert main(arguments) == 2  # though there are neither pictures nor weights
    assert "cannot be written: Permission denied\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["find-rate", "none", "--csv", "there.csv"],
        ["find-rate", "none", "--figure", "there.svg"],
        ["compare", "none", "--out", "there.html"],
        ["evaluate", "none", "--weights", "none", "--figure", "there.svg"],
        ["evaluate", "none", "--weights", "none", "--hardest", "2", "there.png"],
        ["cluster", "none", "--weights", "none", "--out", "there.csv"],
        ["cluster", "none", "--weights", "none", "--out", "there.json"],
        ["export", "there.onnx", "--weights", "none"],
    ],
    ids=" ".join,
)
def test_a_file_that_is_there_is_lost_only_if_that_is_said(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (there,) = [Path(word) for word in arguments if word.startswith("there")]
    there.write_text("mine")
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{there} is there already and is not overwritten. Choose another name")
    assert main([*arguments, "--overwrite"]) == 2  # of the pictures and weights that are not there
    assert "overwritten" not in capsys.readouterr().err
    assert there.read_text() == "mine"


def test_what_may_be_lost_is_replaced(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "net.onnx"
    file.write_text("mine")
    assert main(["export", str(file), "--weights", weights]) == 2
    assert file.read_text() == "mine"
    assert main(["export", str(file), "--weights", weights, "--overwrite"]) == 0
    assert file.stat().st_size > 10_000
    check_place(Path(os.devnull), overwrite=False)  # a device is no file


def test_curves_that_cannot_be_written_are_told(
    picture_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tensorboard")
    (tmp_path / "file").touch()
    given = ["--out", str(tmp_path / "run"), "--tensorboard", str(tmp_path / "file" / "curves")]
    assert main(["train", str(picture_folder), *given]) == 2
    assert "curves cannot be written: Not a directory" in " ".join(capsys.readouterr().err.split())


def test_another_file_that_is_at_fault_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match=r"gone.jpg: No such file or directory$"), writing(tmp_path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(tmp_path / "gone.jpg"))
    with pytest.raises(TrainerError, match=r"cannot be written: No space left on device$"), writing(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path))


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", "none", "--weights", "closed/run"],
        ["compare", "closed/run"],
        ["train", "none", "--out", "closed/run", "--resume"],
    ],
)
def test_a_place_that_may_not_be_looked_into_is_told(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    there = os.stat

    def look(path: Any, **how: Any) -> os.stat_result:  # root may look into any
        if "closed" in str(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return there(path, **how)

    monkeypatch.setattr(os, "stat", look)
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(str(Path("closed", "run")))
    assert line.endswith(": Permission denied")
