"""Runs from which nothing can be learnt any more end, and say why."""

from dataclasses import replace

import torch

from tests.trainer.runs import CONFIG
from trainer.backbones import SmallNet
from trainer.data import Crops
from trainer.training.loop import fit


def test_collapse_is_noticed_and_explained(crops: Crops, network: SmallNet) -> None:
    with torch.no_grad():
        weight, bias = network.head.parameters()
        weight.zero_()  # every picture becomes the bias
        bias.fill_(1)
    config = replace(CONFIG, steps=50, miner="batch-hard", learning_rate=1e-9)
    result = fit(config, crops, backbone=network)
    assert result.outcome == "collapsed"
    assert result.steps == 10
    assert "one point" in result.reason


def test_a_loss_that_is_no_number_stops_the_run(crops: Crops, network: SmallNet) -> None:
    with torch.no_grad():
        next(network.head.parameters()).fill_(torch.nan)
    result = fit(CONFIG, crops, backbone=network)
    assert (result.outcome, result.steps) == ("collapsed", 1)
