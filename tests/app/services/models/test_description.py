"""What a file says of itself is used where it makes sense, and never trusted."""

import json
from pathlib import Path

import pytest

from app.domain.preprocessing import Preprocessing
from app.services.models.description import PROPERTY, Description, document, read_description

WAY = Preprocessing.named(112, "255", "NHWC", "BGR", "arcface")


def test_a_story_is_found_in_the_file_and_beside_it(tmp_path: Path) -> None:
    text = json.dumps(document(WAY, "MIT", "own", {}))
    wanted = Description(WAY, "MIT", "own")
    assert read_description(tmp_path / "x.onnx", {PROPERTY: text}) == wanted
    assert read_description(tmp_path / "x.onnx", {}) == Description()
    (tmp_path / "config.json").write_text(text)
    assert read_description(tmp_path / "x.onnx", {}) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", "[" * 100_000, '{"preprocessing": 3, "license": 7, "name": ["x"]}', '"a"'],
)
def test_nonsense_says_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(text)
    assert read_description(tmp_path / "x.onnx", {PROPERTY: text}) == Description()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", 0),
        ("size", 10**9),
        ("size", "big"),
        ("mean", [1, 2]),
        ("scale", [0, 0, 0]),
        ("scale", [float("nan"), 1, 1]),
        ("layout", "HWC"),
        ("order", "GBR"),
        ("template", [[0, 0]]),
        ("template", None),
        ("template", [[9, 9]] * 5),
    ],
)
def test_a_preprocessing_that_makes_no_sense_counts_as_not_said(
    field: str, value: object, tmp_path: Path
) -> None:
    whole = document(WAY, "MIT", "own", {})
    whole["preprocessing"][field] = value
    assert read_description(tmp_path / "x.onnx", {PROPERTY: json.dumps(whole)}) == Description(
        None, "MIT", "own"
    )
