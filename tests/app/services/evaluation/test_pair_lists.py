"""Lists of pairs in both forms."""

from pathlib import Path

import pytest

from app.core.errors import UsageError
from app.services.evaluation.pair_lists import ListedPair, identities, read_list


def test_lfw_pairs_find_pictures_of_any_kind(tmp_path: Path) -> None:
    for name in ("A/A_0001.png", "A/A_0002.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    list_of = tmp_path / "pairs.txt"
    list_of.write_text("1\nA\t1\t2\nA\t1\tB\t3\n")
    first, second = read_list(list_of, None)
    assert first == ListedPair(tmp_path / "A/A_0001.png", tmp_path / "A/A_0002.jpg", True, 0, ("A", "A"))
    assert (second.b, second.same) == (tmp_path / "B/B_0003.jpg", False)  # missing: fails when it is read
    assert identities([first, second]) == {first.a: "A", first.b: "A", second.b: "B"}


def test_csv_pairs_say_who_is_one_person(tmp_path: Path) -> None:
    list_of = tmp_path / "pairs.csv"
    list_of.write_text("a,b,same\nx/1.jpg,y/2.jpg,yes\ny/2.jpg,z/3.jpg,yes\nx/1.jpg,x/9.jpg,no\n")
    found = read_list(list_of, tmp_path / "photos")
    assert found[0] == ListedPair(tmp_path / "photos/x/1.jpg", tmp_path / "photos/y/2.jpg", True)
    names = {path.name: name for path, name in identities(found).items()}
    assert names == {"1.jpg": "x", "2.jpg": "x", "3.jpg": "x", "9.jpg": "x/9.jpg"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pairs.csv", "a,b,same\n1.jpg,2.jpg,\n", "does not say of every pair"),
        ("pairs.csv", "x,y\n1,2\n", "no columns named a and b"),
        ("pairs.txt", "hello\n", "cannot be used"),
        ("pairs.txt", "1\nA 1 2\n", "announces 2 pairs"),
        ("gone.txt", None, "cannot be used"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=said):
        read_list(tmp_path / name, None)
