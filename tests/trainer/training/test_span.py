"""Fitting in the span of the features is fitting the head itself."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from trainer.backbones import SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops, Features, cache_features
from trainer.training.loop import fit
from trainer.training.span import Span
from trainer.training.stage import HeadStage, SpanStage, build_stage

CPU = torch.device("cpu")
CONFIG = TrainConfig(
    optimiser="adam-mini", identities=6, images=4, steps=20, learning_rate=1e-3, device="cpu"
)


def features(network: SmallNet, crops: Crops) -> Features:
    found = cache_features(network, crops)
    assert found is not None
    return found


def test_coordinates_keep_every_product() -> None:
    torch.manual_seed(0)
    values = torch.randn(10, 40)
    values[7] = values[2] + values[3]  # nine directions in all
    weight, other = torch.randn(5, 40), torch.randn(3, 40)
    span = Span.of(values)
    inside = span.coordinates(values)
    assert inside.shape == (10, 9)
    torch.testing.assert_close(inside @ span.reduce(weight).T, values @ weight.T, atol=1e-4, rtol=0)
    change = torch.randn(5, 9)
    restored = span.restore(change)
    torch.testing.assert_close(inside @ change.T, values @ restored.T, atol=1e-3, rtol=1e-4)
    torch.testing.assert_close(span.coordinates(other) @ change.T, other @ restored.T, atol=1e-3, rtol=1e-4)
    products = inside @ inside.T / span.scale**2
    torch.testing.assert_close(products, values @ values.T, atol=1e-3, rtol=0)


@pytest.mark.parametrize("more", [{}, {"pull": 0.05, "ema": 0.9}], ids=["plain", "pull and average"])
def test_it_takes_the_same_steps(
    more: dict[str, float], crops: Crops, held_out: Crops, network: SmallNet
) -> None:
    config = replace(CONFIG, evaluate_every=5, **more)  # type: ignore[arg-type]
    data, test = features(network, crops), features(network, held_out)
    looks: list[list[np.ndarray]] = [[], []]
    results = []
    for seen, folder_like in zip(looks, (False, True), strict=True):
        stage = build_stage(network, data, config, CPU, whole=folder_like)
        assert isinstance(stage, HeadStage if folder_like else SpanStage)

        def look(embed, seen=seen):  # type: ignore[no-untyped-def]
            seen.append(embed(test))
            return {1e-3: 0.0}

        whole = replace(config, weight_decay=1e-30) if folder_like else config  # keeps to the head itself
        results.append(fit(whole, data, backbone=network, held_out=test, monitor=look))
    assert len(looks[0]) == 5
    for reduced, plain in zip(*looks, strict=True):
        np.testing.assert_allclose(reduced, plain, atol=2e-4)
    reduced, plain = (result.backbone.state_dict() for result in results)
    before = network.state_dict()
    for name, value in plain.items():
        torch.testing.assert_close(reduced[name], value, atol=2e-4, rtol=0)
    assert not torch.allclose(before["head.0.weight"], plain["head.0.weight"], atol=1e-3)


def test_a_layer_without_a_bias_fits_too(crops: Crops, network: SmallNet) -> None:
    network.head[0] = torch.nn.Linear(256, 16, bias=False)
    data = features(network, crops)
    reduced, plain = (
        fit(replace(CONFIG, weight_decay=decay), data, backbone=network).backbone.head[0].weight
        for decay in (0.0, 1e-30)
    )
    torch.testing.assert_close(reduced, plain, atol=2e-4, rtol=0)


def test_adamw_and_a_run_that_is_kept_need_the_head_itself(crops: Crops, network: SmallNet) -> None:
    data = features(network, crops)
    assert isinstance(
        build_stage(network, data, replace(CONFIG, optimiser="adamw"), CPU, whole=False), HeadStage
    )
    assert isinstance(build_stage(network, data, CONFIG, CPU, whole=True), HeadStage)


def test_more_pictures_than_features_need_the_head_itself(crops: Crops, network: SmallNet) -> None:
    data = features(network, crops)
    few = Features(data.values[:, :50], data.labels)
    network.head[0] = torch.nn.Linear(50, 16)
    assert isinstance(build_stage(network, few, CONFIG, CPU, whole=False), HeadStage)
