"""A gallery with single bytes of its file flipped; `python -m tests.bench.measure_damage` flips 10,000."""

from collections import Counter
from pathlib import Path

import pytest

from tests.bench.flips import used, verdicts
from tests.bench.measure_damage import lean


@pytest.mark.parametrize("chips", [True, False])
def test_no_flipped_byte_is_taken_for_sound_and_none_stops_the_rest_with_a_traceback(
    known: Path, tmp_path: Path, chips: bool
) -> None:
    folder = tmp_path / "flipped"
    folder.mkdir(mode=0o700)
    file = known / "gallery.db"
    file = file if chips else lean(file, tmp_path / "lean.db")
    told = Counter(verdicts(file, folder, 40, seed=1))
    assert told["silent"] == 0
    assert told["found"] > 5
    ends = used(file, folder, 30, seed=2)
    assert not [end for end in ends if end.startswith("crashed")], ends
