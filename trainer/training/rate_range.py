"""Which learning rate: one run through all of them, and what becomes of the loss.

Smith, "Cyclical Learning Rates for Training Neural Networks" (WACV 2017), section 3.3, the LR range test: the
rate grows from step to step while the network trains, here by the same factor. Below some rate nothing is
learnt; above some other one the loss rises again. The loss of the batches shows neither: semi-hard triplets
lie near the margin however well the network does. So the loss that is looked at is that of the same pictures
after every step, without random changes: the mean hinge over every triplet of them, or the run's own loss
where that is over pairs or classes.

The rate that is suggested is the middle, by factors, of the first deep valley: of the rates around its
lowest loss at which no more than a fifth of the fall is lost again; but at most ten times the rate at which
it begins, as a network that bears higher ones has learnt most of what it can by then. At rates far beyond it
the loss may fall once more, to a network that knows less. Where the loss does not rise again, as with a head
that can learn its few pictures by heart, the valley has no end, and the rate is that at which the loss fell
fastest.
"""

import copy
import math
from dataclasses import dataclass, replace

import numpy as np
import torch

from trainer.arrays import FloatArray
from trainer.backbones.base import Backbone
from trainer.config import HIGHEST, LOWEST, RATES, TrainConfig
from trainer.data.features import LabelledData
from trainer.errors import ConfigError
from trainer.events import Cancel, EventSink, RateTried, ignore, never
from trainer.text import say
from trainer.training.batches import build_batches
from trainer.training.device import resolve_device
from trainer.training.distributed import World
from trainer.training.sampling import PKSampler
from trainer.training.stage import Stage, as_learnt_from, build_stage
from trainer.training.stepper import Stepper

_LOOKED_AT = 32, 4
"""Identities, and pictures of each, whose loss is looked at."""

_NEIGHBOURS = 3
"""Steps before and behind one that smooth its loss; without them at the ends."""

_IN_VALLEY = 0.2
"""Share of the fall that the valley's edges lie above its bottom."""

_MOST = 10
"""How many times the rate at which the valley begins is suggested at most."""

_DIVERGED = 1.1
"""Share of the loss at first above which a few losses in a row end it."""

_FELL = 0.01
"""Share of the loss at first that a fall must exceed to be one."""


@dataclass(frozen=True, eq=False, slots=True)
class RateRange:
    """What became of the loss as the rate grew.

    Attributes:
        before: The loss before the first step.
        rates: The head's rate of each step (S,), ascending.
        losses: The loss after it (S,).
    """

    before: float
    rates: tuple[float, ...]
    losses: tuple[float, ...]

    @property
    def smoothed(self) -> FloatArray:
        """Each loss as the mean of itself and its neighbours (S,); infinite beside one that is no number."""
        values = np.where(np.isfinite(self.losses), self.losses, np.inf)
        starts = (max(0, step - _NEIGHBOURS) for step in range(len(values)))
        return np.array([values[start : step + _NEIGHBOURS + 1].mean() for step, start in enumerate(starts)])

    @property
    def valley(self) -> tuple[float, float] | None:
        """The rates between which the loss is low; None where it never fell."""
        found = self._valley()
        return None if found is None else (self.rates[found[0]], self.rates[found[1]])

    @property
    def rises(self) -> bool:
        """Whether the loss rises again behind the valley."""
        found = self._valley()
        return found is not None and found[1] + 1 < len(self.rates)

    @property
    def suggested(self) -> float | None:
        """The rate to train with, to two digits (see above); None where the loss never fell."""
        found = self._valley()
        if found is None:
            return None
        first, last = found
        if not self.rises:
            return _to_two_digits(self.rates[int(np.gradient(self.smoothed).argmin())])
        begins, ends = self.rates[first], self.rates[last]
        return _to_two_digits(min(math.sqrt(begins * ends), _MOST * begins))

    def _valley(self) -> tuple[int, int] | None:
        """The first and the last step of the valley: it begins where half of the deepest fall is reached."""
        if not self.losses or not math.isfinite(self.before):
            return None
        loss = self.smoothed
        fall = self.before - loss
        if not fall.max() > _FELL * self.before:
            return None
        bottom = last = int((fall >= fall.max() / 2).argmax())
        while last + 1 < len(loss) and loss[last + 1] <= loss[bottom] + _IN_VALLEY * fall[bottom]:
            last += 1
            bottom = last if loss[last] < loss[bottom] else bottom
        return int((loss <= loss[bottom] + _IN_VALLEY * fall[bottom]).argmax()), last


