"""Settings of a run, on paper and on the command line."""

import re
import subprocess
import sys
from typing import Any

import pytest

from trainer.backbones import REGISTRY
from trainer.config import AUGMENTS, BACKBONES, MINERS, NetworkConfig, TrainConfig
from trainer.data.augment import RECIPES
from trainer.errors import ConfigError
from trainer.triplets import mining


def test_settings_survive_being_written_down() -> None:
    config = TrainConfig(positive_gradient=0.25, steps=7)
    assert TrainConfig.from_dict(config.as_dict()) == config


def test_settings_from_before_one_existed_mean_what_they_meant() -> None:
    old = TrainConfig().as_dict()
    del old["positive_gradient"]
    assert TrainConfig.from_dict(old).positive_gradient == 1


@pytest.mark.parametrize("side", [-5, 0, 7, 100_000])
def test_a_side_is_one_that_networks_can_have(side: int) -> None:
    with pytest.raises(ConfigError, match=r"size must be from 8 to 2,048 pixels$"):
        NetworkConfig(size=side)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_between_none_and_all(share: float) -> None:
    with pytest.raises(ConfigError) as raised:
        TrainConfig(positive_gradient=share)
    assert "positive_gradient" in raised.value.why


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"seed": -1}, "seed must be from 0 on"),
        ({"seed": 2**63}, "less than 2^63"),
        ({"epochs": float("inf")}, "epochs must be finite"),
        ({"trunk_rate": -0.1}, "trunk_rate must not be negative"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        TrainConfig(**given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"loss": "supcon", "soft_margin": True}, "not of supcon"),
        ({"loss": "contrastive", "miner": "offline"}, "not of contrastive"),
        ({"loss": "arcface", "memory": 100}, "needs no memory"),
        ({"loss": "cosface", "scale": 0.0}, "more than 0"),
    ],
)
def test_what_a_loss_has_no_use_for_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        TrainConfig(**given)
    assert words in raised.value.why


@pytest.mark.parametrize("miner", ["batch-all", "semi-hard-all", "hard-all"])
def test_a_closed_form_needs_the_hinge(miner: str) -> None:
    with pytest.raises(ConfigError) as raised:
        TrainConfig(miner=miner, soft_margin=True)
    assert "closed form" in raised.value.why


def test_every_miner_that_a_setting_can_name_is_there() -> None:
    assert {*mining.MINERS, "offline"} == set(MINERS)


def test_every_network_and_augmentation_that_a_setting_can_name_is_there() -> None:
    assert set(REGISTRY) >= set(BACKBONES)
    assert set(RECIPES) == set(AUGMENTS)


def test_settings_and_help_need_no_torch() -> None:
    script = """
import sys, trainer.training.sampling
from trainer.cli.main import make_parser
make_parser()
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
