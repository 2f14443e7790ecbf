import os
from pathlib import Path

import pytest

from app.core.errors import ModelError
from app.core.files import overwritten, replacing, wipe, writing_model


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
