"""Backbones by name."""

import pytest

from trainer.backbones import create
from trainer.errors import ConfigError


def test_an_unknown_backbone_or_option_is_refused() -> None:
    with pytest.raises(ConfigError, match="no backbone 'resnet'"):
        create("resnet")
    with pytest.raises(ConfigError, match="cannot be built"):
        create("small", depth=3)
