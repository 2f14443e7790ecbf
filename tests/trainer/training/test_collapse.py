"""Runs from which nothing can be learnt any more end, and say why."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.trainer.runs import CONFIG, of_kind, same
from trainer.backbones import SmallNet
from trainer.data import Crops
from trainer.events import Event, Notice, Stepped
from trainer.storage.run_directory import RunDirectory
from trainer.training.loop import fit


@pytest.fixture
def mixed_up(crops: Crops) -> Crops:
    """Pictures whose labels mean nothing: batch-hard triplets collapse any network on them."""
    return Crops(crops.pictures, np.random.default_rng(0).permutation(crops.labels))


def test_collapse_is_noticed_and_explained(crops: Crops, network: SmallNet) -> None:
    with torch.no_grad():
        weight, bias = network.head.parameters()
        weight.zero_()  # every picture becomes the bias
        bias.fill_(1)
    config = replace(CONFIG, steps=50, miner="batch-hard", learning_rate=1e-9)
    events: list[Event] = []
    result = fit(config, crops, backbone=network, on_event=events.append)
    assert result.outcome == "collapsed"
    assert result.steps == 10
    assert "one point" in result.reason
    assert len(of_kind(events, Notice)) == 1  # semi-hard triplets were tried, and there are none
    assert len(of_kind(events, Stepped)) == 20


@pytest.mark.slow
def test_a_run_that_collapses_goes_on_from_its_last_sound_state(mixed_up: Crops, network: SmallNet) -> None:
    config = replace(
        CONFIG, steps=40, miner="batch-hard", optimiser="adam-mini", ema=0.9, memory=20, save_every=50
    )
    events: list[Event] = []
    result = fit(config, mixed_up, backbone=network, on_event=events.append)
    (notice,) = of_kind(events, Notice)
    assert "going on from step 0 with semi-hard" in notice.text
    assert (result.outcome, result.steps) == ("finished", 40)
    plain = fit(replace(config, miner="semi-hard"), mixed_up, backbone=network)
    assert same(result.backbone, plain.backbone)  # nothing of the collapse is left


@pytest.mark.slow
def test_a_run_that_went_on_with_an_easier_miner_keeps_it_when_it_is_resumed(
    mixed_up: Crops, network: SmallNet, tmp_path: Path
) -> None:
    config = replace(CONFIG, steps=40, miner="batch-hard")
    whole = fit(config, mixed_up, backbone=network)
    events: list[Event] = []

    def cancel() -> bool:
        return bool(of_kind(events, Notice)) and events[-1] != of_kind(events, Notice)[-1]

    directory = RunDirectory(tmp_path, resume=True)
    fit(config, mixed_up, backbone=network, directory=directory, on_event=events.append, cancel=cancel)
    resumed = fit(config, mixed_up, backbone=network, directory=directory)
    assert same(whole.backbone, resumed.backbone)


def test_a_loss_that_is_no_number_stops_the_run(crops: Crops, network: SmallNet) -> None:
    with torch.no_grad():
        next(network.head.parameters()).fill_(torch.nan)
    result = fit(CONFIG, crops, backbone=network)
    assert (result.outcome, result.steps) == ("collapsed", 1)
