"""The folder of a run: its last whole state, and its best network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.errors import CheckpointError, ConfigError
from trainer.storage.checkpoint import identity_of, save
from trainer.storage.weights_file import read_header, write

LAST, BEST = "last.safetensors", "best.safetensors"


class Vault:
    """Writes a run's two files, and reads the first again.

    Attributes:
        last: The state to go on from; it is a checkpoint of the latest weights, too.
        best: A checkpoint of the best network so far.
        kept: `best`, once it is this run's own; None before.
    """

    def __init__(
        self, folder: Path, config: TrainConfig, data: Mapping[str, Any], *, writes: bool = True
    ) -> None:
        """Keep a run of these settings on this data in `folder`; `writes` is False on all ranks but one."""
        self.last, self.best = folder / LAST, folder / BEST
        self.kept: Path | None = None
        self._config = config
        self._story = {"config": config.as_dict(), "data": dict(data)}
        self._writes = writes

    def begin(self, *, resumed: bool) -> None:
        """Make the folder this run's: a run that is gone on with owns what is there, another's is removed.

        Raises:
            CheckpointError: The folder cannot be written.
        """
        if resumed:
            self.kept = self.best if self.best.exists() else None
        elif self._writes:
            try:
                self.last.unlink(missing_ok=True)
                self.best.unlink(missing_ok=True)
            except OSError as error:
                raise CheckpointError(f"{self.last.parent} cannot be written", why=str(error)) from error

    def keep_last(
        self, tensors: Mapping[str, Tensor], backbone: Backbone, progress: Mapping[str, Any]
    ) -> None:
        """Write the state.

        Raises:
            CheckpointError: The folder cannot be written.
        """
        if self._writes:
            write(self.last, tensors, {**self._story, **identity_of(backbone), "progress": dict(progress)})

    def keep_best(self, backbone: Backbone, metrics: Mapping[str, Any]) -> None:
        """Write the best network, with what it scored.

        Raises:
            CheckpointError: The folder cannot be written.
        """
        if self._writes:
            save(self.best, backbone, {**self._story, "metrics": dict(metrics)})
        self.kept = self.best

    def progress(self) -> dict[str, Any] | None:
        """What the last state counted, or None where there is none yet.

        Raises:
            CheckpointError: The state is damaged, or is of other settings or other data.
        """
        if not self.last.exists():
            return None
        metadata = read_header(self.last).metadata
        same = {
            "settings": self._same_settings(metadata.get("config")),
            "data": metadata.get("data") == self._story["data"],
        }
        for words in (words for words, agree in same.items() if not agree):
            raise CheckpointError(
                f"{self.last} cannot be resumed",
                why=f"its {words} were others",
                remedy="Resume with the same ones, or start in another folder",
            )
        progress = metadata.get("progress")
        if not isinstance(progress, dict):
            raise CheckpointError(f"{self.last} cannot be resumed", why="it is not the state of a run")
        return progress

    def _same_settings(self, found: object) -> bool:
        try:
            return isinstance(found, dict) and TrainConfig.from_dict(found) == self._config
        except (ConfigError, TypeError):
            return False


def check_free(folder: Path, *, resume: bool = False) -> None:
    """Refuse a folder that holds an earlier run, unless it is gone on with.

    Raises:
        CheckpointError: It holds one; or, where it should be gone on with, only the network of one.
    """
    if (folder / LAST).exists() and not resume:
        raise CheckpointError(
            f"{folder} holds an earlier run", remedy="Resume it, choose another folder, or overwrite it"
        )
    if (folder / BEST).exists() and not (folder / LAST).exists():
        raise CheckpointError(
            f"{folder} holds the network of an earlier run, and no state to go on from",
            remedy="Choose another folder, or overwrite it",
        )
