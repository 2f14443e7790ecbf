"""The LR range test: a valley found in curves that are known, and rates that train a network."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.trainer.conftest import coloured_crops
from tests.trainer.runs import CONFIG, of_kind, same
from trainer.backbones import SmallNet
from trainer.config import Loss
from trainer.errors import ConfigError
from trainer.events import Event, RateTried
from trainer.training.loop import fit
from trainer.training.objective import Objective
from trainer.training.rate_range import RateRange, try_rates

RATES = tuple(np.geomspace(1e-6, 1, 61).tolist())


def with_losses(losses: list[float]) -> RateRange:
    return RateRange(1.0, RATES[: len(losses)], tuple(losses))


def test_the_middle_of_the_valley_is_suggested() -> None:
    found = with_losses([1.0] * 20 + [0.2] * 21 + [0.9] * 20)  # low from 1e-4 to 1e-2
    assert found.rises
    assert found.suggested == 1e-3
    assert found.valley is not None
    assert found.valley == pytest.approx((1e-4, 1e-2), rel=0.6)


def test_a_dip_elsewhere_is_no_part_of_the_valley() -> None:
    found = with_losses([1.0] * 20 + [0.2] * 21 + [0.9] * 7 + [0.1] * 13)  # deeper, and later
    assert found.suggested == 1e-3


def test_where_the_loss_does_not_rise_it_is_where_it_falls_fastest() -> None:
    found = with_losses([1 / (1 + (rate / 1e-3) ** 2) for rate in RATES])
    assert not found.rises
    assert found.suggested == pytest.approx(1e-3, rel=0.2)


def test_nothing_is_suggested_where_the_loss_never_fell() -> None:
    for found in (
        with_losses([1.0] * 30 + [2.0] * 31),
        with_losses([]),
        with_losses([math.nan, math.nan, math.nan]),
    ):
        assert (found.suggested, found.valley, found.rises) == (None, None, False)


def test_what_is_no_number_ends_the_valley() -> None:
    found = with_losses([1.0] * 20 + [0.1] * 20 + [math.nan])
    assert found.rises
    assert found.valley is not None
    assert found.valley[1] < RATES[38]


@pytest.mark.slow
@pytest.mark.parametrize("loss", ["triplet", "arcface"])
def test_the_rate_found_trains_and_the_start_stays_as_it_was(loss: Loss) -> None:
    torch.manual_seed(0)
    data, network = coloured_crops(8, 5), SmallNet(size=32, width=8, dimension=16)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    config, events = replace(CONFIG, loss=loss, margin=0.2, steps=5), list[Event]()
    found = try_rates(config, data, backbone=network, steps=30, on_event=events.append)
    assert found is not None
    assert found.suggested is not None
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    tried = of_kind(events, RateTried)
    assert [(event.learning_rate, event.loss) for event in tried] == list(
        zip(found.rates, found.losses, strict=True)
    )
    assert found.rates[0] == pytest.approx(1e-7)
    assert np.allclose(np.diff(np.log(found.rates)), math.log(1e7) / 29)
    lowest = min(found.losses)
    assert lowest < 0.8 * found.before
    trained = fit(replace(config, learning_rate=found.suggested), data, backbone=network)
    assert trained.outcome == "finished"
    assert not same(trained.backbone, network)


def test_the_loss_looked_at_is_the_mean_hinge_over_every_triplet() -> None:
    torch.manual_seed(1)
    embeddings, labels = torch.randn(12, 5), torch.arange(12) // 3
    config = replace(CONFIG, margin=0.3)
    found = Objective(config, labels.unique(), 5, torch.device("cpu")).of_every_triplet(embeddings, labels)
    unit = torch.nn.functional.normalize(embeddings, dim=1)
    apart = (unit[:, None] - unit[None]).square().sum(2)
    hinges = [
        max(0.0, float(apart[a, p] - apart[a, n]) + 0.3)
        for a in range(12)
        for p in range(12)
        for n in range(12)
        if a != p and labels[a] == labels[p] != labels[n]
    ]
    assert found == pytest.approx(np.mean(hinges), abs=1e-6)


def test_a_range_that_is_none_is_refused_and_it_is_cancelled() -> None:
    data, network = coloured_crops(4, 3), SmallNet(size=32, width=8, dimension=16)
    for wrong in ({"lowest": 1.0}, {"lowest": 0.0}, {"highest": float("inf")}, {"steps": 1}):
        with pytest.raises(ConfigError, match="no range"):
            try_rates(CONFIG, data, backbone=network, **wrong)
    assert try_rates(CONFIG, data, backbone=network, cancel=lambda: True) is None
