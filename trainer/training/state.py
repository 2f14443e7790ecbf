"""The whole state of a run between two steps, so that a killed one goes on bit for bit."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from trainer.storage.weights_file import Entry, read_header, read_tensors
from trainer.training.batches import OfflineBatches, PKBatches
from trainer.training.optimisers import AdamMini, row_means
from trainer.training.stepper import Stepper

_ADAM = ("step", "exp_avg", "exp_avg_sq")
_SGD = ("momentum_buffer",)
_MOST_MINED = 100_000_000


@dataclass(frozen=True, eq=False, slots=True)
class RunState:
    """The tensors that a run goes on from, and where they live.

    Attributes:
        stepper: Its weights, their averages, the optimiser's moments and the memory.
        batches: The triplets it mined.
        model: The network's weights, all of them, by name.
        best: The best trained weights so far, by name.
    """

    stepper: Stepper
    batches: PKBatches | OfflineBatches
    model: Mapping[str, Tensor]
    best: dict[str, Tensor]

    def tensors(self) -> dict[str, Tensor]:
        """Everything by name, as it goes into the file."""
        named = {f"model.{name}": value for name, value in self.model.items()}
        named |= {f"best.{name}": value for name, value in self.best.items()}
        named |= {f"average.{i}": value for i, value in enumerate(self._averages())}
        for i, weight in enumerate(self.stepper.weights):
            moments = self.stepper.optimiser.state[weight]
            named |= {f"moments.{i}.{key}": moments[key] for key in self._moments() if key in moments}
        named |= {f"loss.{i}": value for i, value in enumerate(self.stepper.objective.weights)}
        memory = self.stepper.objective.memory
        if memory and (held := memory.held()):
            named |= {"memory.embeddings": held[0], "memory.labels": held[1]}
        if isinstance(self.batches, OfflineBatches):
            named["mined"] = self.batches.mined
        return named

    @torch.no_grad()
    def restore(self, path: Path) -> None:
        """Take everything from a file that the same settings wrote.

        Raises:
            CheckpointError: It is damaged, or other settings wrote it.
        """
        read = read_tensors(path, self._wanted(path))
        for name, value in self.best.items():
            value.copy_(read[f"best.{name}"])
        self.go_back(read)

    @torch.no_grad()
    def go_back(self, read: Mapping[str, Tensor]) -> None:
        """Take everything but the best weights from what `tensors` gave."""
        for name, value in self.model.items():
            value.copy_(read[f"model.{name}"])
        for i, value in enumerate(self._averages()):
            value.copy_(read[f"average.{i}"])
        for i, value in enumerate(self.stepper.objective.weights):
            value.copy_(read[f"loss.{i}"])
        for i, weight in enumerate(self.stepper.weights):
            moments = {
                key: read[f"moments.{i}.{key}"] for key in self._moments() if f"moments.{i}.{key}" in read
            }
            self.stepper.optimiser.state[weight] = _placed(moments, weight.device)
        if memory := self.stepper.objective.memory:
            memory.clear()
            if "memory.labels" in read:
                device = self.stepper.weights[0].device
                memory.add(read["memory.embeddings"].to(device), read["memory.labels"].to(device))
        if isinstance(self.batches, OfflineBatches):
            self.batches.mined = read["mined"]

    def _averages(self) -> list[Tensor]:
        return self.stepper.average.values if self.stepper.average else []

    def _moments(self) -> tuple[str, ...]:
        return _SGD if isinstance(self.stepper.optimiser, torch.optim.SGD) else _ADAM

    def _moment(self, key: str, weight: Tensor) -> Entry:
        if key == "step":
            return Entry("F32", ())
        shared = key == "exp_avg_sq" and isinstance(self.stepper.optimiser, AdamMini)
        return Entry.of(row_means(weight) if shared else weight)

    def _wanted(self, path: Path) -> dict[str, Entry]:
        """What the file must hold; only lengths that settings do not fix are taken from its header."""
        wanted = {f"model.{name}": Entry.of(value) for name, value in self.model.items()}
        wanted |= {f"best.{name}": Entry.of(value) for name, value in self.best.items()}
        wanted |= {f"average.{i}": Entry.of(value) for i, value in enumerate(self._averages())}
        wanted |= {f"loss.{i}": Entry.of(value) for i, value in enumerate(self.stepper.objective.weights)}
        found = read_header(path).entries
        for i, weight in enumerate(self.stepper.weights):
            if any(name.startswith(f"moments.{i}.") for name in found):
                wanted |= {f"moments.{i}.{key}": self._moment(key, weight) for key in self._moments()}
        memory = self.stepper.objective.memory
        if memory and "memory.labels" in found:
            rows = _rows(found, "memory.labels", memory.capacity)
            width = found["memory.embeddings"].shape[1:] if "memory.embeddings" in found else ()
            wanted["memory.labels"] = Entry("I64", (rows,))
            wanted["memory.embeddings"] = Entry("F32", (rows, *width))
        if isinstance(self.batches, OfflineBatches):
            wanted["mined"] = Entry("I64", (_rows(found, "mined", _MOST_MINED), 3))
        return wanted


def _rows(found: Mapping[str, Entry], name: str, most: int) -> int:
    shape = found[name].shape if name in found else ()
    return min(shape[0], most) if shape else 0


def _placed(moments: dict[str, Tensor], device: torch.device) -> dict[str, Tensor]:
    """Moments beside their weight; AdamW keeps its step count on the CPU."""
    return {key: value if key == "step" else value.to(device) for key, value in moments.items()}
