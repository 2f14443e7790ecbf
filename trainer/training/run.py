"""One training run, step by step."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch

from trainer.arrays import FloatArray
from trainer.config import TrainConfig
from trainer.data.features import LabelledData
from trainer.errors import CheckpointError
from trainer.events import (
    Cancel,
    Ended,
    Evaluated,
    Event,
    EventSink,
    Notice,
    Outcome,
    Saved,
    Started,
    Stepped,
)
from trainer.metrics.verification import FMRS, pair_scores, roc, tar_at_fmr, threshold_at_fmr, told_by
from trainer.storage.run_files import RunFiles
from trainer.storage.settings_file import TRAINING
from trainer.text import NOTHING, Text, say
from trainer.training.batches import build_batches
from trainer.training.collapse import EASIER, Refuge, collapse_reason
from trainer.training.distributed import World
from trainer.training.objective import ObjectiveOutput
from trainer.training.progress import Progress, Throughput
from trainer.training.result import FitResult
from trainer.training.stage import Stage
from trainer.training.state import RunState
from trainer.training.stepper import Stepper

_DECIDING_FMR = 1e-3
"""The rate that decides which network is the best; a looser one where the pairs held out cannot show it."""

Monitor = Callable[[Callable[[LabelledData], FloatArray]], Mapping[float, float]]
"""Given what embeds data as the model stands, answers TAR at each FMR."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What a run calls while it goes on.

    Attributes:
        on_event: Hears what happens.
        cancel: Polled at every step; True ends the run with outcome "cancelled".
        monitor: Asked before the first step and wherever held-out data is looked at; `on_event` hears what it
            answers. It decides nothing, so that what it looks at can still prove the result.
    """

    on_event: EventSink
    cancel: Cancel
    monitor: Monitor | None


class Run:
    """Takes a stage through its steps, looks at held-out data, keeps the best, and knows when to stop."""

    def __init__(
        self,
        config: TrainConfig,
        stage: Stage,
        data: LabelledData,
        held_out: LabelledData | None,
        callbacks: Callbacks,
        world: World,
        files: RunFiles | None,
    ) -> None:
        self._config, self._stage, self._data, self._held_out = config, stage, data, held_out
        self._sink, self._cancel, self._monitor = callbacks.on_event, callbacks.cancel, callbacks.monitor
        self._world, self._files = world, files
        self._batches = build_batches(data.labels, config)
        self._steps = config.total_steps(self._batches.steps_per_epoch)
        self._labels = torch.from_numpy(data.labels)
        self._stepper = Stepper(stage, config, self._steps, world, torch.from_numpy(np.unique(data.labels)))
        self._progress = Progress(config.chunk, config.miner)
        self._best = {name: value.clone() for name, value in stage.model.state_dict().items()}
        self._state = RunState(self._stepper, self._batches, stage.backbone.state_dict(), self._best)

    def claim(self, *, resume: bool) -> None:
        """Make the run's directory its own, if it has one; go on from the state there, if that is wanted.

        Raises:
            CheckpointError: The state is damaged, or is of other settings or other data.
        """
        if self._files:
            self._files.claim(resumed=resume and self._restore(self._files))

    def _restore(self, files: RunFiles) -> bool:
        """Go on from the last state; False if there is none."""
        counted = files.read_progress()
        if counted is None:
            return False
        self._state.restore(files.last)
        try:
            self._progress.update(counted)
            self._stepper.restore(self._progress)
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            raise CheckpointError(
                say("{path} cannot be resumed", path=files.last), why=say("its counts make no sense")
            ) from error
        return True

    def train(self, started: float) -> FitResult:
        """Take all steps, or stop earlier for a reason.

        Args:
            started: When the run began, by the monotonic clock.
        """
        self._report_start()
        if self._progress.step == 0:
            self._stepper.objective.begin(self._embedded, self._labels)
            self._save_state()  # first: a best network without a state could not be gone on from
            self._evaluate()
        throughput = Throughput(self._progress.step)
        refuge = Refuge(self._state, self._stage.model.state_dict(), self._progress)
        outcome, reason = self._stop_early()
        while not reason and self._progress.step < self._steps:
            batch = self._batches.batch(self._progress.step, self._embedded)
            output = self._stepper.take(batch, self._labels, self._progress.step, self._on_event)
            self._progress.step += 1
            self._progress.empty += output.triplets == 0
            self._on_event(self._stepped(output, throughput))
            if collapse := collapse_reason(output, self._progress, self._stepper.weights):
                if self._begin_again(refuge):
                    throughput = Throughput(self._progress.step)
                    continue
                outcome, reason = "collapsed", collapse
                break
            if self._due(self._config.evaluate_every) or self._progress.step == self._steps:
                self._evaluate()
            refuge.offer(output.spread, due=self._due(self._config.save_every))
            if self._due(self._config.save_every):
                self._save_state()
            outcome, reason = self._stop_early()
        return self._finish(outcome, reason or say("All steps taken"), started)

    def _begin_again(self, refuge: Refuge) -> bool:
        """Go back to the last sound state with an easier miner; False if that was tried, or there is none."""
        easier = EASIER.get(self._progress.miner)
        if easier is None or self._config.loss != "triplet" or not self._progress.suspicious:
            return False
        collapsed, miner = self._progress.step, self._progress.miner
        refuge.go_back()
        self._progress.miner = easier
        self._stepper.restore(self._progress)
        self._on_event(
            Notice(
                say(
                    "The embeddings collapsed to one point by step {step} with the miner {miner}: "
                    "going on from step {back} with {easier}",
                    step=collapsed,
                    miner=miner,
                    back=self._progress.step,
                    easier=easier,
                )
            )
        )
        return True

    def _on_event(self, event: Event) -> None:
        self._sink(event)
        if self._files:
            self._files.tell(event)

    def _stop_early(self) -> tuple[Outcome, Text]:
        if self._config.patience and self._world.agree(self._progress.looks >= self._config.patience):
            return "early-stop", say(
                "No gain on held-out pictures in {count} looks", count=self._config.patience
            )
        if self._world.agree(self._cancel()):
            return "cancelled", say(
                "Cancelled after {step} of {steps} steps", step=self._progress.step, steps=self._steps
            )
        return "finished", NOTHING

    def _due(self, every: int) -> bool:
        return every > 0 and self._progress.step % every == 0

    def _report_start(self) -> None:
        singles = self._batches.singles
        self._on_event(
            Started(
                identities=len(np.unique(self._data.labels)) - len(singles),
                pictures=len(self._data.labels),
                singles=tuple(self._data.names.get(int(s), str(s)) for s in singles),
                steps=self._steps,
                steps_per_epoch=self._batches.steps_per_epoch,
                trainable=sum(weight.numel() for weight in self._stepper.weights),
                settings=self._files.settings if self._files else {TRAINING: self._config.as_dict()},
            )
        )

    def _embedded(self) -> torch.Tensor:
        """Embeddings (N, D) of what is trained on, as the model stands."""
        return torch.from_numpy(self._stage.embed(self._data))

    def _stepped(self, output: ObjectiveOutput, throughput: Throughput) -> Stepped:
        step = self._progress.step
        speed, left = throughput.after(step, self._steps, len(output.gradient))
        return Stepped(
            step=step,
            steps=self._steps,
            loss=output.loss,
            triplets=output.triplets,
            active=output.active / max(output.triplets, 1),
            spread=output.spread,
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
        if self._held_out is None or (self._progress.step == 0 and self._progress.evaluations):
            return
        with self._averaged():
            scores = pair_scores(self._stage.embed(self._held_out), self._held_out.labels)
            tar = tar_at_fmr(scores.genuine, scores.impostor, FMRS)
            curve, impostors = roc(scores.genuine, scores.impostor), len(scores.impostor)
            told = told_by(impostors)
            evaluated = self._progress.record(tar, max(_DECIDING_FMR, min(told)), curve, impostors)
            if evaluated.best:
                self._save_best(
                    area=evaluated.area,
                    eer=evaluated.eer,
                    impostor_pairs=impostors,
                    tar={str(fmr): value for fmr, value in tar.items()},
                    threshold={str(fmr): threshold_at_fmr(scores.impostor, fmr) for fmr in told},
                )
        self._on_event(evaluated)

    def _averaged(self) -> AbstractContextManager[None]:
        average = self._stepper.average
        return average.in_place() if average else nullcontext()

    def _save_best(self, **metrics: object) -> None:
        """Remember the present weights as the best, here and with what they scored in the run's directory."""
        for name, value in self._stage.model.state_dict().items():
            self._best[name].copy_(value)
        if self._files:
            self._files.save_best(self._stage.backbone, {"step": self._progress.step, **metrics})

    def _save_state(self) -> None:
        """Write the whole state."""
        if not self._files:
            return
        self._stepper.save_to(self._progress)
        self._files.save_last(self._state.tensors(), self._stage.backbone, self._progress.as_dict())
        self._on_event(Saved(str(self._files.last), self._progress.step))

    def _finish(self, outcome: Outcome, reason: Text, started: float) -> FitResult:
        """Write the state unless it is lost, put the best weights in place, and say how it ended."""
        if outcome != "collapsed":
            self._save_state()
        if self._held_out is None and outcome != "collapsed":
            with self._averaged():
                self._save_best()
        if self._progress.start_is_best:
            self._on_event(
                Notice(say("No look at the held-out pictures was better than the first: the start is kept"))
            )
        self._stage.model.load_state_dict(self._best)
        self._stage.write_back()
        progress, seconds = self._progress, time.monotonic() - started
        self._on_event(Ended(outcome, reason, progress.step, progress.empty, seconds))
        network = self._stage.backbone.to("cpu").eval().requires_grad_()
        looks = tuple(progress.evaluations)
        checkpoint = self._files.checkpoint if self._files else None
        return FitResult(network, outcome, reason, progress.step, seconds, looks, progress.empty, checkpoint)
