"""Sources watched together: fair turns at the networks, and one number for a stranger at all of them."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.arrays import Image
from app.services.recognise.live import Pipeline
from app.services.recognise.run import Run, Turns
from app.services.workspace import Workspace
from app.vision.sources import Frame
from tests.app.mjpeg import until

Lfw = dict[str, list[Path]]
Panning = Callable[[list[Path]], list[Image]]


def test_whoever_has_waited_longest_is_next_however_eager_the_others_are() -> None:
    """Each source asks again at once, and every turn ends only when all others wait."""
    turns, looks, rounds = Turns(), [], 25

    def look_again_and_again(name: int) -> None:
        for _ in range(rounds):
            with turns.turn():
                looks.append(name)
                if len(looks) <= 4 * (rounds - 1):
                    until(lambda: turns.waiting == 3)

    sources = [threading.Thread(target=look_again_and_again, args=(name,)) for name in range(4)]
    for source in sources:
        source.start()
    for source in sources:
        source.join(20)
    assert len(looks) == 4 * rounds
    first = looks[:4]
    assert sorted(first) == [0, 1, 2, 3]
    assert looks[: 4 * (rounds - 1)] == first * (rounds - 1)
    assert set(Counter(looks).values()) == {rounds}


def test_a_turn_that_fails_is_over() -> None:
    turns = Turns()
    with suppress(ZeroDivisionError), turns.turn():
        _ = 1 // turns.waiting
    with turns.turn():
        assert turns.waiting == 0


@pytest.mark.slow
def test_a_stranger_has_one_number_at_all_cameras_of_a_run(
    workspace: Workspace, lfw: Lfw, panning: Panning
) -> None:
    run = Run()
    hall, yard = (Pipeline(workspace, run=run) for _ in range(2))
    one, other = (panning([lfw[name][6]]) for name in ("Tony Blair", "Gerhard Schroeder"))
    for k, image in enumerate(one):
        seen_in_hall = hall.look(Frame(k, k / 10, image))
    for k, image in enumerate(other):
        seen_in_yard = yard.look(Frame(k, k / 10, image))
    assert [face.stranger for face in seen_in_hall.faces] == [1]
    assert [face.stranger for face in seen_in_yard.faces] == [2]
    tracks = {face.track for frame in (seen_in_hall, seen_in_yard) for face in frame.faces}
    assert len(tracks) == 2
    [track] = [face.track for face in seen_in_yard.faces]
    assert yard.views_of(track)
    assert not hall.views_of(track)

    joins_later = Pipeline(workspace, run=run)
    for k, image in enumerate(one):
        seen = joins_later.look(Frame(k, k / 10, image))
    assert [(face.stranger, face.visits) for face in seen.faces] == [(1, 1)]
    assert Pipeline(workspace).look(Frame(0, 0.0, one[0])).faces[0].track == 1
