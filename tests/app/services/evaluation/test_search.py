"""Identification as the recogniser itself scores and decides."""

import numpy as np
import pytest

from app.core.progress import ignore_progress
from app.domain.decision import Thresholds
from app.recognition.decision import Policy, decide
from app.recognition.index import Index
from app.recognition.scores import best_people
from app.services.evaluation.search import rates, search, verdicts
from tests.app.services.evaluation.conftest import made_up
from trainer.metrics import resamples


def test_each_face_is_searched_without_its_own_source() -> None:
    faces = made_up(5, 4, per_source=2)
    found = search(faces, ignore_progress, None)
    assert found.others == 4
    assert sorted(found.people.tolist()) == faces.people.tolist()
    rest = faces.sources != faces.sources[0]
    index = Index.build(np.flatnonzero(rest), faces.people[rest], faces.vectors[0][rest], faces.weights[rest])
    people, scores = best_people(index, faces.vectors[0][:1], 5)
    mine = people[0] == faces.people[0]
    assert found.own[0] == pytest.approx(scores[0][mine][0])
    assert np.allclose(found.rivals[0, :4], scores[0][~mine], atol=1e-6)


def test_a_person_with_one_source_has_nobody_to_be_found() -> None:
    found = search(made_up(5, 2, per_source=2), ignore_progress, None)
    assert not found.mated.any()
    assert rates(found, resamples(5)) == ()


def test_more_probes_than_the_bound_are_a_sample() -> None:
    faces = made_up(5, 20)
    assert len(search(faces, ignore_progress, None, most=1000).people) == 10


def test_rates_say_where_they_come_from() -> None:
    found = rates(search(made_up(40, 6, noise=0.8), ignore_progress, None), resamples(40))
    basis = {(one.people, one.fpir): one.basis for one in found}
    assert basis == {
        (40, 1e-2): "counted",
        (40, 1e-3): "extrapolated",  # 240 probes do not show one false alarm in 1,000
        (10, 1e-2): "counted",
        (10, 1e-3): "extrapolated",
        (100, 1e-2): "extrapolated",  # more people than there are
        (100, 1e-3): "extrapolated",
        (1000, 1e-2): "extrapolated",
        (1000, 1e-3): "extrapolated",
    }
    fnir = {(one.people, one.fpir): one.fnir.value for one in found if one.fnir}
    assert fnir[10, 1e-2] <= fnir[40, 1e-2] <= fnir[100, 1e-2] <= fnir[1000, 1e-2]
    assert all(fnir[size, 1e-2] <= fnir[size, 1e-3] for size in (10, 40, 100, 1000))
    few = rates(search(made_up(4, 5), ignore_progress, None), resamples(4))
    assert {one.basis for one in few} == {"unknown"}
    assert all(one.fnir is None for one in few)


@pytest.mark.slow
def test_extrapolation_foretells_what_more_people_show() -> None:
    """Half of the people foretell the FNIR that all of them show."""
    whole = made_up(200, 4, noise=0.75)
    half = made_up(100, 4, noise=0.75)
    counted = next(
        one
        for one in rates(search(whole, ignore_progress, None), resamples(200))
        if one.own and one.fpir == 1e-2
    )
    table = rates(search(half, ignore_progress, None), resamples(100))
    assert counted.basis == "counted"
    shown = next(one for one in table if one.people == 1000 and one.fpir == 1e-2)
    own = next(one for one in table if one.own and one.fpir == 1e-2)
    assert own.fnir is not None
    assert counted.fnir is not None
    assert shown.fnir is not None
    assert own.fnir.value <= counted.fnir.value + 0.05
    assert counted.fnir.value <= shown.fnir.value


def test_verdicts_are_those_of_the_recogniser() -> None:
    faces = made_up(6, 4, noise=0.9)
    policy = Policy(Thresholds(((0.05, 0.3), (0.01, 0.5)), "made up"), 0.1)
    found = verdicts(faces, policy, ignore_progress, None)
    assert (found.probes, found.strangers) == (24, 24)
    right = named = 0
    everyone = np.arange(24)
    whole = Index.build(everyone, faces.people, faces.vectors[0], faces.weights)
    for row in everyone:
        probe = faces.vectors[0][row : row + 1]
        right += decide(whole.remove([row]), probe, policy)[0].person == faces.people[row]
        others = everyone[faces.people == faces.people[row]]
        named += decide(whole.remove(others), probe, policy)[0].state == "name"
    assert (found.right, found.named) == (right, named)
    assert 0 < found.right < 24
    assert found.right + found.unsure + found.wrong <= found.probes
