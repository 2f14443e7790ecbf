"""A sealed file holds what was written, gives nothing away, and is refused once a byte of it is another."""

from pathlib import Path

import pytest

from app.core.errors import StartError
from app.keys import key, sealed
from app.keys.errors import LockedError
from app.keys.key import Key

NAME, OTHER = "0a" * 16, "0b" * 16
PIECE = 1 << 20


@pytest.fixture(autouse=True)
def keys() -> None:
    """Two keys are here."""
    key.hold(NAME, Key.made())
    key.hold(OTHER, Key.made())


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_it_holds_what_was_written(tmp_path: Path, size: int) -> None:
    file, data = tmp_path / "file", (b"planted words " * (size // 14 + 1))[:size]
    sealed.write(file, data, NAME)
    assert sealed.is_sealed(file)
    assert sealed.read(file) == data
    assert b"planted" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_it_gets_another_key_and_is_plain_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"planted")
    for name in (NAME, NAME, OTHER, None):
        sealed.recast(file, name)
        assert sealed.read(file) == b"planted"
        assert sealed.is_sealed(file) is (name is not None)
    assert file.read_bytes() == b"planted"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_without_its_key_it_is_locked(tmp_path: Path) -> None:
    file = tmp_path / "file"
    sealed.write(file, b"planted", NAME)
    key.drop()
    with pytest.raises(LockedError):
        sealed.read(file)
    with pytest.raises(LockedError):
        sealed.recast(file, None)
    assert sealed.is_sealed(file)


def test_a_change_of_any_byte_is_refused_and_so_is_a_piece_less_or_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "file"
    sealed.write(file, b"planted" * (2 * PIECE // 7), NAME)
    data = file.read_bytes()
    begin, step = len(sealed.MAGIC) + 32, PIECE + 16
    first, second = data[begin : begin + step], data[begin + step :]
    bad = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(30, len(data), len(data) // 40)]
    bad += [
        data[:begin] + first,
        data[:begin] + second,
        data[:begin] + second + first,
        data[:begin],
        data[:-1],
    ]
    for one in bad:
        file.write_bytes(one)
        with pytest.raises(StartError):
            sealed.read(file)
