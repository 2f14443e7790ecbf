import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.arrays import Image
from app.engine.frames import FrameReader, FrameWriter

from .conftest import segments

_WRITER = Path(__file__).with_name("frame_writer.py")


def _frame(number: int, height: int = 4, width: int = 6) -> Image:
    return np.full((height, width, 3), number % 251, np.uint8)


@pytest.fixture
def reader() -> Iterator[FrameReader]:
    made = FrameReader()
    yield made
    made.close()
    assert made.name not in segments()


def test_there_is_nothing_before_the_first_frame(reader: FrameReader) -> None:
    assert reader.newest() is None


def test_a_frame_is_given_once_and_stays_as_it_was(reader: FrameReader) -> None:
    writer = FrameWriter(reader.name)
    writer.put(7, _frame(7))
    frame = reader.newest()
    assert frame is not None
    assert reader.newest() is None
    for number in range(8, 14):
        writer.put(number, _frame(number))
    assert frame.number == 7
    assert (frame.image == 7).all()
    writer.close()


def test_the_largest_frame_fits_in_any_shape_and_a_larger_one_is_refused(reader: FrameReader) -> None:
    writer = FrameWriter(reader.name)
    for shape in ((720, 1280), (1280, 720), (960, 960)):
        writer.put(1, _frame(1, *shape))
        frame = reader.newest()
        assert frame is not None
        assert frame.image.shape == (*shape, 3)
    with pytest.raises(ValueError, match="1281x720"):
        writer.put(2, _frame(2, 720, 1281))
    assert reader.newest() is None
    writer.close()


@pytest.mark.slow
@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(1, 40), st.integers(1, 40))), max_size=40))
def test_what_is_read_is_the_newest_written(steps: list[tuple[int, int] | None]) -> None:
    reader = FrameReader()
    writer = FrameWriter(reader.name)
    newest, taken = 0, 0
    for step in steps:
        if step is not None:
            newest += 1
            writer.put(newest, _frame(newest, *step))
            continue
        frame = reader.newest()
        assert (frame.number if frame else None) == (newest if newest > taken else None)
        taken = newest
    writer.close()
    reader.close()


@pytest.mark.slow
def test_no_frame_is_ever_torn_or_older_than_the_last(reader: FrameReader) -> None:
    process = subprocess.Popen([sys.executable, _WRITER, reader.name], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        seen = _read_for(2.0, reader)
    finally:
        process.kill()
        process.communicate()
    assert len(seen) > 20
    last = reader.newest()  # the writer died in the middle: what it had finished is whole
    assert last is None or (last.image == last.number % 251).all()
    writer = FrameWriter(reader.name)
    writer.put(1, _frame(1))
    again = reader.newest()
    assert again is not None
    assert (again.image == 1).all()
    writer.close()


def _read_for(seconds: float, reader: FrameReader) -> list[int]:
    seen = [0]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (frame := reader.newest()) is not None:
            assert frame.number > seen[-1]
            assert (frame.image == frame.number % 251).all()
            seen.append(frame.number)
    return seen


@pytest.mark.slow
def test_neither_end_makes_python_warn_and_the_segment_outlives_its_writer() -> None:
    script = (
        "import subprocess, sys\n"
        "from app.engine.frames import FrameReader\n"
        "reader = FrameReader()\n"
        "writes = 'import sys, numpy; from app.engine.frames import FrameWriter; '\n"
        "writes += 'FrameWriter(sys.argv[1]).put(5, numpy.zeros((2, 2, 3), numpy.uint8))'\n"
        "subprocess.run([sys.executable, '-c', writes, reader.name], check=True)\n"
        "print(reader.newest().number)\n"
        "reader.close()\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("5\n", "")
