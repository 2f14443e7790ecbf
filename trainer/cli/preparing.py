"""What commands that train do before their first step, and how they stop."""

import argparse
import signal
from dataclasses import dataclass, replace
from typing import Self

import torch

from trainer.backbones import Backbone, SmallNet
from trainer.cli.idle import refuse_idle
from trainer.cli.inputs import open_backbone, open_files, split, without_duplicates
from trainer.cli.options import FROM_SCRATCH, Chosen
from trainer.config import DataConfig, TrainConfig
from trainer.data import Files
from trainer.data.fingerprint import fingerprint
from trainer.events import EventSink, Notice
from trainer.text import say


@dataclass(frozen=True, eq=False, slots=True)
class Prepared:
    """A run before its first step.

    Attributes:
        chosen: What was said of it, with the network that it has come to.
        config: Its settings.
        backbone: Where it starts.
        files: All pictures, and what could not be used.
        data: Those to learn from.
        held_out: Those held out, if any.
    """

    chosen: Chosen
    config: TrainConfig
    backbone: Backbone
    files: Files
    data: Files
    held_out: Files | None


def prepare(given: argparse.Namespace, chosen: Chosen, on_event: EventSink) -> Prepared:
    """Make the network and read the pictures that a run is told to take.

    Raises:
        TrainerError: Something of it cannot be used, or does not fit the rest.
    """
    torch.manual_seed(chosen.training.get("seed", 0))  # the weights of a network from scratch
    backbone, scratch = open_backbone(chosen.network)
    config = chosen.config(FROM_SCRATCH if scratch else {})
    refuse_idle(chosen.typed, config, chosen.data)
    size = backbone.spec.size if scratch and type(backbone) is SmallNet else chosen.network.size
    chosen = replace(chosen, network=replace(chosen.network, backbone=backbone.name, size=size))
    files = open_files(given.data, backbone.spec.size, on_event)
    data, held_out = _held_out(chosen.data, files, config.seed, on_event)
    if given.settings and chosen.record.get("data", fingerprint(data)) != fingerprint(data):
        on_event(Notice(say("The pictures are others than those that {file} tells of", file=given.settings)))
    return Prepared(chosen, config, backbone, files, data, held_out)


def _held_out(chosen: DataConfig, files: Files, seed: int, on_event: EventSink) -> tuple[Files, Files | None]:
    if chosen.test:
        return files, without_duplicates(files, open_files(chosen.test, files.size, on_event), on_event)
    return split(files, chosen.split, chosen.held_out, seed, on_event)


class Interrupt:
    """Within it, Ctrl-C asks to stop at the next step, with everything saved; a second one ends at once."""

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        """Give Ctrl-C back its meaning."""
        signal.signal(signal.SIGINT, self._before)

    def __call__(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._asked

    def _ask(self, *_: object) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
