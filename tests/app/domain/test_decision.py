import json

from app.domain.decision import State, Thresholds


def test_states_are_words() -> None:
    assert json.dumps(list(State)) == '["name", "unsure", "unknown"]'


def test_thresholds_through_json() -> None:
    measured = Thresholds(((1e-2, 0.3), (1e-3, 0.4)), "on 1,000 faces")
    full = Thresholds(measured.by_fmr, "", 9.5, ((1e-2, 0.31), (1e-6, 0.6)), 0.7, (0.1, -0.2))
    for one in (measured, full):
        assert Thresholds.from_json(json.loads(json.dumps(one.to_json()))) == one


def test_thresholds_stored_before_people_were_measured_still_load() -> None:
    old = Thresholds.from_json({"by_fmr": [[1e-2, 0.3]], "method": "pairs"})
    assert old == Thresholds(((1e-2, 0.3),), "pairs")
    assert old.for_names == old.by_fmr
    assert old.recognisable is None
