"""The files of a run: writes its settings, history, states and best network, and reads its state again."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.errors import CheckpointError, ConfigError
from trainer.events import Event
from trainer.plain_files import write_whole
from trainer.storage import settings_file
from trainer.storage.checkpoint import describe, save, versions
from trainer.storage.history import History
from trainer.storage.run_directory import RunDirectory
from trainer.storage.weights_file import read_header, write
from trainer.text import NOTHING, Text, listed, quote, say

FREE = frozenset({"steps", "epochs", "evaluate_every", "patience", "save_every", "device"})
"""Settings that a resumed run may change: how long it goes on, when it looks, where it computes."""


class RunFiles:
    """Writes the files of a run, and reads its state again.

    Attributes:
        last: The state to go on from.
        checkpoint: The best network, once it is this run's own; None before.
        settings: Every setting in effect, by table and name.
    """

    def __init__(
        self,
        directory: RunDirectory,
        config: TrainConfig,
        record: Mapping[str, Any],
        *,
        hashes: Collection[str] = (),
        writes: bool = True,
    ) -> None:
        """Keep a run.

        Args:
            directory: Where.
            config: Its settings.
            record: What it found: the fingerprint of its `data`, and whatever else should be told of it.
            hashes: Content hashes of the pictures that it learns from, where they are known.
            writes: False on all ranks but one.
        """
        self.last, self._best = directory.last, directory.best
        self.checkpoint: Path | None = None
        self._history = History(directory.history)
        self._directory = directory
        chosen = dict(directory.chosen)
        self._record = {**chosen.pop(settings_file.RECORD, {}), **record, "versions": versions()}
        self.settings = {**chosen, settings_file.TRAINING: config.as_dict()}
        self._config = config
        self._origin = {"config": config.as_dict(), "data": dict(record["data"])}
        self._trained = sorted({*hashes, *directory.before}) if hashes else []
        self._writes = writes

    def claim(self, *, resumed: bool) -> None:
        """Make the directory this run's: a run that is gone on with owns what is there, another's is removed.

        Raises:
            CheckpointError: The directory cannot be written.
        """
        if resumed:
            self.checkpoint = self._best if self._best.exists() else None
        if self._writes:
            record = {settings_file.RECORD: self._record}
            settings_file.write(self._directory.settings, {**self.settings, **record})
        if self._writes and not resumed:
            try:
                self.last.unlink(missing_ok=True)
                self._best.unlink(missing_ok=True)
                self._directory.history.unlink(missing_ok=True)
                self._directory.trained.unlink(missing_ok=True)
            except OSError as error:
                raise CheckpointError(
                    say("{path} cannot be written", path=self.last.parent), why=quote(error)
                ) from error
        if self._writes and self._trained:
            write_whole(self._directory.trained, "".join(f"{one}\n" for one in self._trained).encode())

    def tell(self, event: Event) -> None:
        """Keep an event in the history.

        Raises:
            CheckpointError: The directory cannot be written.
        """
        if self._writes:
            self._history.event(event)

    def save_last(
        self, tensors: Mapping[str, Tensor], backbone: Backbone, progress: Mapping[str, Any]
    ) -> None:
        """Write the whole state.

        Raises:
            CheckpointError: The directory cannot be written.
        """
        if self._writes:
            write(self.last, tensors, {**self._origin, **describe(backbone), "progress": dict(progress)})

    def save_best(self, backbone: Backbone, metrics: Mapping[str, Any]) -> None:
        """Write the best network, with what it scored.

        Raises:
            CheckpointError: The directory cannot be written.
        """
        if self._writes:
            save(self._best, backbone, {**self._origin, "metrics": dict(metrics)})
        self.checkpoint = self._best

    def read_progress(self) -> dict[str, Any] | None:
        """What the last state counted, or None where there is none yet.

        Raises:
            CheckpointError: The state is damaged, or is of other settings or other data.
        """
        if not self.last.exists():
            return None
        metadata = read_header(self.last).metadata
        if why := self._differences(metadata):
            raise CheckpointError(
                say("{path} cannot be resumed", path=self.last),
                why=why,
                remedy=say("Resume with the same ones, or start in another folder"),
            )
        progress = metadata.get("progress")
        if not isinstance(progress, dict):
            raise CheckpointError(
                say("{path} cannot be resumed", path=self.last), why=say("it is not the state of a run")
            )
        return progress

    def _differences(self, metadata: Mapping[str, Any]) -> Text:
        """What was other than it is now; `NOTHING` if nothing that matters was."""
        try:
            before, now = TrainConfig.from_dict(metadata["config"]).as_dict(), self._config.as_dict()
        except (ConfigError, KeyError, TypeError, ValueError):
            return say("its settings make no sense")
        differ = [name for name in now if before[name] != now[name] and name not in FREE]
        if differ:
            was = (f"--{name.replace('_', '-')} {before[name]}" for name in differ)
            return say("its settings were others: {settings}", settings=listed(was))
        return NOTHING if metadata.get("data") == self._origin["data"] else say("its data were others")
