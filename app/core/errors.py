"""Errors by blame: what is wrong in the user's world, and what is wrong in Kith.

Each error says what happened, why, and what to do now, in words fit to show to a person.
"""

from typing import Any

from app.core.text import NOTHING, Text, in_a_row


class KithError(Exception):
    """Base of every error Kith raises on purpose.

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

    @property
    def text(self) -> Text:
        """All three in a row."""
        return in_a_row(self.what, self.why, self.remedy)

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.what, self.why, self.remedy)


def _rebuild(kind: type[KithError], what: Text, why: Text, remedy: Text) -> KithError:
    """Unpickle an error with all three of its parts (they cross process borders)."""
    return kind(what, why=why, remedy=remedy)


class KnownError(KithError):
    """Something in the user's world: a file, a device, a setting. Never reported as a bug."""


class BugError(KithError):
    """Something Kith should have prevented. Worth a report."""


class EngineStoppedError(BugError):
    """The engine ended before it answered. It is started again, and the window says so once for all."""


class UsageError(KnownError):
    """The request itself makes no sense: a missing folder, an unknown person."""


class StartError(KnownError):
    """Kith cannot start at all: the data folder, the database or the model is unusable."""


class ImageError(KnownError):
    """A picture cannot be used."""


class HarmfulImageError(ImageError):
    """Decoding a picture takes too long, or brings the decoder down: it is not to be tried again."""


class SourceError(KnownError):
    """A camera, video or stream cannot be read."""


class HarmfulSourceError(SourceError):
    """Decoding a video takes too long, or brings the decoder down."""


class ModelError(StartError):
    """Model weights are missing, unknown, truncated or changed."""


class GalleryError(KnownError):
    """The gallery refuses a change: no such person, a name that is taken, nothing to undo."""


class StorageError(GalleryError):
    """The gallery's file cannot be read or written now: the disk is full, or another program holds it."""


class UnsureError(StorageError):
    """Whether a change was saved cannot be told: the disk failed while it was being made lasting."""


class TrainingRefused(KnownError):  # noqa: N818 - a refusal with its reason, not a failure
    """There is not enough to train on; the text names what is missing."""


class TooFewFaces(KnownError):  # noqa: N818 - likewise
    """There is not enough to judge a model by; the text names what is missing."""


class Cancelled(Exception):  # noqa: N818 - an outcome, not an error
    """The user asked a long job to stop. Nothing that was acknowledged is lost."""
