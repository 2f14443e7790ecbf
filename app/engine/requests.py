"""What the window may ask for: one frozen dataclass for each use case, typed by what it returns.

A plain request runs on the library lane, in order, and takes milliseconds. An `Errand` may take a second: it
runs on a lane of its own. A `Job` runs beside both, says how far it is with `Progress` events under its
request's number, and can be cancelled. A `Control` is answered at once, whatever else goes on. What a request
changes is broadcast as `Changed`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from app.core.changes import Changes
from app.core.settings import Settings
from app.engine.views import (
    Check,
    ClusterReport,
    Counts,
    EnrolReport,
    Entry,
    FaceCard,
    FolderCard,
    ImportReport,
    JobCard,
    ModelCard,
    PersonCard,
    PhotoCard,
    RetrainReport,
    Source,
    TrainingPlan,
)

Value = TypeVar("Value", covariant=True)


class Request(Generic[Value]):
    """A use case whose result is a `Value`."""

    __slots__ = ()


class Errand(Request[Value]):
    """One that must not hold up the others, yet is too short to be a job."""

    __slots__ = ()


class Job(Request[Value]):
    """A long one: it has a title, reports progress and can be cancelled.

    Attributes:
        awaited: Whether someone waits for it, or looks at its picture all the while: it gives way to nothing.
    """

    __slots__ = ()
    awaited: ClassVar[bool] = False

    @property
    def title(self) -> str:
        """What it does, in words fit to show."""
        raise NotImplementedError


class Control(Request[Value]):
    """Answered at once: it steers what is going on."""

    __slots__ = ()


# people


@dataclass(frozen=True, slots=True)
class ListPeople(Request[tuple[PersonCard, ...]]):
    """Everyone enrolled, by name."""


@dataclass(frozen=True, slots=True)
class FacesOfPerson(Request[tuple[int, ...]]):
    """A person's active faces by identifier, best first."""

    person: int


@dataclass(frozen=True, slots=True)
class Rename(Request[Changes]):
    """Give a person another name."""

    person: int
    name: str


@dataclass(frozen=True, slots=True)
class Merge(Request[Changes]):
    """Make two people one: `target` keeps the name."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class RemovePerson(Request[Changes]):
    """Take a person and their faces out of view; undo brings them back."""

    person: int


@dataclass(frozen=True, slots=True)
class Forget(Job[Changes]):
    """Erase a person for good, every trace in the files too. Cannot be undone or cancelled."""

    name: str

    @property
    def title(self) -> str:
        """What it does."""
        return f"Forgetting {self.name}"


# faces


@dataclass(frozen=True, slots=True)
class GetFaces(Request[tuple[FaceCard, ...]]):
    """These faces, best first; those gone are left out."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChipsOf(Request[dict[int, bytes]]):
    """Pictures of faces, by face, as PNG or JPEG of up to 256x256 pixels; those gone are left out."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NameFaces(Request[Changes]):
    """Say that these faces (a cluster, say) are a person's, known by that name or new."""

    faces: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class AssignFaces(Request[Changes]):
    """Say whose these faces are; None says that it is not known."""

    faces: tuple[int, ...]
    person: int | None


@dataclass(frozen=True, slots=True)
class SplitFaces(Request[Changes]):
    """Make these faces a new person; fails if the name is taken."""

    faces: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class IgnoreFaces(Request[Changes]):
    """Set faces aside (or, with `ignored` false, take them back in)."""

    faces: tuple[int, ...]
    ignored: bool = True


@dataclass(frozen=True, slots=True)
class RemoveFaces(Request[Changes]):
    """Take faces out of view; undo brings them back."""

    faces: tuple[int, ...]


# enrolling


