"""Folders and CSV files of pictures, good and bad."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from trainer.data import read_csv, read_folder
from trainer.data.files import read_picture
from trainer.errors import DataError, PictureError


def test_a_folder_a_class(picture_folder: Path) -> None:
    files = read_folder(picture_folder, 32)
    assert list(files.names.values()) == [f"class_{i}" for i in range(8)]
    assert np.bincount(files.labels).tolist() == [5] * 8
    crops = files.crops(np.array([0, 39]))
    assert (crops.shape, str(crops.dtype)) == ((2, 32, 32, 3), "torch.uint8")
    expected = np.asarray(Image.open(picture_folder / "class_7" / "039.png"))
    assert np.array_equal(crops[1].numpy(), expected)
    assert len(set(files.hashes)) == 40
    assert np.array_equal(files.in_memory().pictures[39], expected)


def test_deeper_folders_are_sessions(tmp_path: Path) -> None:
    for place in ("a/monday/1.png", "a/monday/2.png", "a/3.png", "b/4.png"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (8, 8), 9).save(tmp_path / place)
    assert read_folder(tmp_path, 8).sessions == ("a/3.png", "a/monday", "a/monday", "b/4.png")


def test_a_subset_keeps_labels_and_names(picture_folder: Path) -> None:
    files = read_folder(picture_folder, 16).subset(np.array([10, 30]))
    assert [files.names[label] for label in files.labels] == ["class_2", "class_6"]


def test_a_csv_file(picture_folder: Path, tmp_path: Path) -> None:
    listing = tmp_path / "list.csv"
    rows = [f"{picture_folder}/class_0/000.png,Zoë,mon", f"{picture_folder}/class_1/005.png,Abe,"]
    listing.write_text("path,label,session\n" + "\n".join(rows), encoding="utf-8")
    files = read_csv(listing, 16)
    assert [files.names[label] for label in files.labels] == ["Zoë", "Abe"]
    assert files.sessions[0] == "mon"


def test_spaces_and_decomposed_accents_make_no_second_identity(picture_folder: Path, tmp_path: Path) -> None:
    labels = ["Zo\u00eb", "Zoe\u0308 ", " Zo\u00eb", "\u00a0Abe", "Abe", "", "Abe"]
    rows = [f"class_0/00{i}.png , {label} ,mon" for i, label in enumerate(labels[:5])]
    rows += ["class_0/000.png,,mon", ",Abe", ",,", ""]
    listing = tmp_path / "list.csv"
    listing.write_text("path, label ,session\n" + "\n".join(rows), encoding="utf-8")
    (tmp_path / "class_0").symlink_to(picture_folder / "class_0")
    files = read_csv(listing, 16)
    assert list(files.names.values()) == ["Abe", "Zo\u00eb"]
    assert files.labels.tolist() == [1, 1, 1, 0, 0]
    assert [reason for _, reason in files.rejected] == [
        "line 7 has no path or no label",
        "line 8 has no path or no label",
    ]


@pytest.mark.parametrize(("suffix", "delimiter"), [("csv", ";"), ("tsv", "\t"), ("csv", ",")])
def test_other_spreadsheets_write_lists_too(
    suffix: str, delimiter: str, picture_folder: Path, tmp_path: Path
) -> None:
    rows = [
        ["Path", "LABEL", "Session"],
        [f"{picture_folder}/class_0/000.png", '"Zoë, Abe"', "mon"],
        ["", "x", ""],
    ]
    listing = tmp_path / f"list.{suffix}"
    listing.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    files = read_csv(listing, 16)
    assert [(item.name, item.session) for item in files.items] == [("Zoë, Abe", "mon")]
    assert [reason for _, reason in files.rejected] == ["line 3 has no path or no label"]


@pytest.mark.parametrize("text", ["", "file,who\na,b", "path,label\nnone.png,x"])
def test_useless_csv_files_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(DataError):
        read_csv(tmp_path / "list.csv", 8)


def test_unusable_pictures_are_named_and_the_rest_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "ü" / "x"
    folder.mkdir(parents=True)
    Image.new("RGB", (20, 30), "red").save(folder / "good.jpg")
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("no picture")
    whole = (folder / "good.jpg").read_bytes()
    (folder / "half.jpg").write_bytes(whole[: len(whole) // 2])
    files = read_folder(tmp_path / "ü", 8)
    assert [item.path.name for item in files.items] == ["good.jpg"]
    assert sorted(path.name for path, _ in files.rejected) == ["empty.png", "half.jpg", "text.png"]


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    Image.new("1", (10_000, 10_000)).save(tmp_path / "x" / "bomb.png")
    with pytest.raises(DataError, match=r"bomb.png is left out: .*64 megapixels"):
        read_folder(tmp_path, 8)
    with pytest.raises(PictureError, match="64 megapixels"):
        read_picture(tmp_path / "x" / "bomb.png", 8)


def test_hidden_folders_and_files_are_no_classes(picture_folder: Path, tmp_path: Path) -> None:
    whole = (picture_folder / "class_0" / "000.png").read_bytes()
    for place in ("a/1.png", "a/.2.png", ".cache/1.png", "b/.thumbnails/1.png", "b/2.dat", "3.png"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(whole)
    (tmp_path / "b" / "notes.txt").write_text("no picture")
    files = read_folder(tmp_path, 8)
    assert [(item.name, item.path.name) for item in files.items] == [("a", "1.png"), ("b", "2.dat")]
    assert files.rejected == ((tmp_path / "3.png", "it lies in no class's folder"),)
    assert (files.others, files.hidden) == (1, 2)


def test_linked_class_folders_are_followed_once(picture_folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("class_0", "class_1"):
        (data / name).symlink_to(picture_folder / name)
    (data / "again").symlink_to(data)
    (data / "z").symlink_to(data / "class_1")
    files = read_folder(data, 8)
    assert list(files.names.values()) == ["class_0", "class_1"]
    assert len(files.items) == 10


def test_pictures_are_decoded_by_one_set_of_rules(tmp_path: Path) -> None:
    grey = np.linspace(0, 255, 64).astype(np.uint8).reshape(8, 8)
    Image.fromarray(grey).save(tmp_path / "grey8.png")
    Image.fromarray(grey.astype(np.uint16) * 257).save(tmp_path / "grey16.png")
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    expected = read_picture(tmp_path / "grey8.png", 8)
    assert np.array_equal(read_picture(tmp_path / "grey16.png", 8), expected)
    assert read_picture(tmp_path / "clear.png", 8).min() == 255


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK", "I;16", "LA"])
def test_every_kind_of_picture_becomes_rgb(mode: str, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    suffix = "tif" if mode == "CMYK" else "png"
    Image.new(mode, (9, 7)).save(tmp_path / "x" / f"a.{suffix}")
    assert read_folder(tmp_path, 8).crops(np.array([0])).shape == (1, 8, 8, 3)


def test_pictures_are_turned_upright(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    picture = Image.new("RGB", (16, 16), "black")
    picture.paste((255, 255, 255), (0, 0, 16, 8))  # white above
    exif = Image.Exif()
    exif[0x0112] = 3  # stored upside down
    picture.save(tmp_path / "x" / "a.png", exif=exif)
    crop = read_folder(tmp_path, 16).crops(np.array([0]))[0]
    assert crop[0].max() == 0
    assert crop[-1].min() == 255


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder"):
        read_folder(tmp_path / "none", 8)
