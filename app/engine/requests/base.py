"""The kinds of requests, by the lane they run on."""

from typing import ClassVar, Generic, TypeVar

from app.core.text import Text

Value = TypeVar("Value", covariant=True)


class Request(Generic[Value]):
    """A use case whose result is a `Value`."""

    __slots__ = ()


class SlowRequest(Request[Value]):
    """One that takes seconds: it runs on a lane of its own, so that it holds up no other."""

    __slots__ = ()


class Job(Request[Value]):
    """A long one: it has a title, reports progress and can be cancelled.

    Attributes:
        awaited: Whether someone waits for it, or looks at its picture all the while: it gives way to nothing.
        erases: Whether it erases for good: what was listed of jobs before may bear the names, and goes too.
        what: What it does, for those that are always called the same.
    """

    __slots__ = ()
    erases: ClassVar[bool] = False
    awaited: ClassVar[bool] = False
    what: ClassVar[Text]

    @property
    def title(self) -> Text:
        """What it does, in words fit to show."""
        return self.what


class Control(Request[Value]):
    """Answered at once: it steers what is going on."""

    __slots__ = ()