@dataclass(frozen=True, slots=True)
class EnrolFiles(Job[EnrolReport]):
    """Add a person, or more faces of theirs, from pictures, folders and videos."""

    name: str
    paths: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it does."""
        return f"Enrolling {self.name}"


@dataclass(frozen=True, slots=True)
class EnrolFromSource(Job[EnrolReport]):
    """Add a person from a camera, with frames and `Guidance` on the way; stops live view.

    It ends by itself when all poses were seen, or by `FinishEnrolment` with those seen so far.
    """

    awaited: ClassVar[bool] = True
    name: str
    source: str

    @property
    def title(self) -> str:
        """What it does."""
        return f"Enrolling {self.name}"


@dataclass(frozen=True, slots=True)
class FinishEnrolment(Control[None]):
    """Let the enrolment from a source end now, and keep the poses seen so far."""

    job: int


@dataclass(frozen=True, slots=True)
class EnrolTrack(Errand[Changes]):
    """Say who a face in live view is: its best views are enrolled."""

    track: int
    name: str


# photos


@dataclass(frozen=True, slots=True)
class ImportFolder(Job[ImportReport]):
    """Read every picture below a folder; a cancelled import goes on where it was."""

    folder: Path

    @property
    def title(self) -> str:
        """What it does."""
        return f"Importing {self.folder.name or self.folder}"


@dataclass(frozen=True, slots=True)
class SortFaces(Job[ClusterReport]):
    """Sort the faces of the photos below a folder, or all there are, into people; reads no picture."""

    awaited: ClassVar[bool] = True
    folder: Path | None = None

    @property
    def title(self) -> str:
        """What it does."""
        return "Sorting faces"


@dataclass(frozen=True, slots=True)
class GetCounts(Request[Counts]):
    """How many people, photos and faces there are."""


@dataclass(frozen=True, slots=True)
class ListFolders(Request[tuple[FolderCard, ...]]):
    """The topmost folders below which the photos lie, by path."""


@dataclass(frozen=True, slots=True)
class GetPhoto(Request[PhotoCard]):
    """A photo with its faces."""

    photo: int


@dataclass(frozen=True, slots=True)
class PhotoPicture(Errand[bytes]):
    """A photo, upright, as JPEG with no side longer than `side` pixels."""

    photo: int
    side: int = 1600


# live


@dataclass(frozen=True, slots=True)
class ListSources(Errand[tuple[Source, ...]]):
    """The cameras of this computer. Files and addresses can be watched too."""


@dataclass(frozen=True, slots=True)
class StartLive(Control[None]):
    """Watch a camera's number, an address or a video's path; `LiveState` says how it goes."""

    source: str


@dataclass(frozen=True, slots=True)
class StopLive(Control[None]):
    """Stop watching."""


# training


@dataclass(frozen=True, slots=True)
class PlanTraining(Errand[TrainingPlan]):
    """What retraining would learn from, what stands in its way, and how it would go here."""


@dataclass(frozen=True, slots=True)
class Retrain(Job[RetrainReport]):
    """Fine-tune the recogniser on everyone enrolled; the new model takes over if `activate` and better."""

    activate: bool = True

    @property
    def title(self) -> str:
        """What it does."""
        return "Retraining"


@dataclass(frozen=True, slots=True)
class ListModels(Request[tuple[ModelCard, ...]]):
    """The models of this gallery, oldest first."""


@dataclass(frozen=True, slots=True)
class SwitchModel(Job[Changes]):
    """Let a model decide, once every face was read with it."""

    model: str

    @property
    def title(self) -> str:
        """What it does."""
        return "Switching the recogniser"


@dataclass(frozen=True, slots=True)
class SwitchBack(Job[Changes]):
    """Let the model decide that the active one was trained from."""

    @property
    def title(self) -> str:
        """What it does."""
        return "Switching back"


@dataclass(frozen=True, slots=True)
class AddModel(Job[Changes]):
    """Add a published model, from a file or by download."""

    name: str
    weights: Path | None = None

    @property
    def title(self) -> str:
        """What it does."""
        return f"Adding {self.name}"


# activity and settings


@dataclass(frozen=True, slots=True)
class History(Request[tuple[Entry, ...]]):
    """What was done, newest first."""

    limit: int = 100


@dataclass(frozen=True, slots=True)
class Undo(Request[Changes]):
    """Take back the newest change."""


@dataclass(frozen=True, slots=True)
class Redo(Request[Changes]):
    """Do again what was undone last."""


@dataclass(frozen=True, slots=True)
class ListJobs(Control[tuple[JobCard, ...]]):
    """The jobs of this engine, newest first; requests answered in a moment are not listed."""


@dataclass(frozen=True, slots=True)
class Cancel(Control[None]):
    """Ask a job to stop at its next safe point."""

    job: int


@dataclass(frozen=True, slots=True)
class GetSettings(Request[Settings]):
    """The user's choices."""


@dataclass(frozen=True, slots=True)
class SetSettings(Request[Settings]):
    """Store the user's choices; live view takes them over at once."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class Doctor(Job[tuple[Check, ...]]):
    """Check this computer: libraries, device, gallery, models."""

    @property
    def title(self) -> str:
        """What it does."""
        return "Checking this computer"
