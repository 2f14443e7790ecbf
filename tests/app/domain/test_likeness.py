"""One score for naming and for sorting."""

import numpy as np
import pytest

from app.clustering.attach import attach
from app.clustering.constraints import Constraints
from app.domain.likeness import combined
from app.recognition.index import Index
from app.recognition.scores import everybody


def test_faces_that_are_the_same_give_the_mean_of_both_cosines() -> None:
    found = combined(np.array([0.8, 0.4]), np.array([0.6, 0.2]), [1.0, 0.8])
    assert found == pytest.approx([0.7, 0.27])


def test_a_face_joins_a_cluster_from_the_score_on_by_which_it_would_be_named() -> None:
    chance = np.random.default_rng(0)
    faces = chance.normal(0, 1, (7, 16)).astype(np.float32) + 1
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    known = np.arange(6)
    index = Index.build(known, np.zeros(6), faces[:6], np.ones(6))
    score = float(everybody(index, faces[6:])[0, 0])
    labels = np.array([0] * 6 + [-1])
    for threshold, joins in ((score - 1e-4, True), (score + 1e-4, False)):
        found = attach(faces, labels, Constraints.of(np.arange(7)), threshold)
        assert (found[6] == 0) == joins
