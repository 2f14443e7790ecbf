"""Nothing is enrolled from a camera before it is shown, where that is wanted, that a person is there."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from app.core.errors import SourceError
from app.domain.face import Face
from app.services.enrolment.head_turns import HeadTurns
from app.services.enrolment.subject import Subject
from app.services.workspace import Workspace
from app.vision import image_io
from app.vision.reader import FaceReader
from app.vision.sources import Frame
from tests.app.actor import Act, performed
from tests.app.scenes import Camera, Surface, head, print_of

_FPS = 6.0


class _Stage:
    """Tony Blair before a camera, or a print of him."""

    def __init__(self, reader: FaceReader, photo: Path, *, required: bool) -> None:
        self.image = image_io.load(photo)
        self.known: list[Face] = reader.find(self.image)[:1]
        self.turns = HeadTurns(reader, Subject(reader), self.known, required=required)
        self.said: list[str] = []

    def show(
        self,
        made: Callable[..., Surface],
        seconds: float,
        finished: Callable[[], bool] = lambda: False,
    ) -> None:
        surface = made(self.image, self.known[0].detection.landmarks)
        frames = self._frames(Act(lambda _: surface), seconds)
        self.said = [str(hint) for _, _, hint in self.turns.watch(frames, finished)]

    def _frames(self, act: Act, seconds: float) -> Iterator[Frame]:
        seen = performed(act, Camera((400, 400)), _FPS, self.turns.challenge)
        for number, (time, image) in enumerate(islice(seen, round(seconds * _FPS))):
            yield Frame(number, time, image, None)


@pytest.fixture
def stage(workspace: Workspace, lfw: dict[str, list[Path]]) -> Callable[[bool], _Stage]:
    return lambda required: _Stage(workspace.reader(), lfw["Tony Blair"][1], required=required)


@pytest.mark.slow
def test_who_turns_their_head_as_asked_may_be_enrolled(stage: Callable[[bool], _Stage]) -> None:
    somebody = stage(True)
    somebody.show(head, 30)
    assert somebody.turns.passed
    assert somebody.said[0] == "Show that you are no picture: look straight into the camera"
    assert somebody.said[-1] == "Done"
    assert {"Turn your head far to your left", "Lift your chin far up"} <= {one[:-9] for one in somebody.said}


@pytest.mark.slow
def test_nobody_is_where_it_is_required_and_not_shown(stage: Callable[[bool], _Stage]) -> None:
    with pytest.raises(SourceError, match="it was not shown that a person is before the camera"):
        stage(True).show(print_of, 2)


def test_where_it_is_not_required_the_user_may_go_on(stage: Callable[[bool], _Stage]) -> None:
    somebody = stage(False)
    somebody.show(print_of, 2, lambda: True)
    assert len(somebody.said) == 1
    assert not somebody.turns.passed


@pytest.mark.slow
def test_somebody_else_cannot_begin_it(
    stage: Callable[[bool], _Stage], workspace: Workspace, lfw: dict[str, list[Path]]
) -> None:
    somebody = stage(False)
    somebody.image = image_io.load(lfw["Hugo Chavez"][9])
    somebody.show(head, 1.5)
    assert somebody.turns.challenge.asked is None
