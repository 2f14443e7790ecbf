"""Children are asked for as they looked when a photo was taken; of others nothing changes."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from app.domain.decision import Thresholds
from app.recognition.decision import Policy
from app.recognition.index import Index
from app.services.recognise.recogniser import Recogniser

_CHILD, _GROWN = 1, 2
_AXES = np.eye(4, dtype=np.float32)


def _in(year: int) -> float:
    return datetime(year, 6, 1, tzinfo=UTC).timestamp()


@pytest.fixture
def recogniser() -> Recogniser:
    """A child born in 2010 and a grown-up born in 1960, each seen in 2012, 2013 and 2020."""
    years = (2012, 2013, 2020)
    vectors = np.stack([_AXES[0], _AXES[0], _AXES[1], _AXES[2], _AXES[2], _AXES[3]])
    index = Index.build(range(10, 16), [_CHILD] * 3 + [_GROWN] * 3, vectors, [0.8] * 6)
    born = [_in(2010)] * 3 + [_in(1960)] * 3
    taken = {
        face: (_in(year), since) for face, year, since in zip(range(10, 16), years * 2, born, strict=True)
    }
    policy = Policy(Thresholds(((1e-3, 0.4),), "chosen"))
    return Recogniser(index, {_CHILD: "Ana", _GROWN: "Bo"}, policy, "m", taken=taken)


def test_a_childs_faces_of_another_age_count_less_and_nobody_elses(recogniser: Recogniser) -> None:
    whole = recogniser.index.templates.vectors
    for year, axis in ((2012, 0), (2020, 1)):
        child, grown = recogniser.near(_in(year)).index.templates.vectors
        assert child[axis] > whole[0][axis]
        assert np.array_equal(grown, whole[1])
    later = recogniser.near(_in(2040)).index.templates.vectors  # all of them are of another age
    np.testing.assert_allclose(later, whole, atol=1e-6)
    assert len(recogniser.near(_in(2020)).index) == 6


def test_with_another_index_it_is_that_which_is_asked(recogniser: Recogniser) -> None:
    assert len(recogniser.near(_in(2020)).index) == 6
    fewer = replace(recogniser, index=recogniser.index.remove([10]))
    assert len(fewer.near(_in(2020)).index) == 5


def test_without_a_time_or_a_birth_date_nothing_changes(recogniser: Recogniser) -> None:
    assert recogniser.near(None) is recogniser
    assert recogniser.near(_in(2012)) is recogniser.near(_in(2012))
    nobody = Recogniser(recogniser.index, recogniser.names, recogniser.policy, "m")
    assert nobody.near(_in(2012)) is nobody
