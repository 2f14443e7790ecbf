"""`kith evaluate` on real photos: what it prints, what it writes, and how it ends."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kith = Callable[..., Any]


@pytest.fixture
def two_each(lfw: dict[str, list[Path]], tmp_path: Path) -> Path:
    """A folder of five people's folders, with two photos of each."""
    folder = tmp_path / "two"
    for name, photos in list(lfw.items())[:5]:
        inside = folder / name.replace(" ", "_")
        inside.mkdir(parents=True)
        for photo in photos[:2]:
            shutil.copy2(photo, inside)
    return folder


def test_the_people_enrolled(kith: Kith, known: Path, tmp_path: Path) -> None:
    files = ["--html", tmp_path / "a.html", "--csv", tmp_path / "a.csv"]
    ran = kith("--json", "evaluate", *files)
    assert ran.code == 0
    judged, (model,) = ran.document["judged"], ran.document["models"]
    assert judged == {
        "material": "people",
        "source": "",
        "people": 10,
        "faces": 50,
        "unrecognisable": 0,
        "pairs": {"genuine": 100, "impostor": 1125, "sampled": False},
    }
    tar = {one["fmr"]: one["tar"] for one in model["tar"]}
    assert tar[1e-2] > 0.95
    assert model["eer"]["value"] < 0.05
    assert model["as_set"]["probes"] == 50
    assert model["as_set"]["wrong"] == model["as_set"]["named"] == 0
    assert model["as_set"]["right"] >= 48
    assert {pair["a"]["face"] is not None for pair in model["worst"]} == {True}
    assert all(Path(pair["a"]["path"]).is_file() for pair in model["worst"])
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 2 * len(model["worst"])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    eer = next(row for row in rows if row["measure"] == "eer")
    assert float(eer["value"]) == pytest.approx(model["eer"]["value"], abs=1e-6)


def test_nothing_is_stored(kith: Kith, known: Path, two_each: Path) -> None:
    before = kith("people", "--json").document, kith("models", "--json").document
    assert kith("evaluate", two_each, "--json").code == 0
    assert (kith("people", "--json").document, kith("models", "--json").document) == before


@pytest.mark.slow
def test_a_folder_for_each_person(kith: Kith, two_each: Path) -> None:
    ran = kith("evaluate", two_each)
    assert ran.code == 0
    assert "10 faces of 5 people: 5 pairs of one person, 40 of two." in ran.out
    assert "equal error rate" in ran.out


@pytest.mark.slow
def test_inputs_that_fail_are_named_and_the_rest_is_judged(
    kith: Kith, two_each: Path, tmp_path: Path
) -> None:
    (two_each / "Tony_Blair").mkdir(exist_ok=True)
    (two_each / "Colin_Powell" / "bad.jpg").write_text("no picture")
    ran = kith("evaluate", two_each, "--json", "--html", tmp_path / "a.html")
    assert ran.code == 1
    assert sorted(Path(one["path"]).name for one in ran.document["failed"]) == ["Tony_Blair", "bad.jpg"]
    assert ran.document["judged"]["faces"] == 10
    assert "bad.jpg" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_pairs_in_both_forms_give_one_result(kith: Kith, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    a, b, c, d = *lfw["Tony Blair"][:2], *lfw["Colin Powell"][:2]
    numbers = [int(photo.stem[-4:]) for photo in (a, b, c, d)]
    lines = [
        "2\t1",
        f"Tony_Blair\t{numbers[0]}\t{numbers[1]}",
        f"Tony_Blair\t{numbers[0]}\tColin_Powell\t{numbers[2]}",
        f"Colin_Powell\t{numbers[2]}\t{numbers[3]}",
        f"Tony_Blair\t{numbers[1]}\tColin_Powell\t{numbers[3]}",
    ]
    (tmp_path / "pairs.txt").write_text("\n".join(lines))
    rows = [f"{a},{b},yes", f"{a},{c},no", f"{c},{d},yes", f"{b},{d},no"]
    (tmp_path / "pairs.csv").write_text("\n".join(["a,b,same", *rows]))
    lfws = kith("evaluate", a.parents[1], "--pairs", tmp_path / "pairs.txt", "--json")
    csvs = kith("evaluate", "--pairs", tmp_path / "pairs.csv", "--json")
    assert (lfws.code, csvs.code) == (0, 0)
    one, other = lfws.document["models"][0], csvs.document["models"][0]
    assert one["tar"] == other["tar"]
    assert one["accuracy"]["value"] == 1
    assert other["accuracy"] is None  # it has no folds
    assert one["identification"] == []
    gone = kith("evaluate", tmp_path, "--pairs", tmp_path / "pairs.txt", "--json")
    assert gone.code == 3  # not one of its pictures is there


def test_two_models_side_by_side(kith: Kith, known: Path, tmp_path: Path) -> None:
    files = ["--html", tmp_path / "a.html", "--csv", tmp_path / "a.csv"]
    ran = kith("evaluate", "--against", "sface", "--json", *files)
    assert ran.code == 0
    first, second = ran.document["models"]
    assert first == second
    assert [one["fmr"] for one in ran.document["changes"]] == [one["fmr"] for one in first["tar"]]
    assert {one["tar"] for one in ran.document["changes"]} == {0}  # a model is as good as itself
    assert "difference" in kith("evaluate", "--against", "sface").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 3, "nobody is enrolled"),
        (["no/such/folder"], 2, "no folder no/such/folder"),
        (["--pairs", "gone.csv"], 2, "cannot be read"),
        (["--model", "none"], 2, "no model called none"),
        (["--nonsense"], 2, ""),
    ],
)
def test_wrong_usage(kith: Kith, words: list[str], code: int, said: str) -> None:
    ran = kith("evaluate", *words)
    assert ran.code == code
    assert said in ran.err


def test_a_file_that_cannot_be_written(kith: Kith, known: Path, tmp_path: Path) -> None:
    ran = kith("evaluate", "--html", tmp_path / "gone" / "a.html")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_the_document_is_plain_json(kith: Kith, known: Path) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    assert json.loads(kith("evaluate", "--json").out, parse_constant=refuse)  # no NaN, no Infinity
