"""The directory of a run: its settings and its history, its last whole state, and its best network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainer.errors import CheckpointError
from trainer.text import say

LAST, BEST = "last.safetensors", "best.safetensors"
SETTINGS, HISTORY, TRAINED = "run.toml", "history.jsonl", "trained.txt"


@dataclass(frozen=True, slots=True)
class RunDirectory:
    """Where a run is kept. An earlier run there is refused, unless it is resumed or may be overwritten.

    Attributes:
        path: The directory; it need not exist.
        resume: Go on from the last state, if there is one: on a CPU bit for bit. More steps than before make
            the run longer, and its learning rate rises to where it would then be.
        overwrite: An earlier run may be lost; it is removed when this one takes its first step.
        chosen: What the caller chose besides `TrainConfig`, by table and name, and what it adds to the
            record; kept with the settings.
        before: Content hashes of the pictures that its first weights had learnt from already.
    """

    path: Path
    resume: bool = False
    overwrite: bool = False
    chosen: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    before: frozenset[str] = frozenset()

    @property
    def last(self) -> Path:
        """The state to go on from; it is a checkpoint of the latest weights, too."""
        return self.path / LAST

    @property
    def best(self) -> Path:
        """A checkpoint of the best network so far."""
        return self.path / BEST

    @property
    def settings(self) -> Path:
        """The settings in effect, on what data and with which versions, as TOML; see `settings_file`."""
        return self.path / SETTINGS

    def check_free(self) -> None:
        """Refuse an earlier run that is neither gone on with nor overwritten.

        Raises:
            CheckpointError: There is one; or, where it should be gone on with, only the network of one.
        """
        if self.overwrite:
            return
        if self.last.exists() and not self.resume:
            raise CheckpointError(
                say("{folder} holds an earlier run", folder=self.path),
                remedy=say("Resume it, choose another folder, or overwrite it"),
            )
        if self.best.exists() and not self.last.exists():
            raise CheckpointError(
                say(
                    "{folder} holds the network of an earlier run, and no state to go on from",
                    folder=self.path,
                ),
                remedy=say("Choose another folder, or overwrite it"),
            )

    @property
    def trained(self) -> Path:
        """Content hashes of the pictures that it learnt from, one a line; see `provenance.trained_on`."""
        return self.path / TRAINED

    @property
    def history(self) -> Path:
        """What the run told as it went, as lines of JSON; see `history`."""
        return self.path / HISTORY
