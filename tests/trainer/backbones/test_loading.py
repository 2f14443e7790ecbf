"""Backbones from files of weights."""

from pathlib import Path

import pytest

from trainer.backbones import with_weights
from trainer.errors import ConfigError


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="cannot be used"):
        with_weights("small", Path("weights.pt"))
