import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import ModelError, UsageError
from app.core.files import overwritten, replacing, scratch, sweep, wipe, write_text, writing_model


def test_a_file_takes_the_place_of_the_old_one_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "one"
    with replacing(target) as part:
        part.write(b"first")
        assert not target.exists()
    assert target.read_bytes() == b"first"
    with pytest.raises(ZeroDivisionError), replacing(target) as part:
        part.write(b"second" * (1 // 0))
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_model_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "model.onnx"
    with pytest.raises(ModelError) as caught, writing_model(target), replacing(target):
        pass
    assert str(target) in caught.value.what
    assert caught.value.why


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be replaced elsewhere")
def test_what_lay_there_before_is_zeros_wherever_it_is_still_reached(tmp_path: Path) -> None:
    file, other, old = tmp_path / "file", tmp_path / "other", tmp_path / "old"
    file.write_bytes(b"secret" * 400_000)
    other.write_bytes(b"new")
    old.hardlink_to(file)
    with overwritten(file):
        other.replace(file)
    assert file.read_bytes() == b"new"
    assert old.read_bytes() == bytes(2_400_000)


def test_a_file_that_is_wiped_is_zeros_and_gone(tmp_path: Path) -> None:
    file, again = tmp_path / "file", tmp_path / "again"
    file.write_bytes(b"secret")
    again.hardlink_to(file)
    wipe(file)
    wipe(file)
    assert not file.exists()
    assert again.read_bytes() == bytes(6)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_no_file_takes_the_place_of_a_pipe_or_folder(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for place in (pipe, folder):
        with pytest.raises(OSError, match="not permitted"), replacing(place) as part:
            part.write(b"new")
    assert (pipe.is_fifo(), folder.is_dir()) == (True, True)
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_asked_for_takes_the_place_of_nothing_in_a_data_folder(tmp_path: Path) -> None:
    gallery, link = tmp_path / "data" / "gallery.db", tmp_path / "link"
    gallery.parent.mkdir()
    gallery.write_bytes(b"people")
    link.symlink_to(gallery)
    key_file = tmp_path / "data" / "backups" / "encryption.json"
    key_file.parent.mkdir()
    key_file.touch()
    for place in (gallery, link, key_file):
        for overwrite in (False, True):
            with pytest.raises(UsageError, match="lies in the data folder"):
                write_text(place, "a receipt", tmp_path, overwrite=overwrite)
    assert gallery.read_bytes() == b"people"
    write_text(gallery.with_name("receipt.json"), "a receipt", tmp_path)  # where nothing lies it may


def test_another_file_is_overwritten_only_where_that_is_said(tmp_path: Path) -> None:
    mine, link = tmp_path / "mine.txt", tmp_path / "link.txt"
    mine.write_text("mine")
    link.symlink_to(mine)
    for place in (mine, link):
        with pytest.raises(UsageError, match="is not overwritten") as caught:
            write_text(place, "Kith's", tmp_path)
        assert "--overwrite" in str(caught.value.remedy)
    assert mine.read_text() == "mine"
    write_text(Path(os.devnull), "Kith's", tmp_path)  # no file
    write_text(mine, "Kith's", tmp_path, overwrite=True)
    assert mine.read_text() == "Kith's"


def test_what_a_kill_leaves_is_swept_and_what_somebody_is_at_is_left(tmp_path: Path) -> None:
    killed = (
        "import os, pathlib\n"
        "from app.core.files import scratch\n"
        f"with scratch(pathlib.Path({str(tmp_path)!r})) as folder:\n"
        "    (folder / 'deep').mkdir()\n"
        "    (folder / 'deep' / 'people').write_bytes(b'Zoe')\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
    (left,) = tmp_path.iterdir()
    (elsewhere := tmp_path / "mine").mkdir()
    (elsewhere / "lock").touch()
    (elsewhere / "mine").write_bytes(b"mine")
    (left / "out").symlink_to(elsewhere / "mine")
    (tmp_path / f"{left.name}-link").symlink_to(elsewhere)
    with scratch(tmp_path) as at_work:
        (at_work / "people").write_bytes(b"Zoe")
        sweep(tmp_path)
        assert (left.exists(), (at_work / "people").exists()) == (False, True)
    assert not at_work.exists()
    assert (elsewhere / "mine").read_bytes() == b"mine"


def test_what_was_written_beside_its_target_is_swept_with_the_folder_that_knows_of_it(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    for folder in (data, out):
        folder.mkdir()
    (out / "all").write_bytes(b"older")
    killed = (
        "import os, pathlib\n"
        "from app.core.files import replacing, scratch\n"
        f"data, out = pathlib.Path({str(data)!r}), pathlib.Path({str(out)!r})\n"
        "with scratch(data) as folder, replacing(out / 'all', folder) as part:\n"
        "    part.write(b'Zoe')\n"
        "    part.flush()\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
    (left,) = (path for path in out.iterdir() if path.name != "all")
    assert left.read_bytes() == b"Zoe"
    again = tmp_path / "again"
    again.hardlink_to(left)
    out.rename(away := tmp_path / "away")  # as a drive that is not plugged in
    sweep(data)
    assert (list(data.iterdir()) != [], again.read_bytes()) == (True, b"Zoe")
    away.rename(out)
    sweep(data)
    assert (list(data.iterdir()), [path.name for path in out.iterdir()]) == ([], ["all"])
    assert again.read_bytes() == bytes(3)
    assert (out / "all").read_bytes() == b"older"


def test_a_note_of_what_lies_beside_takes_nothing_else_along(tmp_path: Path) -> None:
    data, mine = tmp_path / "data", tmp_path / "mine.part"
    mine.write_bytes(b"mine")
    (tmp_path / ".kith-part-link.part").symlink_to(mine)
    for name in ("mine.part", ".kith-part-link.part"):
        (left := data / ".kith-part-left").mkdir(parents=True)
        (left / "lock").touch()
        (left / "beside").write_bytes(os.fsencode(tmp_path / name))
        sweep(data)
        assert list(data.iterdir()) == []
    assert mine.read_bytes() == b"mine"


def test_a_text_takes_the_place_of_an_older_one_only_when_it_is_whole(tmp_path: Path) -> None:
    """What a kill left of one is found by the note of it in the data folder, as that is opened again."""
    data, out = tmp_path / "data", tmp_path / "out"
    for folder in (data, out):
        folder.mkdir()
    (target := out / "table.csv").write_text("older")
    (out / "link.csv").symlink_to(target)
    write = f"write_text(pathlib.Path({str(out / 'link.csv')!r}), 'newer', data, overwrite=True)\n"
    killed = (
        "import os, pathlib\n"
        "from app.core import files\n"
        "from app.core.files import write_text\n"
        f"data = pathlib.Path({str(data)!r})\n"
        "files.put = lambda *_: os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", killed + write], check=False).returncode == 9
    (left,) = out.glob(".kith*")
    assert (target.read_text(), left.read_text()) == ("older", "newer")
    (again := tmp_path / "again").hardlink_to(left)
    sweep(data)
    assert (list(out.glob(".kith*")), list(data.iterdir()), again.read_bytes()) == ([], [], bytes(5))
    write_text(out / "link.csv", "newer", data, overwrite=True)
    assert (out / "link.csv").is_symlink()
    assert (target.read_text(), list(data.iterdir())) == ("newer", [])
