"""`fit` from its caller's side."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.trainer.runs import CONFIG, of_kind, same, weights_of
from trainer.arrays import FloatArray
from trainer.backbones import SmallNet
from trainer.config import Depth, TrainConfig
from trainer.data import Crops, LabelledData, cache_features
from trainer.errors import ConfigError, DataError, OutOfMemoryError
from trainer.evaluation.report import embed
from trainer.events import Cached, ChunkShrunk, Ended, Evaluated, Event, Started, Stepped
from trainer.metrics.verification import unit_length
from trainer.training import loop
from trainer.training.loop import fit


@pytest.mark.parametrize("depth", ["head", "blocks", "all"])
def test_each_depth_trains_its_part_and_leaves_the_given_network_alone(
    depth: Depth, crops: Crops, network: SmallNet
) -> None:
    before = weights_of(network)
    result = fit(replace(CONFIG, depth=depth, last_blocks=1), crops, backbone=network)
    assert all(torch.equal(a, b) for a, b in zip(before, weights_of(network), strict=True))
    start, after = network.state_dict(), result.backbone.state_dict()
    moved = {".".join(name.split(".")[:2]) for name in after if not torch.equal(after[name], start[name])}
    stages = {"trunk.0", "trunk.1", "trunk.2", "trunk.3", "head.0"}
    assert moved == {"head": {"head.0"}, "blocks": {"trunk.3", "head.0"}, "all": stages}[depth]
    assert result.outcome == "finished"
    assert not result.backbone.training


@pytest.mark.slow
def test_learning_raises_the_rate_on_identities_never_seen(
    crops: Crops, held_out: Crops, network: SmallNet
) -> None:
    config = replace(CONFIG, steps=60, evaluate_every=20, learning_rate=2e-3)
    events: list[Event] = []
    result = fit(config, crops, backbone=network, held_out=held_out, on_event=events.append)
    first, last = result.evaluations[0], result.evaluations[-1]
    assert [look.step for look in result.evaluations] == [0, 20, 40, 60]
    assert last.tar[1e-2] > first.tar[1e-2] + 0.2
    assert [type(events[0]), type(events[-1])] == [Started, Ended]
    assert [e.step for e in of_kind(events, Stepped)] == list(range(1, 61))
    assert of_kind(events, Evaluated) == list(result.evaluations)


@pytest.mark.slow
@pytest.mark.parametrize("averaging", [0.0, 0.9])
def test_a_look_is_told_and_decides_nothing(
    crops: Crops, held_out: Crops, network: SmallNet, averaging: float
) -> None:
    config = replace(CONFIG, steps=7, evaluate_every=3, ema=averaging)
    seen: list[FloatArray] = []

    def monitor(as_it_stands: Callable[[LabelledData], FloatArray]) -> dict[float, float]:
        seen.append(as_it_stands(held_out))
        return {1e-3: len(seen) / 10}

    events: list[Event] = []
    watched = fit(config, crops, backbone=network, on_event=events.append, monitor=monitor)
    told = [(event.step, event.tar, event.best) for event in of_kind(events, Evaluated)]
    assert told == [(step, {1e-3: rate}, False) for step, rate in ((0, 0.1), (3, 0.2), (6, 0.3), (7, 0.4))]
    assert watched.evaluations == ()
    alone = fit(config, crops, backbone=network)
    assert same(watched.backbone, alone.backbone)
    np.testing.assert_allclose(unit_length(seen[-1]), embed(watched.backbone, held_out), atol=1e-5)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_network(crops: Crops, network: SmallNet) -> None:
    config = replace(CONFIG, augment="faces", miner="random")
    first, again, other = (
        fit(replace(config, seed=seed), crops, backbone=network).backbone for seed in (1, 1, 2)
    )
    assert same(first, again)
    assert not same(first, other)


def test_features_cached_before_give_what_pictures_give(crops: Crops, network: SmallNet) -> None:
    config = replace(CONFIG, depth="head")
    cached = cache_features(network, crops)
    assert cached is not None
    assert same(*(fit(config, data, backbone=network).backbone for data in (crops, cached)))


def test_half_precision_features_change_next_to_nothing(crops: Crops, network: SmallNet) -> None:
    config = replace(CONFIG, depth="head", learning_rate=1e-4)
    heads = []
    for half in (False, True):
        cached = cache_features(network, crops, half=half)
        assert cached is not None
        assert cached.values.dtype == (torch.float16 if half else torch.float32)
        heads.append(weights_of(fit(config, cached, backbone=network).backbone))
    torch.testing.assert_close(heads[0], heads[1], atol=1e-4, rtol=0)


def test_deeper_training_refuses_cached_features(crops: Crops, network: SmallNet) -> None:
    cached = cache_features(network, crops)
    assert cached is not None
    with pytest.raises(ConfigError, match="needs pictures"):
        fit(CONFIG, cached, backbone=network)


@pytest.mark.parametrize("after", [0, 3])
def test_cancelling_is_an_outcome(after: int, crops: Crops, network: SmallNet) -> None:
    events: list[Event] = []

    def cancel() -> bool:
        return len(of_kind(events, Stepped)) >= after

    result = fit(CONFIG, crops, backbone=network, on_event=events.append, cancel=cancel)
    assert (result.outcome, result.steps) == ("cancelled", after)


def test_cancelling_while_features_are_cached(crops: Crops, network: SmallNet) -> None:
    events: list[Event] = []
    config = replace(CONFIG, depth="head")
    result = fit(config, crops, backbone=network, on_event=events.append, cancel=lambda: len(events) > 1)
    assert result.outcome == "cancelled"
    assert len(of_kind(events, Cached)) == 2


def test_no_gain_stops_early_with_the_best_network(crops: Crops, held_out: Crops, network: SmallNet) -> None:
    config = replace(CONFIG, steps=40, evaluate_every=1, patience=3, learning_rate=1e-12)
    result = fit(config, crops, backbone=network, held_out=held_out)
    assert (result.outcome, result.steps) == ("early-stop", 3)
    assert same(network, result.backbone)


def test_the_rarest_rate_that_the_pairs_can_show_decides(
    crops: Crops, held_out: Crops, network: SmallNet
) -> None:
    config = replace(CONFIG, steps=8, evaluate_every=1, learning_rate=3e-2)
    few = held_out.subset(np.arange(24))  # 216 pairs of two identities; all are 1,008
    for data, fmr in ((few, 1e-2), (held_out, 1e-3)):
        looks = fit(config, crops, backbone=network, held_out=data).evaluations
        highest = [
            max((one.tar[fmr] for one in looks[:number]), default=-1.0) for number in range(len(looks))
        ]
        bests = [look.tar[fmr] > before for look, before in zip(looks, highest, strict=True)]
        assert [look.best for look in looks] == bests


class Cramped(SmallNet):
    """A network that can hold only so many pictures at once."""

    most = 3

    def __init__(self) -> None:
        super().__init__(size=32, width=8, dimension=16)
        self.trunk[0].register_forward_pre_hook(self._refuse)

    def _refuse(self, _: torch.nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if len(inputs[0]) > self.most:
            raise torch.OutOfMemoryError("too many")


def test_out_of_memory_is_answered_with_a_smaller_chunk_and_the_same_step(
    crops: Crops, network: SmallNet
) -> None:
    cramped = Cramped()
    cramped.load_state_dict(network.state_dict())
    events: list[Event] = []
    config = replace(CONFIG, steps=3, chunk=64)
    result = fit(config, crops, backbone=cramped, on_event=events.append)
    assert [event.chunk for event in of_kind(events, ChunkShrunk)] == [32, 16, 8, 4, 2]
    plain = fit(config, crops, backbone=network)
    for a, b in zip(result.backbone.parameters(), plain.backbone.parameters(), strict=True):
        torch.testing.assert_close(a, b, atol=1e-5, rtol=1e-4)


def test_memory_too_small_for_one_picture_is_an_error(crops: Crops, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cramped, "most", 0)
    with pytest.raises(OutOfMemoryError, match="too little memory"):
        fit(CONFIG, crops, backbone=Cramped())


@pytest.mark.parametrize(
    ("labels", "words"), [([0] * 6, "nothing to tell apart"), (list(range(6)), "no positive pair")]
)
def test_hopeless_data_is_refused(labels: list[int], words: str, network: SmallNet) -> None:
    data = Crops(np.zeros((6, 32, 32, 3), np.uint8), np.array(labels))
    with pytest.raises(DataError, match=words):
        fit(CONFIG, data, backbone=network)


def test_people_with_one_picture_are_named(crops: Crops, network: SmallNet) -> None:
    rows = np.flatnonzero((crops.labels > 1) | (np.arange(len(crops.labels)) % 6 == 0))
    events: list[Event] = []
    fit(replace(CONFIG, steps=1), crops.subset(rows), backbone=network, on_event=events.append)
    (started,) = of_kind(events, Started)
    assert started.singles == ("first", "1")
    assert started.identities == 10


def test_batches_without_a_triplet_are_counted(network: SmallNet, crops: Crops) -> None:
    config = replace(CONFIG, miner="semi-hard", margin=1e-9, steps=4)
    result = fit(config, crops, backbone=network)
    assert result.empty == 4
    assert same(network, result.backbone)


VARIANTS: dict[str, Callable[[TrainConfig], TrainConfig]] = {
    "offline": lambda c: replace(c, miner="offline", mine_every=1),
    "memory": lambda c: replace(c, memory=40),
    "average": lambda c: replace(c, ema=0.9),
    "sgd and pull": lambda c: replace(c, optimiser="sgd", pull=0.01, weight_decay=1e-4),
    "soft margin, raw distance": lambda c: replace(c, soft_margin=True, normalise=False, miner="batch-hard"),
    "bf16": lambda c: replace(c, precision="bf16"),
    "contrastive": lambda c: replace(c, loss="contrastive", distance="euclidean", margin=1.0),
    "multi-similarity": lambda c: replace(c, loss="multi-similarity"),
    "supcon, memory": lambda c: replace(c, loss="supcon", memory=40),
    "arcface": lambda c: replace(c, loss="arcface", margin=0.3, scale=16.0),
    "every hard one, cosine": lambda c: replace(c, miner="hard-all", distance="cosine"),
}


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_variants_learn(
    variant: Callable[[TrainConfig], TrainConfig], crops: Crops, held_out: Crops, network: SmallNet
) -> None:
    config = variant(replace(CONFIG, steps=20, learning_rate=3e-3))
    result = fit(config, crops, backbone=network, held_out=held_out)
    assert result.evaluations[-1].tar[1e-2] > result.evaluations[0].tar[1e-2]


def test_the_readmes_callback_hears_a_run(
    crops: Crops, held_out: Crops, network: SmallNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (Path(loop.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    snippet = next(part for part in readme.split("```") if "import wandb" in part).removeprefix("python\n")
    calls: list[tuple[str, dict[str, Any]]] = []

    class Recorder(ModuleType):
        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda values=None, **more: calls.append((name, {**(values or {}), **more}))

    monkeypatch.setitem(sys.modules, "wandb", Recorder("wandb"))
    names: dict[str, Any] = {}
    exec(snippet, names)  # noqa: S102 - our own
    config = replace(CONFIG, steps=2)
    result = fit(config, crops, backbone=network, held_out=held_out, on_event=names["hear"])
    assert [name for name, _ in calls] == ["init", "log", "log", "log", "log", "finish"]
    assert calls[0][1]["config"] == config.as_dict()
    assert [values["step"] for _, values in calls[1:5]] == [0, 1, 2, 2]
    assert calls[4][1]["area"] == result.evaluations[-1].area
    assert calls[5][1] == {"exit_code": 0}
