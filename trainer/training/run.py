"""One training run, step by step."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from trainer.arrays import FloatArray
from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.data.features import LabelledData
from trainer.errors import CheckpointError, OutOfMemoryError
from trainer.events import Cancel, ChunkShrunk, Ended, Evaluated, EventSink, Outcome, Saved, Started, Stepped
from trainer.metrics.verification import FMRS, pair_scores, tar_at_fmr
from trainer.storage.run_directory import Vault
from trainer.training.batches import build_batches
from trainer.training.collapse import trouble
from trainer.training.distributed import World
from trainer.training.objective import Judgement
from trainer.training.progress import Progress
from trainer.training.stage import Stage
from trainer.training.state import State
from trainer.training.stepper import Stepper

_WATCHED_FMR = 1e-3

Monitor = Callable[[Callable[[LabelledData], FloatArray]], Mapping[float, float]]
"""Given what embeds data as the model stands, answers TAR at each FMR."""


@dataclass(frozen=True, eq=False, slots=True)
class FitResult:
    """What a run ended with.

    Attributes:
        backbone: A new network, in evaluation mode on the CPU: the best on held-out data where there was
            some, else the last (averaged, where the run averages). Of a run that collapsed without held-out
            data it is the one that the run started with.
        outcome: How the run ended; a cancelled one still gives its best network so far.
        reason: Why it ended, in a sentence.
        steps: Steps taken.
        seconds: Wall-clock time, caching of features included.
        evaluations: Every look at held-out data, in order; the first is before the first step.
        empty: Steps whose miner found no triplet.
        kept: File of the best network; None where the run wrote none.
    """

    backbone: Backbone
    outcome: Outcome
    reason: str
    steps: int
    seconds: float
    evaluations: tuple[Evaluated, ...]
    empty: int
    kept: Path | None


class Run:
    """Takes a stage through its steps, looks at held-out data, keeps the best, and knows when to stop."""

    def __init__(
        self,
        config: TrainConfig,
        stage: Stage,
        data: LabelledData,
        held_out: LabelledData | None,
        on_event: EventSink,
        cancel: Cancel,
        world: World,
        vault: Vault | None,
        monitor: Monitor | None = None,
    ) -> None:
        self._config, self._stage, self._data, self._held_out = config, stage, data, held_out
        self._on_event, self._cancel, self._world, self._vault = on_event, cancel, world, vault
        self._monitor = monitor
        self._batches = build_batches(data.labels, config)
        self._steps = config.total_steps(self._batches.steps_per_epoch)
        self._stepper = Stepper(stage, config, self._steps, world)
        self._progress = Progress(chunk=config.chunk)
        self._best = {name: value.clone() for name, value in stage.model.state_dict().items()}
        self._state = State(self._stepper, self._batches, stage.backbone.state_dict(), self._best)

    def resume(self, vault: Vault) -> bool:
        """Go on from the vault's last state; False if it holds none.

        Raises:
            CheckpointError: The state is damaged, or is of other settings or other data.
        """
        counted = vault.progress()
        if counted is None:
            return False
        self._state.restore(vault.last)
        try:
            self._progress.update(counted)
            self._stepper.restore(self._progress)
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            raise CheckpointError(
                f"{vault.last} cannot be resumed", why="its counts make no sense"
            ) from error
        return True

    def train(self, started: float) -> FitResult:
        """Take all steps, or stop earlier for a reason.

        Args:
            started: When the run began, by the monotonic clock.
        """
        self._announce()
        if self._progress.step == 0:
            self._keep()  # before there is a best network, which without a state could not be gone on from
            self._evaluate()
        pace = _Pace(self._progress.step)
        outcome, reason = self._stop_early()
        while not reason and self._progress.step < self._steps:
            judgement = self._take(self._progress.step)
            self._progress.step += 1
            self._progress.empty += judgement.triplets == 0
            self._on_event(self._stepped(judgement, pace))
            if collapse := trouble(judgement, self._progress, self._stepper.weights, self._config):
                outcome, reason = "collapsed", collapse
                break
            if self._due(self._config.evaluate_every) or self._progress.step == self._steps:
                self._evaluate()
            if self._due(self._config.save_every):
                self._keep()
            outcome, reason = self._stop_early()
        return self._end(outcome, reason or "All steps taken", started)

    def _stop_early(self) -> tuple[Outcome, str]:
        if 0 < self._config.patience <= self._progress.looks:
            return "early-stop", f"No gain on held-out pictures in {self._config.patience} looks"
        if self._world.agree(self._cancel()):
            return "cancelled", f"Cancelled after {self._progress.step} of {self._steps} steps"
        return "finished", ""

    def _due(self, every: int) -> bool:
        return every > 0 and self._progress.step % every == 0

    def _announce(self) -> None:
        singles = self._batches.singles
        self._on_event(
            Started(
                identities=len(np.unique(self._data.labels)) - len(singles),
                pictures=len(self._data.labels),
                singles=tuple(self._data.names.get(int(s), str(s)) for s in singles),
                steps=self._steps,
                steps_per_epoch=self._batches.steps_per_epoch,
                trainable=sum(weight.numel() for weight in self._stepper.weights),
            )
        )

    def _take(self, step: int) -> Judgement:
        """One step; where memory runs out, again with half the chunk."""
        batch = self._batches.batch(step, lambda: torch.from_numpy(self._stage.embed(self._data)))
        labels = torch.from_numpy(self._data.labels[batch.indices])
        own = batch.indices[self._world.own(len(batch.indices))]
        while True:
            try:
                return self._stepper(self._stage.inputs(own, step), labels, step, batch.chosen)
            except RuntimeError as error:
                self._shrink(error)

    def _shrink(self, error: RuntimeError) -> None:
        """Halve the chunk if memory ran out; anything else is raised again."""
        if not _out_of_memory(error) or self._world.size > 1:
            raise error
        if self._stepper.chunk == 1:
            raise OutOfMemoryError(
                f"{self._stage.device} has too little memory",
                why="not even one picture at a time fits",
                remedy="Choose a smaller depth or backbone, or another device",
            ) from error
        self._stepper.chunk = max(1, self._stepper.chunk // 2)
        self._on_event(ChunkShrunk(self._stepper.chunk))

    def _stepped(self, judgement: Judgement, pace: "_Pace") -> Stepped:
        step = self._progress.step
        speed, left = pace.after(step, self._steps, len(judgement.gradient))
        return Stepped(
            step=step,
            steps=self._steps,
            loss=judgement.loss,
            triplets=judgement.triplets,
            active=judgement.active / max(judgement.triplets, 1),
            spread=judgement.spread,
            learning_rate=self._stepper.rate(step - 1),
            pictures_per_second=speed,
            seconds_left=left,
        )

    def _evaluate(self) -> None:
        """Compare the held-out pictures, and keep the weights if they are the best so far."""
        if self._monitor:
            with self._averaged():
                tar = self._monitor(self._stage.embed)
            self._on_event(Evaluated(self._progress.step, tar, best=False))
        evaluations = self._progress.evaluations
        if self._held_out is None or (evaluations and evaluations[-1].step == self._progress.step):
            return
        with self._averaged():
            scores = pair_scores(self._stage.embed(self._held_out), self._held_out.labels)
            tar = tar_at_fmr(scores.genuine, scores.impostor, FMRS)
            evaluated = self._progress.record(tar, _WATCHED_FMR)
            if evaluated.best:
                self._keep_best()
        self._on_event(evaluated)

    def _averaged(self) -> AbstractContextManager[None]:
        average = self._stepper.average
        return average.in_place() if average else nullcontext()

    def _keep_best(self) -> None:
        """Remember the present weights as the best, here and in the vault."""
        for name, value in self._stage.model.state_dict().items():
            self._best[name].copy_(value)
        if self._vault:
            latest = self._progress.evaluations[-1:]
            tar = {str(fmr): value for fmr, value in latest[0].tar.items()} if latest else {}
            self._vault.keep_best(self._stage.backbone, {"step": self._progress.step, "tar": tar})

    def _keep(self) -> None:
        """Write the whole state."""
        if not self._vault:
            return
        self._stepper.note(self._progress)
        self._vault.keep_last(self._state.tensors(), self._stage.backbone, self._progress.as_dict())
        self._on_event(Saved(str(self._vault.last), self._progress.step))

    def _end(self, outcome: Outcome, reason: str, started: float) -> FitResult:
        """Write the state unless it is lost, put the best weights in place, and say how it ended."""
        if outcome != "collapsed":
            self._keep()
        if self._held_out is None and outcome != "collapsed":
            with self._averaged():
                self._keep_best()
        self._stage.model.load_state_dict(self._best)
        self._stage.settle()
        progress, seconds = self._progress, time.monotonic() - started
        self._on_event(Ended(outcome, reason, progress.step, progress.empty, seconds))
        network = self._stage.backbone.to("cpu").eval().requires_grad_()
        looks = tuple(progress.evaluations)
        kept = self._vault.kept if self._vault else None
        return FitResult(network, outcome, reason, progress.step, seconds, looks, progress.empty, kept)


class _Pace:
    """How fast a run goes, since it was begun or resumed."""

    def __init__(self, first: int) -> None:
        self._first, self._began, self._pictures = first, time.monotonic(), 0

    def after(self, step: int, steps: int, pictures: int) -> tuple[float, float]:
        """Pictures a second, and seconds left, after one more batch."""
        self._pictures += pictures
        passed = max(time.monotonic() - self._began, 1e-9)
        return self._pictures / passed, passed / (step - self._first) * (steps - step)


def _out_of_memory(error: RuntimeError) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error)
