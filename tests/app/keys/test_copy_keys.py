"""The file with the keys of copies."""

from pathlib import Path

import pytest

from app.core.errors import StartError
from app.keys import copy_keys
from app.keys.copy_keys import CopyKeys, number

ANNA, FACE = number("person", 3), number("face", 3)


def test_they_are_made_once_and_lie_twice_for_their_owner_alone(tmp_path: Path) -> None:
    assert copy_keys.load(tmp_path) is None
    assert copy_keys.stand(tmp_path)
    keys = copy_keys.kept(tmp_path)
    assert copy_keys.kept(tmp_path).written() == keys.written()
    assert copy_keys.stand(tmp_path)
    for path in copy_keys.places(tmp_path):
        assert path.stat().st_mode & 0o777 == 0o600
        assert copy_keys.load_from(path).id == keys.id


def test_who_is_erased_has_no_key_in_either_file_and_what_is_about_them_and_others_has_none(
    tmp_path: Path,
) -> None:
    keys = copy_keys.kept(tmp_path)
    others = keys.of([FACE])
    assert len({keys.of([ANNA]), keys.of([FACE]), keys.of([ANNA, FACE])}) == 3
    assert keys.of([FACE, ANNA]) == keys.of([ANNA, FACE])
    assert copy_keys.erase(tmp_path, [ANNA])
    assert not copy_keys.erase(tmp_path, [ANNA])
    for path in copy_keys.places(tmp_path):
        left = copy_keys.load_from(path)
        assert (left.of([ANNA]), left.of([ANNA, FACE]), left.of([FACE])) == (None, None, others)
    assert (left.last_erased("person"), left.last_erased("face")) == (3, 0)
    assert copy_keys.kind_of(FACE) == "face"
    assert copy_keys.row_of(ANNA) == copy_keys.row_of(FACE) == 3


@pytest.mark.parametrize("damage", [b"", b"kith copy keys 1\n", b"nothing" * 30])
def test_one_damaged_file_costs_nothing_and_two_are_told(tmp_path: Path, damage: bytes) -> None:
    keys = copy_keys.kept(tmp_path)
    first, second = copy_keys.places(tmp_path)
    first.write_bytes(damage)
    assert not copy_keys.stand(tmp_path)
    assert copy_keys.kept(tmp_path).written() == keys.written()
    copy_keys.mend(tmp_path)
    assert copy_keys.load_from(first).written() == keys.written()
    assert copy_keys.stand(tmp_path)
    first.write_bytes(damage)
    second.write_bytes(damage)
    with pytest.raises(StartError, match="damaged"):
        copy_keys.kept(tmp_path)
    copy_keys.mend(tmp_path)
    assert copy_keys.kept(tmp_path).id != keys.id


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    data = copy_keys.kept(tmp_path).written()
    for at in range(len(data)):
        with pytest.raises(ValueError, match=r"damaged|tree"):
            CopyKeys.read(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
