"""Curves of a run for TensorBoard."""

from pathlib import Path
from typing import Any

from trainer.cli.places import writing
from trainer.errors import missing
from trainer.events import Ended, Evaluated, Event, Saved, Stepped
from trainer.text import say


class TensorBoard:
    """Writes what can be drawn."""

    def __init__(self, folder: Path) -> None:
        """Open a writer.

        Raises:
            ConfigError: TensorBoard is not installed.
            TrainerError: The folder cannot be written.
        """
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise missing("tensorboard", say("Curves cannot be written")) from error
        with writing(folder):
            self._writer: Any = SummaryWriter(str(folder))

    def event(self, event: Event) -> None:
        """Write what can be drawn."""
        if isinstance(event, Stepped):
            for name in ("loss", "triplets", "active", "spread", "learning_rate", "pictures_per_second"):
                self._writer.add_scalar(f"train/{name}", getattr(event, name), event.step)
        elif isinstance(event, Evaluated):
            for fmr, value in event.tar.items():
                self._writer.add_scalar(f"held_out/tar_at_{fmr:g}", value, event.step)
        elif isinstance(event, Saved | Ended):
            self._writer.flush()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()
