"""What can be wrong in the caller's world: each error says what happened, why, and what to do."""

from trainer.text import NOTHING, Text, in_a_row, quote, say


class TrainerError(Exception):
    """Base of every error that the trainer raises on purpose.

    Attributes:
        what: What happened, a clause without a full stop.
        why: Why it happened, or "" where that is all there is to say.
        remedy: What the user can do now, or "".
    """

    def __init__(self, what: Text, *, why: Text = NOTHING, remedy: Text = NOTHING) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> Text:
        """All of it, as it is said in one go."""
        return in_a_row(self.what, self.why, self.remedy)


class ConfigError(TrainerError):
    """The settings contradict each other or make no sense."""


def missing(package: str, what: Text) -> ConfigError:
    """The error of something that cannot be done as an optional package is not there."""
    return ConfigError(
        what,
        why=say("{package} is not installed", package=package),
        remedy=say("Install it: pip install {package}", package=package),
    )


def of_system(error: OSError) -> Text:
    """The file that an error of the system is about, if it names one, and the reason."""
    return in_a_row(quote(error.filename), quote(error), NOTHING) if error.filename else quote(error)


class DataError(TrainerError):
    """The pictures or labels cannot be trained on."""


class PictureError(TrainerError):
    """A picture file cannot be used."""


class HarmfulPictureError(PictureError):
    """Decoding a picture takes too long, or brings the decoder down: it is not to be tried again."""


class CheckpointError(TrainerError):
    """A weights file is missing, truncated, changed, or belongs to another network."""


class OutOfMemoryError(TrainerError):
    """Even one picture at a time does not fit into the device's memory."""
