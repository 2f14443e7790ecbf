"""The faces looked at while training goes on."""

import numpy as np
import pytest
import torch

from app.services.training import curve
from app.services.training.change import mean_tars
from app.services.training.curve import look_at
from app.services.training.proof import Proof
from app.services.training.splits import Ids, splits
from trainer.arrays import FloatArray
from trainer.data import Features, LabelledData


def _features(people: Ids, spread: float = 0.9) -> Features:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(int(people.max()) + 1, 32))[people] + spread * rng.normal(
        size=(len(people), 32)
    )
    return Features(torch.from_numpy(values.astype(np.float32)), people)


def _as_they_are(data: LabelledData) -> FloatArray:
    assert isinstance(data, Features)
    assert len(data.values) <= curve._MOST_FACES
    return data.values.numpy()


@pytest.mark.slow
@pytest.mark.parametrize(("count", "each"), [(2, 4), (12, 10), (60, 20), (400, 5)])
def test_what_is_seen_is_close_to_what_the_proof_finds(count: int, each: int) -> None:
    people = np.repeat(np.arange(count), each)
    sessions, data = np.arange(count * each), _features(np.repeat(np.arange(count), each))
    unit = torch.nn.functional.normalize(data.values).numpy()
    seen, proof = [], Proof()
    for split in splits(people, sessions):
        look = look_at(data, split, people, sessions)
        assert look is not None
        seen.append(look(_as_they_are)[1e-2])
        proof.add(split, unit, unit, people, sessions)
    assert np.mean(seen) == pytest.approx(mean_tars(proof.trained, [1e-2])[0][0], abs=0.12)


def test_where_nothing_can_be_compared_there_is_nothing_to_see() -> None:
    people = np.array([0, 0, 1, 1])
    (split, *_) = splits(people, np.arange(4))
    assert look_at(_features(people), split, people, np.arange(4)) is None
