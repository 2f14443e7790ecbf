from pathlib import Path

import pytest

from app.core.errors import ModelError
from app.core.files import replacing, writing_model


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