@dataclass(frozen=True, slots=True)
class _Growth:
    """How the rate grows: by a factor from step to step, for so many steps."""

    factor: float
    steps: int


class _Trial:
    """A network that trains, and the pictures by which it is judged."""

    def __init__(self, config: TrainConfig, stage: Stage, data: LabelledData, growth: _Growth) -> None:
        self._stage, self._data = stage, data
        self._batches = build_batches(data.labels, config)
        self._labels = torch.from_numpy(data.labels)
        classes = torch.from_numpy(np.unique(data.labels))
        self.stepper = Stepper(
            stage, config, growth.steps, World(), classes, lambda step: growth.factor**step
        )
        self.stepper.objective.begin(self._embedded, self._labels)
        identities, images = _LOOKED_AT
        self._judges = data.subset(PKSampler(data.labels, identities, images, config.seed).batch(0))

    def _embedded(self) -> torch.Tensor:
        return torch.from_numpy(self._stage.embed(self._data))

    def loss(self) -> float:
        """The loss of the pictures that judge, as the network stands."""
        embeddings = torch.from_numpy(self._stage.embed(self._judges)).to(self._stage.device)
        labels = torch.from_numpy(self._judges.labels).to(self._stage.device)
        return self.stepper.objective.of_every_triplet(embeddings, labels)

    def step(self, step: int, on_event: EventSink) -> None:
        """Take a step."""
        self.stepper.take(self._batches.batch(step, self._embedded), self._labels, step, on_event)


def try_rates(
    config: TrainConfig,
    data: LabelledData,
    *,
    backbone: Backbone,
    lowest: float = LOWEST,
    highest: float = HIGHEST,
    steps: int = RATES,
    on_event: EventSink = ignore,
    cancel: Cancel = never,
) -> RateRange | None:
    """Train a copy of `backbone` at rates that grow, with the run's own data, miner, loss and optimiser.

    It ends with the highest rate, or earlier: where the loss is higher than it was at first.

    Args:
        config: The run's settings; its learning rate, its length and its moving average are left aside.
        data: What it would learn from.
        backbone: Where it would start; it is not changed.
        lowest: The first rate, of the head; the trunk's is `trunk_rate` times as high.
        highest: The last one.
        steps: How many rates there are.
        on_event: Hears `Cached`, `RateTried`, and `ChunkShrunk`.
        cancel: Polled at every step.

    Returns:
        What became of the loss; None if cancelled.

    Raises:
        ConfigError: The range is none, or the settings do not fit the data.
        DataError: There is nothing to learn from the data.
        OutOfMemoryError: Even single pictures do not fit.
    """
    if not 0 < lowest < highest < math.inf or steps < 2:
        raise ConfigError(
            say("There is no range of rates"), why=say("it takes two rates, of which the first is lower")
        )
    begin = replace(config, learning_rate=lowest, ema=0.0)
    growth = (highest / lowest) ** (1 / (steps - 1))
    trial = _begun(begin, data, backbone, _Growth(growth, steps), on_event, cancel)
    return _through_all(trial, steps, on_event, cancel) if trial else None


def _begun(
    config: TrainConfig,
    data: LabelledData,
    backbone: Backbone,
    growth: _Growth,
    on_event: EventSink,
    cancel: Cancel,
) -> _Trial | None:
    """A trial before its first step; None if cancelled meanwhile."""
    device = resolve_device(config.device)
    network = copy.deepcopy(backbone).to(device).requires_grad_()
    parts = as_learnt_from([data], network, config, device, on_event, cancel)
    if parts is None:
        return None
    return _Trial(config, build_stage(network, parts[0], config, device), parts[0], growth)


def _through_all(trial: _Trial, steps: int, on_event: EventSink, cancel: Cancel) -> RateRange | None:
    """Take the steps, until the loss is much above the first; None if cancelled."""
    found = RateRange(trial.loss(), (), ())
    for step in range(steps):
        if cancel():
            return None
        trial.step(step, on_event)
        rate, loss = trial.stepper.rate(step), trial.loss()
        found = RateRange(found.before, (*found.rates, rate), (*found.losses, loss))
        on_event(RateTried(step + 1, steps, rate, loss))
        if not any(value <= _DIVERGED * found.before for value in found.losses[-_NEIGHBOURS:]):
            break
    return found


def _to_two_digits(rate: float) -> float:
    return float(f"{rate:.1e}")
