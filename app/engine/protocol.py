"""What travels between window and engine: a call goes one way; replies and events come back.

Every call has a number. It gets exactly one reply, `Result` or `Failed`, under that number; a job's events
carry it too. Events come in the order in which things happened, from any of the engine's threads.
"""

from dataclasses import dataclass
from typing import Literal

from app.core.errors import Cancelled, KithError
from app.core.settings import Settings
from app.core.text import Text
from app.domain.changes import Changes
from app.domain.guidance import Guidance
from app.domain.job import JobStatus
from app.domain.live import LiveFrame
from app.engine.requests.base import Request
from trainer.events import Evaluated, Started, Stepped


@dataclass(frozen=True, slots=True)
class Call:
    """A request under its number."""

    id: int
    request: Request[object]


@dataclass(frozen=True, slots=True)
class Result:
    """A call succeeded."""

    id: int
    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """A call did not succeed.

    Attributes:
        id: Its number.
        error: Fit to show; `Cancelled` is the outcome of a job that was asked to stop.
        details: Of a bug, where it happened, for a report; the client adds it to the error as a note.
    """

    id: int
    error: KithError | Cancelled
    details: str = ""


Stage = Literal["hello", "library", "vision"]


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The engine has come a stage further.

    Attributes:
        stage: It runs ("hello"), the gallery is open ("library"), models are loaded ("vision").
    """

    stage: Stage


@dataclass(frozen=True, slots=True)
class EngineRestarted:
    """The engine died, what it was asked has failed, and a new one starts; `EngineReady` follows.

    Attributes:
        exit_code: Of the dead one; negative is the signal that killed it.
    """

    exit_code: int


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine died again and again and is not started any more; `Client.start` tries anew."""

    error: KithError


@dataclass(frozen=True, slots=True)
class Changed:
    """Something was written; each view refreshes its part."""

    changes: Changes


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The engine works with these settings from now on, whoever chose them."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        job: Its number.
        done: Units finished and safely stored.
        total: Units in all, or 0 while that is not known.
        label: The unit just finished, or what is being done.
        per_second: Units a second since it began.
        seconds_left: At that pace, or None while that is not known.
    """

    job: int
    done: int
    total: int
    label: Text
    per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class JobStarted:
    """A job began."""

    card: JobStatus


@dataclass(frozen=True, slots=True)
class JobDone:
    """A job ended; its card says how. Its reply is sent just before."""

    card: JobStatus


LiveStage = Literal["starting", "running", "lost", "ended", "failed"]


@dataclass(frozen=True, slots=True)
class LiveState:
    """How live view of a source goes.

    Attributes:
        state: "starting", "running", "lost" (it gives no pictures, and is tried again until it does), "ended"
            (the video is over or it was stopped) or "failed".
        source: What is watched.
        error: Why it failed or was lost, or None.
        seconds: While it is running, how long the recording lasts; 0 of what is live.
        tile: Which of the sources.
        size: As it begins to run, width and height of its pictures in pixels; else zeros.
    """

    state: LiveStage
    source: str
    error: KithError | None = None
    seconds: float = 0.0
    tile: int = 0
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Guided:
    """An enrolment from a camera has looked at a frame, which is shown.

    Attributes:
        job: Its number.
        guidance: How it stands; the box is in pixels of the frame as shared.
    """

    job: int
    guidance: Guidance


@dataclass(frozen=True, slots=True)
class Training:
    """A retraining goes on: several fits try the recipe out, the last trains on all faces and holds out none.

    Attributes:
        job: Its number.
        fit: Which fit, from 1.
        fits: How many there are.
        event: What the trainer says of this fit.
    """

    job: int
    fit: int
    fits: int
    event: Started | Stepped | Evaluated


Event = (
    EngineReady
    | EngineRestarted
    | EngineLost
    | Changed
    | SettingsChanged
    | Progress
    | JobStarted
    | JobDone
    | LiveState
    | LiveFrame
    | Guided
    | Training
)
Reply = Result | Failed
