"""Whatever is wrong with an input is said of that input, and the rest of the batch is done."""

import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

Kith = Callable[..., Any]
_TRANSPOSED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What to do to an upright picture so that this orientation tag makes it upright again."""


@pytest.fixture
def photo(lfw: dict[str, list[Path]]) -> Path:
    """A photo of Colin Powell that is not enrolled, with one face."""
    return lfw["Colin Powell"][5]


def _bomb(path: Path) -> None:
    """Write a PNG of a few bytes that claims 30,000 x 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


@pytest.fixture
def bad(tmp_path: Path, photo: Path) -> dict[Path, str]:
    """A folder of files that cannot be read, each with what must be said of it."""
    folder = tmp_path / "bad"
    folder.mkdir()
    said = {
        "truncated.jpg": "damaged or incomplete",
        "garbage.png": "not a picture",
        "empty.jpg": "empty (0 bytes)",
        "text.jpg": "holds text",
        "bomb.png": "too large",
    }
    data = photo.read_bytes()
    (folder / "truncated.jpg").write_bytes(data[: len(data) // 3])
    (folder / "garbage.png").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("Dear diary,\n" * 40)
    _bomb(folder / "bomb.png")
    return {folder / name: words for name, words in said.items()}


def _reasons(failed: list[dict[str, str]]) -> dict[Path, str]:
    return {Path(entry["path"]): entry["reason"] for entry in failed}


def _assert_each_said(found: dict[Path, str], wanted: dict[Path, str]) -> None:
    assert found.keys() == wanted.keys()
    for path, words in wanted.items():
        assert words in found[path], (path.name, found[path])


def test_identify_names_the_good_and_says_what_is_wrong_with_the_bad(
    kith: Kith, known: Path, photo: Path, bad: dict[Path, str]
) -> None:
    ran = kith("identify", *bad, photo, "--json")
    assert ran.code == 1
    *failed, good = ran.document["images"]
    _assert_each_said({Path(image["path"]): image["error"] for image in failed}, bad)
    assert all(image["faces"] == [] for image in failed)
    assert good["faces"][0]["name"] == "Colin Powell"
    assert "error" not in good


@pytest.mark.slow
def test_enroll_takes_the_good_and_rejects_the_bad(kith: Kith, photo: Path, bad: dict[Path, str]) -> None:
    shutil.copy(photo, next(iter(bad)).parent / "good.jpg")
    ran = kith("enroll", "Colin", next(iter(bad)).parent, "--json")
    assert ran.code == 1
    assert ran.document["accepted"] == 1
    _assert_each_said(_reasons(ran.document["rejected"]), bad)


@pytest.mark.slow
def test_cluster_sorts_the_good_and_lists_the_bad(
    kith: Kith, lfw: dict[str, list[Path]], bad: dict[Path, str]
) -> None:
    folder = next(iter(bad)).parent
    for name in ("Colin Powell", "Tony Blair"):
        for number, path in enumerate(lfw[name][:4]):
            shutil.copy(path, folder / f"{name}{number}.jpg")
    for _ in range(2):  # the second time the good ones are known already, and the bad ones still bad
        ran = kith("cluster", folder, "--json")
        assert ran.code == 1
        _assert_each_said(_reasons(ran.document["failed"]), bad)
        sizes = [len(cluster["faces"]) for cluster in ran.document["clusters"]]
        assert sorted(sizes)[-2:] == [4, 4]


@pytest.mark.slow
def test_folders_that_are_not_there_or_hold_nothing(kith: Kith, tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing", tmp_path / "empty"
    empty.mkdir()
    for command in ("cluster", "import-people"):
        ran = kith(command, missing, "--json")
        assert ran.code == 2
        assert (
            "no such folder" in ran.document["error"]["what"] or "no folder" in ran.document["error"]["what"]
        )
    assert kith("import-people", empty, "--json").code == 2
    ran = kith("cluster", empty, "--json")
    assert ran.code == 1
    assert _reasons(ran.document["failed"]) == {empty: "there is no picture in this folder"}
    ran = kith("enroll", "Ana", empty, missing, "--json")
    assert ran.code == 1
    assert ran.document["accepted"] == 0
    assert set(_reasons(ran.document["rejected"])) == {empty, missing}
    ran = kith("identify", missing, empty, "--json")
    assert ran.code == 1
    (image,) = ran.document["images"]
    assert "no such file" in image["error"]
    assert {"code", "values"} <= image.keys()
    assert kith("people", "--json").document == {"people": []}


def _as_16_bit(picture: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)


def _with_alpha(picture: Image.Image) -> Image.Image:
    layer = picture.convert("RGBA")
    layer.putpixel((0, 0), (0, 0, 0, 0))
    return layer


@pytest.mark.parametrize(
    ("convert", "suffix"),
    [
        (_as_16_bit, ".png"),
        (_as_16_bit, ".tif"),
        (lambda picture: picture.convert("CMYK"), ".jpg"),
        (lambda picture: picture.convert("CMYK"), ".tif"),
        (lambda picture: picture.quantize(128), ".png"),
        (lambda picture: picture.quantize(128), ".gif"),
        (_with_alpha, ".png"),
        (_with_alpha, ".webp"),
        (lambda picture: picture.convert("L").convert("LA"), ".png"),
        (lambda picture: picture, ".bmp"),
        (lambda picture: picture.convert("L"), ".pgm"),
    ],
)
def test_a_face_is_known_in_any_kind_of_picture(
    kith: Kith,
    known: Path,
    photo: Path,
    tmp_path: Path,
    convert: Callable[[Image.Image], Image.Image],
    suffix: str,
) -> None:
    with Image.open(photo) as picture:
        convert(picture).save(tmp_path / f"face{suffix}")
    ran = kith("identify", tmp_path / f"face{suffix}", "--json")
    assert ran.code == 0
    assert ran.document["images"][0]["faces"][0]["name"] == "Colin Powell"


def test_all_orientations_are_read_upright(kith: Kith, known: Path, photo: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{tag}.png" for tag in range(1, 9)]
    with Image.open(photo) as picture:
        for tag, file in enumerate(files, start=1):
            exif = Image.Exif()
            exif[0x0112] = tag
            stored = picture.transpose(_TRANSPOSED[tag]) if tag > 1 else picture
            stored.save(file, exif=exif)
    images = kith("identify", *files, "--json").document["images"]
    assert [image["faces"][0]["name"] for image in images] == ["Colin Powell"] * 8
    assert len({tuple(image["faces"][0]["box"]) for image in images}) == 1


def test_any_path_works(kith: Kith, known: Path, photo: Path, tmp_path: Path) -> None:
    deep = Path(tmp_path, *["d" * 200] * 8)
    deep.mkdir(parents=True)
    odd = [
        tmp_path / "Zoë 写真 🙂.jpg",
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg")),
        tmp_path / "[bold]no markup.jpg",
        tmp_path / "-leading dash.jpg",
        deep / "far down.jpg",
    ]
    for number, path in enumerate(odd):
        path.write_bytes(photo.read_bytes() + bytes([number]))  # the same face, but no copies of one file
    ran = kith("identify", *odd, "--json")
    assert ran.code == 0
    assert [image["path"] for image in ran.document["images"]] == [str(path) for path in odd]
    assert all(image["faces"][0]["name"] == "Colin Powell" for image in ran.document["images"])
    text = kith("identify", *odd)
    assert text.out.count(": Colin Powell") == len(odd)
    assert "[bold]no markup.jpg" in text.out
    assert r"caf\xe9.jpg" in text.out
    ran = kith("enroll", "Someone Else", *odd, "--keep-apart", "--json")
    assert ran.document["accepted"] == len(odd)
    found = kith("cluster", tmp_path, "--json").document
    places = [face for cluster in found["clusters"] for face in cluster["faces"]] + found["unclustered"]
    assert {place["path"] for place in places} == {str(path) for path in odd}


def test_a_path_longer_than_any_file_can_have(kith: Kith, tmp_path: Path, known: Path, photo: Path) -> None:
    long = tmp_path / ("x" * 5000)
    ran = kith("identify", long, photo, "--json")
    assert ran.code == 1
    assert "cannot be read" in ran.document["images"][0]["error"]
    assert ran.document["images"][1]["faces"][0]["name"] == "Colin Powell"
    ran = kith("enroll", "Ana", long, "--json")
    assert ran.code == 1
    assert len(ran.document["rejected"]) == 1
    assert kith("cluster", long, "--json").code == 2
    assert kith("import-people", long, "--json").code == 2
    assert kith("verify", "--pairs", long, "--json").code == 2
    assert kith("watch", "--source", f"{long}.mp4", "--json").code == 3


def test_pictures_of_extreme_shapes(kith: Kith, known: Path, tmp_path: Path) -> None:
    sizes = [(1, 1), (1, 20_000), (20_000, 1), (3, 5), (30_000, 40)]
    for number, size in enumerate(sizes):
        Image.new("RGB", size, (200, 160, 140)).save(tmp_path / f"{number}.png")
    ran = kith("identify", *sorted(tmp_path.glob("*.png")), "--json")
    assert ran.code == 0
    assert [image["faces"] for image in ran.document["images"]] == [[]] * len(sizes)


@pytest.mark.slow
def test_a_photo_must_show_one_face_clearly(kith: Kith, photo: Path, tmp_path: Path) -> None:
    with Image.open(photo) as picture:
        pair = Image.new("RGB", (500, 250))
        pair.paste(picture, (0, 0))
        pair.paste(picture, (250, 0))
        pair.save(tmp_path / "two.png")
        Image.eval(picture, lambda value: value // 9).save(tmp_path / "dark.png")
        picture.filter(ImageFilter.GaussianBlur(8)).save(tmp_path / "blurred.png")
        picture.resize((40, 40)).save(tmp_path / "small.png")
        Image.new("RGB", (250, 250), "grey").save(tmp_path / "nobody.png")
    ran = kith("enroll", "Colin", *sorted(tmp_path.glob("*.png")), "--json")
    assert ran.code == 1
    assert ran.document["accepted"] == 0
    said = {path.stem: reason for path, reason in _reasons(ran.document["rejected"]).items()}
    assert "2 faces" in said["two"]
    assert "unclear" in said["two"]
    assert "no face" in said["nobody"]
    assert "too dark" in said["dark"]
    assert "too blurred" in said["blurred"]
    assert "too small" in said["small"]
    assert said.keys() == {"two", "dark", "blurred", "small", "nobody"}
    assert kith("people", "--json").document == {"people": []}
    ran = kith("verify", tmp_path / "nobody.png", photo, "--json")
    assert ran.code == 1
    assert ran.document["same"] is None
    assert "no face" in ran.document["error"]


def test_a_data_folder_that_cannot_be_written(kith: Kith, tmp_path: Path, photo: Path) -> None:
    (tmp_path / "file").touch()
    for command in (["people"], ["identify", photo], ["undo"], ["retrain"]):
        ran = kith(*command, "--json", data=tmp_path / "file" / "data")
        assert ran.code == 3
        assert "data folder" in ran.document["error"]["what"]
        assert "--data-dir" in ran.document["error"]["remedy"]


def test_a_gallery_of_a_newer_kith_or_none_at_all(kith: Kith, tmp_path: Path) -> None:
    from app.gallery.sqlite import driver

    assert kith("people").code == 0
    connection = driver.connect(str(tmp_path / "data" / "gallery.db"))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    ran = kith("people", "--json")
    assert ran.code == 3
    assert "newer" in ran.err
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "gallery.db").write_bytes(b"This is no database at all. " * 100)
    assert kith("people", "--json", data=tmp_path / "other").code == 3


def test_unreadable_settings_are_named(kith: Kith, tmp_path: Path) -> None:
    assert kith("people").code == 0
    (tmp_path / "data" / "settings.json").write_text("{")
    ran = kith("people", "--json")
    assert ran.code == 3
    assert "settings.json" in ran.err


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        (["--device", "abacus"], 3, "abacus"),
        (["--detector", "eyes"], 2, "eyes"),
    ],
)
def test_options_that_make_no_sense(
    kith: Kith, photo: Path, options: list[str], code: int, word: str
) -> None:
    ran = kith(*options, "identify", photo, "--json")
    assert ran.code == code
    assert word in ran.document["error"]["what"]


def test_a_gpu_that_is_not_there(kith: Kith, photo: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is one")
    ran = kith("--device", "cuda", "identify", photo, "--json")
    assert ran.code == 3
    assert "cuda" in ran.document["error"]["what"]
    assert "such as cpu" in ran.document["error"]["remedy"]


@pytest.mark.parametrize("rate", ["0", "-1", "0.5", "nan", "inf", "1e-9"])
def test_rates_that_make_no_sense(kith: Kith, photo: Path, rate: str) -> None:
    ran = kith("identify", photo, f"--false-accepts={rate}", "--json")
    assert ran.code == 2
    assert "false accepts" in ran.document["error"]["what"]


def test_people_who_are_not_there(kith: Kith) -> None:
    for command in (["rename", "Ana", "Bea"], ["merge", "Ana", "Bea"], ["forget", "Ana"]):
        ran = kith(*command, "--json")
        assert ran.code == 2
        assert "nobody called Ana" in ran.document["error"]["what"]
    ran = kith("undo", "--json")
    assert ran.code == 2
    assert "nothing to undo" in ran.document["error"]["what"].lower()


def test_names_that_nobody_can_have(kith: Kith, known: Path, photo: Path, tmp_path: Path) -> None:
    for name in ("", "   ", "x" * 300, "a\x07b"):
        assert kith("enroll", name, photo, "--json").code == 2
        assert kith("rename", "Tony Blair", name, "--json").code == 2
    assert kith("rename", "Tony Blair", "Colin Powell", "--json").code == 2
    assert len(kith("people", "--json").document["people"]) == 10


@pytest.mark.slow
def test_a_folder_with_an_unusable_name_holds_up_no_other(kith: Kith, photo: Path, tmp_path: Path) -> None:
    people = [tmp_path / "all" / name for name in ("_", "Colin_Powell", "x" * 220)]
    people.append(Path(os.fsdecode(os.fsencode(tmp_path / "all") + b"/caf\xe9")))
    for folder in people:
        folder.mkdir(parents=True)
        shutil.copy(photo, folder)
    ran = kith("import-people", tmp_path / "all", "--json")
    assert ran.code == 1
    assert len(ran.document["people"]) == 4
    taken = [person for person in ran.document["people"] if person["accepted"]]
    assert [person["person"] for person in taken] == ["Colin Powell"]
    assert all(person["rejected"] for person in ran.document["people"] if not person["accepted"])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("left,right\nx,y\n", "columns"),
        ("", "columns"),
        ("a,b,same\nx.jpg,y.jpg,perhaps\n", "line 2"),
        ("a,b,same\nx.jpg,,yes\n", "line 2"),
        ("a,b\n\xff\xfe", "CSV"),
    ],
)
def test_a_csv_file_that_makes_no_sense(kith: Kith, tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "pairs.csv").write_bytes(text.encode("latin-1"))
    ran = kith("verify", "--pairs", tmp_path / "pairs.csv", "--json")
    assert ran.code == 2
    assert word in ran.document["error"]["what"]


@pytest.mark.slow
def test_a_csv_file_with_missing_photos(kith: Kith, tmp_path: Path, lfw: dict[str, list[Path]]) -> None:
    for number, path in enumerate(lfw["Colin Powell"][:2]):
        shutil.copy(path, tmp_path / f"{number}.jpg")
    lines = ["a,b,same", "0.jpg,1.jpg,yes", "0.jpg,gone.jpg,no", "", "gone.jpg,lost.jpg,"]
    (tmp_path / "pairs.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    ran = kith("verify", "--pairs", tmp_path / "pairs.csv", "--json")
    assert ran.code == 1
    right, gone, lost = ran.document["pairs"]
    assert right["same"] is True
    assert "error" not in right
    assert gone["same"] is None
    assert "gone.jpg" in gone["error"]
    assert "gone.jpg" in lost["error"]
    assert "lost.jpg" in lost["error"]
    assert ran.document["accuracy"] == 0.5


@pytest.mark.slow
def test_names_of_files_are_not_obeyed_by_the_terminal(kith: Kith, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in ("a\x1b[2J\x1b[31m.jpg", "b\nc.jpg: Ben.jpg", "\u202egpj.jpg", "[red]:smile:.jpg"):
        Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(folder / name)
    (folder / "\x1b]0;owned\x07.jpg").write_bytes(b"nothing")
    ran = kith("identify", folder)
    shown = [line.removeprefix(f"{folder}/") for line in sorted(ran.out.splitlines())]
    assert shown == [
        "[red]:smile:.jpg: no face",
        r"\u202egpj.jpg: no face",
        r"a\x1b[2J\x1b[31m.jpg: no face",
        r"b\nc.jpg: Ben.jpg: no face",
    ]
    assert r"\x1b]0;owned\x07.jpg" in ran.err
    for command in ("cluster", "import-people"):
        assert "\x1b" not in (said := kith(command, folder / "\x1b[2J")).out + said.err


@pytest.mark.slow
def test_no_password_of_an_address_is_shown(kith: Kith, tmp_path: Path) -> None:
    address = "http://admin:S3cret@127.0.0.1:9/x.mjpg?token=S3cret"
    for words in (("watch", "--source", address), ("--json", "watch", "--source", address)):
        ran = kith(*words)
        assert "S3cret" not in ran.out + ran.err
        assert "http://***@127.0.0.1:9/x.mjpg" in ran.out + ran.err
    ran = kith("enroll", "Bob", address, "--json")
    assert ran.document["rejected"][0]["path"] == "http://***@127.0.0.1:9/x.mjpg?token=***"
    assert "S3cret" not in ran.out + ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("identify", "typo.jpg"),
        ("enroll", "Ben", "typo.jpg"),
        ("enroll", "Ben", "typo.mp4"),
        ("cluster", "typo"),
        ("import-people", "typo"),
        ("watch", "--source", "typo.mp4"),
        ("models", "add", "vggface2", "--weights", "typo.pt"),
    ],
)
def test_where_a_path_was_typed_its_spelling_is_in_doubt(kith: Kith, words: tuple[str, ...]) -> None:
    ran = kith(*words)
    assert ran.code in (1, 2, 3)
    assert "Check the spelling of the path" in ran.err


@pytest.mark.slow
def test_what_else_is_in_a_folder_of_photos_is_told(kith: Kith, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    shutil.copy(photo, tmp_path / "album" / "a photo")
    for name in ("notes.txt", "a photo.xmp"):
        (tmp_path / "album" / name).write_bytes(b"nothing")
    for name in ("a.mov", "b.MP4"):
        (tmp_path / "album" / name).write_bytes(b"\0\0\0\x18ftypmp42")
    ran = kith("identify", tmp_path / "album")
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)
    assert ran.err.strip() == "2 videos, 1 XMP file and 1 text file were left out."
    for name in ("a.mov", "b.MP4", "a photo.xmp"):
        (tmp_path / "album" / name).unlink()
    ran = kith("cluster", tmp_path / "album", "--json")
    assert (ran.code, ran.document["skipped"]) == (0, {"text": 1})
    assert ran.err.strip() == "1 text file was left out."
