"""What weights tell of themselves is believed only where it is a number or a hash."""

from pathlib import Path

import pytest

from trainer.backbones import SmallNet
from trainer.storage import checkpoint
from trainer.storage.card import model_card
from trainer.storage.provenance import Provenance, provenance
from trainer.storage.run_directory import SETTINGS

HASH = "0123456789abcdef" * 4
TOML = f"""
[record]
source = "/home/anna"
weights_sha256 = "{HASH}"
data = {{ pictures = 4, sha256 = "{HASH}" }}
held_out = {{ pictures = 2, names = "anna" }}
"""


def test_what_is_neither_a_number_nor_a_hash_is_left_out(network: SmallNet, tmp_path: Path) -> None:
    data = {"pictures": 4, "identities": "anna", "sha256": "anna", "who": "anna"}
    metrics = {"tar": "anna", "threshold": {"anna": 1}}
    checkpoint.save(tmp_path / "a.safetensors", network, {"data": data, "metrics": metrics, "by": "anna"})
    story = provenance(tmp_path / "a.safetensors")
    assert story == Provenance(trained={"pictures": 4})
    card = model_card(network, story, "mit")
    assert "anna" not in card
    assert "Figures" not in card
    assert "model-index" not in card


@pytest.mark.parametrize("pictures", [4, 5])
def test_settings_count_where_they_are_of_the_same_data(
    pictures: int, network: SmallNet, tmp_path: Path
) -> None:
    (tmp_path / SETTINGS).write_text(TOML)
    data = {"pictures": pictures, "sha256": HASH}
    checkpoint.save(tmp_path / "a.safetensors", network, {"data": data})
    story = provenance(tmp_path / "a.safetensors")
    told = (story.start, dict(story.held_out))
    assert told == ((HASH, {"pictures": 2}) if pictures == 4 else ("", {}))


def test_published_weights_tell_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"whatever")
    assert provenance(tmp_path / "a.onnx") == Provenance()
