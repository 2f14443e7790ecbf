"""All measures together, on vectors whose likeness is known."""

from dataclasses import replace

import numpy as np
import pytest

from app.core.errors import Cancelled, TooFewFaces
from app.core.progress import CancelToken, ignore_progress
from app.domain.evaluation import Evaluation
from app.services.evaluation.face_set import FaceSet, GivenPairs
from app.services.evaluation.measure import Source, measure
from tests.app.services.evaluation.conftest import MODEL, made_up
from trainer.metrics import pair_scores, tar_at_fmr


def judged(faces: FaceSet, models: int = 1) -> Evaluation:
    return measure(Source("people", ""), faces, [MODEL] * models, [None] * models, ignore_progress, None)


def test_verification_is_that_of_all_pairs() -> None:
    faces = made_up(10, 6)
    (found,) = judged(faces).models
    scores = pair_scores(faces.vectors[0], faces.people)
    wanted = tar_at_fmr(scores.genuine, scores.impostor, (1e-1, 1e-2))
    assert [one.tar.value for one in found.tar[:2]] == pytest.approx([wanted[0.1], wanted[0.01]])
    assert [one.counted for one in found.tar] == [True, True, True, False, False]  # 1,620 impostor pairs
    assert all(one.tar.low is not None and one.tar.low <= one.tar.value for one in found.tar)
    assert found.curve.fmr[0] == pytest.approx(1 / 1620, rel=0.15)
    assert list(found.curve.tar) == sorted(found.curve.tar)
    assert sum(found.histogram.genuine) == pytest.approx(1)
    assert len(found.histogram.edges) == len(found.histogram.impostor) + 1


def test_faces_that_cannot_be_recognised_are_a_slice_of_their_own() -> None:
    faces = made_up(10, 6)
    fit = np.ones(60, bool)
    fit[:8] = False
    spoilt = replace(faces, recognisable=fit)
    found = judged(spoilt)
    assert (found.judged.faces, found.judged.unrecognisable, found.judged.people) == (52, 8, 9)
    last = found.models[0].slices[-1]
    assert (last.kind, last.name, last.faces) == ("recognisable", "no", 8)
    assert last.genuine == 15 + (1 + 8)  # all of one person, and two of the next person's six
    kept = replace(
        faces,
        people=faces.people[fit] - 1,
        names=faces.names[1:],
        sources=faces.sources[fit],
        weights=faces.weights[fit],
        turns=faces.turns[fit],
        recognisable=fit[fit],
        vectors=(faces.vectors[0][fit],),
    )
    assert judged(kept).models[0].tar == found.models[0].tar
    assert judged(kept).models[0].searches == found.models[0].searches


def test_slices_add_up() -> None:
    (found,) = judged(made_up(6, 5)).models
    for kind in ("quality", "pose"):
        parts = [one for one in found.slices if one.kind == kind]
        assert sum(one.genuine for one in parts) == 6 * 10
        assert sum(one.faces for one in parts) == 30
    people = [one for one in found.slices if one.kind == "person"]
    assert {one.genuine for one in people} == {10}
    assert {one.impostor for one in people} == {5 * 25}
    assert [one.tar for one in people] == sorted(one.tar for one in people if one.tar is not None)


def test_a_mislabelled_face_stands_out() -> None:
    faces = made_up(6, 5, noise=0.2)
    people = faces.people.copy()
    people[0] = 3  # one of person 0 is said to be person 3
    (found,) = judged(replace(faces, people=people)).models
    same = [one for one in found.worst if one.same]
    different = [one for one in found.worst if not one.same]
    assert all(0 in (one.a.face, one.b.face) for one in same[:2])
    assert all(0 in (one.a.face, one.b.face) for one in different[:2])
    assert sum(0 in (one.a.face, one.b.face) for one in same) == 2  # and leaves room for others
    assert [one.similarity for one in same] == sorted(one.similarity for one in same)


def test_two_models_on_the_same_pairs() -> None:
    faces = made_up(8, 5, noise=1.0)
    better = made_up(8, 5, noise=0.6).vectors[0]
    found = judged(replace(faces, vectors=(better, faces.vectors[0])), models=2)
    first, second = found.models
    assert [one.fmr for one in found.changes] == [one.fmr for one in first.tar]
    for change, one, other in zip(found.changes, first.tar, second.tar, strict=True):
        assert change.tar.value == pytest.approx(one.tar.value - other.tar.value)
    assert found.changes[1].tar.value > 0


def test_folds_give_an_accuracy_and_pairs_no_identification() -> None:
    faces = made_up(6, 4, noise=0.3)
    a, b = np.triu_indices(24, 1)
    listed = GivenPairs(a, b, faces.people[a] == faces.people[b], np.arange(len(a)) % 3)
    (found,) = judged(replace(faces, pairs=listed)).models
    assert found.accuracy is not None
    assert found.accuracy.value > 0.9
    assert found.searches == ()


def test_too_few_faces_are_refused_with_what_is_missing() -> None:
    with pytest.raises(TooFewFaces, match="all of one person"):
        judged(made_up(1, 4))
    with pytest.raises(TooFewFaces, match="no two photos show the same person"):
        judged(made_up(4, 1))
    with pytest.raises(TooFewFaces):
        judged(replace(made_up(4, 3), recognisable=np.zeros(12, bool)))


def test_it_can_be_stopped() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        measure(Source("people", ""), made_up(3, 3), [MODEL], [None], ignore_progress, token)
