"""A sample of what is measured: damaged and hostile pictures each have a verdict, and soon."""

import itertools
from pathlib import Path

from tests.bench.bombs import small
from tests.bench.measure_decoding import judged, mutated


def test_a_sample_of_damaged_and_hostile_pictures_has_verdicts(faces: Path) -> None:
    files = itertools.chain(mutated(39, faces, 1), small())
    gates = list(judged("sample", files))
    assert len(gates) == 4
    assert [str(gate) for gate in gates[:2] if not gate.kept] == []
