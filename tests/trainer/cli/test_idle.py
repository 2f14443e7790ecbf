"""Settings that nothing would heed: refused where they were typed, with what is in their way."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from trainer.cli.idle import refuse_idle
from trainer.cli.main import main
from trainer.config import DataConfig, TrainConfig
from trainer.errors import ConfigError

BASE = TrainConfig(depth="all")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"depth": "all", "last_blocks": 3}, "--last-blocks has no effect with --depth all"),
        ({"depth": "head", "last_blocks": 3}, "--last-blocks has no effect with --depth head"),
        ({"depth": "head", "trunk_rate": 0.5}, "--trunk-rate has no effect with --depth head"),
        ({"loss": "supcon", "distance": "cosine"}, "--distance has no effect with --loss supcon"),
        ({"loss": "arcface", "normalise": False}, "--normalise has no effect with --loss arcface"),
        ({"distance": "cosine", "normalise": False}, "--normalise has no effect with --distance cosine"),
        ({"scale": 2.0}, "--scale has no effect with --loss triplet"),
        ({"loss": "multi-similarity", "margin": 0.3}, "--margin has no effect with --loss multi-similarity"),
        (
            {"soft_margin": True, "margin": 0.3},
            "--margin has no effect with --soft-margin, --miner batch-hard",
        ),
        ({"loss": "cosface", "miner": "random"}, "--miner has no effect with --loss cosface"),
        ({"loss": "contrastive", "positive_gradient": 1.0}, "--positive-gradient has no effect with --loss"),
        ({"loss": "contrastive", "reduction": "sum"}, "--reduction has no effect with --loss contrastive"),
        ({"mine_every": 1.0}, "--mine-every has no effect with --miner batch-hard"),
        ({"miner": "offline", "memory": 20}, "--memory has no effect with --miner offline"),
        ({"patience": 2}, "--patience has no effect with --evaluate-every 0"),
    ],
)
def test_what_has_no_effect_is_refused(typed: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        refuse_idle(typed, replace(BASE, **typed), DataConfig())


@pytest.mark.parametrize(
    "typed",
    [
        {"depth": "blocks", "last_blocks": 3, "trunk_rate": 0.5},
        {"depth": "head", "trunk_rate": 0.5, "last_blocks": 3},  # not typed, as from a file
        {"miner": "semi-hard", "soft_margin": True, "margin": 0.3},  # the miner chooses by it
        {"loss": "contrastive", "distance": "euclidean", "normalise": False, "margin": 2.0},
        {"loss": "supcon", "scale": 5.0, "memory": 20},
        {"loss": "supcon", "normalise": True},  # as it is anyway
        {"patience": 0},
        {"patience": 2, "evaluate_every": 5},
        {"miner": "offline", "mine_every": 1.0},
    ],
)
def test_what_is_heeded_or_was_not_typed_passes(typed: dict[str, Any]) -> None:
    config = replace(BASE, **typed)
    assert not _is_refused({} if typed.get("depth") == "head" else typed, config)


def _is_refused(typed: dict[str, Any], config: TrainConfig) -> bool:
    try:
        refuse_idle(typed, config, DataConfig())
    except ConfigError:
        return True
    return False


def test_looks_need_pictures_held_out() -> None:
    config, typed = replace(BASE, evaluate_every=5), ["evaluate_every"]
    refuse_idle(typed, config, DataConfig())
    refuse_idle(typed, config, DataConfig(test=Path("other"), split="none"))
    with pytest.raises(ConfigError, match="--evaluate-every has no effect with --split none"):
        refuse_idle(typed, config, DataConfig(split="none"))


def test_it_is_told_before_pictures_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["none", "--soft-margin", "--margin", "0.3", "--miner", "batch-hard", "--device", "cpu"]
    for command in (["train", "--out", str(tmp_path / "run")], ["find-rate"]):
        assert main([command[0], *given, *command[1:]]) == 2
        assert "--margin has no effect with --soft-margin" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
