"""One training step: embed, take the loss, pass its gradient back, move the weights.

The batch passes the network in chunks while its triplets stay exact (Gao et al., "Scaling Deep Contrastive
Learning Batch Size under Memory Limited Setup", 2021, GradCache): embed every chunk without a graph, take
the loss's gradient with respect to all embeddings at once, then embed each chunk again with a graph and
continue that gradient into the weights. What fits on the device at once keeps its graph, and passes once.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from trainer.config import TrainConfig
from trainer.errors import OutOfMemoryError
from trainer.events import ChunkShrunk, EventSink
from trainer.text import say
from trainer.training.batches import Batch
from trainer.training.distributed import World, by_halves
from trainer.training.moving_average import MovingAverage
from trainer.training.objective import Objective, ObjectiveOutput
from trainer.training.optimisers import AdamMini
from trainer.training.progress import Progress
from trainer.training.stage import Stage
from trainer.triplets.losses import Selection

_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


class Stepper:
    """Moves a stage's weights, batch by batch.

    Attributes:
        chunk: Pictures on the device at once; may be lowered between steps.
        weights: What is trained: the trunk's weights, then the head's, then the loss's own.
        optimiser: Moves them.
        average: Moving average of the weights, or None.
        objective: The loss, with what it keeps.
        scaler: Loss scaling of fp16; passes everything through otherwise.
        device: Where it computes.
    """

    def __init__(
        self,
        stage: Stage,
        config: TrainConfig,
        steps: int,
        world: World,
        classes: Tensor | None = None,
        factor: Callable[[int], float] | None = None,
    ) -> None:
        """Prepare to train.

        Args:
            stage: What is trained.
            config: How.
            steps: How many steps there will be.
            world: The processes that train together.
            classes: The labels there are, for the losses that ask.
            factor: Of the peak rates at each step, instead of a warm-up and a cosine.
        """
        self.chunk = config.chunk
        classes = torch.empty(0, dtype=torch.int64) if classes is None else classes
        self.objective = Objective(config, classes, stage.backbone.dimension, stage.device)
        self._config, self._steps, self._world = config, steps, world
        self._factor = factor or self._warm_up_and_fall
        self.device = device = stage.device
        self._stage = stage
        world.share([*stage.model.state_dict().values(), *self.objective.weights])
        trunk, head = stage.parameters()
        self.optimiser = _optimiser(config, trunk, [*head, *self.objective.weights])
        self._shared = [*trunk, *head]
        self.weights = [*self._shared, *self.objective.weights]
        self._start = [w.detach().clone() for w in self._shared] if config.pull else []
        self.average = MovingAverage(self.weights, config.ema) if config.ema else None
        self.scaler = torch.amp.GradScaler(device.type, enabled=config.precision == "fp16")

    def __call__(
        self, inputs: Tensor, labels: Tensor, step: int, chosen: Selection | None = None
    ) -> ObjectiveOutput:
        """Take one step.

        Args:
            inputs: This process's share of the batch's inputs.
            labels: Identities of the whole batch (B,).
            step: Number of the batch, from 0.
            chosen: Triplets mined beforehand, as rows of the whole batch.
        """
        self._stage.train(min(self.chunk, len(inputs)))
        parts = self._parts(inputs, len(labels))
        at_once = len(inputs) <= self.chunk
        embedded = [self._embed(part, with_graph=at_once) for part in parts]
        output = self.objective(
            self._world.gather(torch.cat(embedded), len(labels)),
            labels.to(self.device),
            step=step,
            progress=step / self._steps,
            chosen=chosen,
        )
        gradient = output.gradient[self._world.own(len(labels))]
        self._backward(parts, embedded if at_once else None, gradient)
        self._world.add_up(self._shared)  # every process has the whole gradient of the loss's own
        self._move(step)
        return output

    def take(self, batch: Batch, labels: Tensor, step: int, on_event: EventSink) -> ObjectiveOutput:
        """Take one step; where memory runs out, again with half the chunk, unless other processes wait.

        Args:
            batch: The whole batch.
            labels: Identities of all that is trained on (N,).
            step: Number of the batch, from 0.
            on_event: Hears `ChunkShrunk`.

        Raises:
            OutOfMemoryError: Even single pictures do not fit.
        """
        own = batch.indices[self._world.own(len(batch.indices))]
        found = labels[torch.from_numpy(batch.indices)]
        while True:
            try:
                return self(self._stage.inputs(own, step), found, step, batch.chosen)
            except RuntimeError as error:
                if self._world.size > 1:
                    raise
                on_event(self._shrunk(error))

    def save_to(self, progress: Progress) -> None:
        """Write what this counts into the run's record."""
        progress.chunk, progress.miner = self.chunk, self.objective.miner
        progress.averaged = self.average.updates if self.average else 0
        progress.scaler = self.scaler.state_dict()

    def restore(self, progress: Progress) -> None:
        """Go on from what `save_to` wrote."""
        self.chunk, self.objective.miner = max(1, progress.chunk), progress.miner
        if self.average:
            self.average.updates = progress.averaged
        if progress.scaler:
            self.scaler.load_state_dict(progress.scaler)

    def rate(self, step: int) -> float:
        """The head's learning rate at a step."""
        return self._config.learning_rate * self._factor(step)

    def _warm_up_and_fall(self, step: int) -> float:
        """Linear, then a cosine down to zero."""
        warm = round(self._config.warmup * self._steps)
        if step < warm:
            return (step + 1) / (warm + 1)
        return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(self._steps - warm, 1)))

    def _parts(self, inputs: Tensor, total: int) -> list[Tensor]:
        """This process's share of a batch of `total`, as what has its gradients in common.

        A GPU is slow at quarters, and in statistics of a batch its parts are not alike: those stay whole.
        """
        if self.device.type != "cpu" or self._stage.keeps_statistics():
            return [inputs]
        return [part for part in inputs.split(self._world.quarters(total)) if len(part)] or [inputs]

    def _embed(self, part: Tensor, *, with_graph: bool) -> Tensor:
        if with_graph:
            return self._forward(part)
        with torch.no_grad(), _still_statistics(self._stage.model):
            return torch.cat([self._forward(chunk) for chunk in part.split(self.chunk)])

    def _forward(self, inputs: Tensor) -> Tensor:
        precision = self._config.precision
        with torch.autocast(self.device.type, _DTYPES[precision], enabled=precision != "fp32"):
            embeddings: Tensor = self._stage.model(inputs)
        return embeddings.float()

    def _shrunk(self, error: RuntimeError) -> ChunkShrunk:
        """Halve the chunk of a step for which memory ran out; anything else is raised again."""
        if not (isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error)):
            raise error
        if self.chunk == 1:
            raise OutOfMemoryError(
                say("{device} has too little memory", device=str(self.device)),
                why=say("not even one picture at a time fits"),
                remedy=say("Choose a smaller depth or backbone, or another device"),
            ) from error
        self.chunk //= 2
        return ChunkShrunk(self.chunk)

    def _backward(self, parts: list[Tensor], embedded: list[Tensor] | None, gradient: Tensor) -> None:
        """Pass the embeddings' gradient (B, D) back into the weights; without a graph they pass again."""
        for weight in self.objective.weights:
            weight.grad = None if weight.grad is None else self.scaler.scale(weight.grad)
        slopes = self.scaler.scale(gradient).split([len(part) for part in parts])

        def gradients(number: int) -> list[Tensor | None]:
            for weight in self._shared:
                weight.grad = None
            if embedded is not None:
                embedded[number].backward(slopes[number])
            else:
                chunks = parts[number].split(self.chunk)
                for chunk, slope in zip(chunks, slopes[number].split(self.chunk), strict=True):
                    self._forward(chunk).backward(slope)
            return [weight.grad for weight in self._shared]

        for weight, total in zip(self._shared, by_halves(range(len(parts)), gradients), strict=True):
            weight.grad = total

    def _move(self, step: int) -> None:
        factor = self._factor(step)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        self.scaler.step(self.optimiser)
        self.scaler.update()
        with torch.no_grad():
            for weight, start in zip(self.weights, self._start, strict=False):
                weight.lerp_(start, min(1.0, self._config.pull * min(1.0, factor)))
        if self.average:
            self.average.update()


def _optimiser(
    config: TrainConfig, trunk: list[nn.Parameter], head: list[nn.Parameter]
) -> torch.optim.Optimizer:
    """Groups with their peak rates; biases and normalisation weights do not decay."""
    groups = []
    for weights, peak in ((trunk, config.learning_rate * config.trunk_rate), (head, config.learning_rate)):
        for decays in (True, False):
            params = [w for w in weights if (w.ndim > 1) == decays]
            decay = config.weight_decay if decays else 0.0
            groups.append({"params": params, "peak": peak, "weight_decay": decay})
    groups = [group for group in groups if group["params"]]
    if config.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=config.learning_rate, momentum=0.9, nesterov=True)
    if config.optimiser == "adam-mini":
        return AdamMini(groups, lr=config.learning_rate)
    return torch.optim.AdamW(groups, lr=config.learning_rate)


@contextmanager
def _still_statistics(model: nn.Module) -> Iterator[None]:
    """Let batch normalisation use this chunk's statistics without recording them twice."""
    norms = [m for m in model.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]  # noqa: SLF001
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    try:
        yield
    finally:
        for norm, momentum in zip(norms, momenta, strict=True):
            norm.momentum = momentum
