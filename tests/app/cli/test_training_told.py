"""What is said of a retraining: its verdict in words, in both languages."""

from dataclasses import replace

from app.cli.training_told import said
from app.core.language import Language
from app.domain.training import Change, Verdict

_UP, _DOWN = (
    Change(0.0213, 0.0105, 0.0312, 100, measured=True),
    Change(-0.012, -0.021, -0.004, 100, measured=True),
)
_FLAT = Change(0.0, -0.004, 0.0051, 100, measured=True)
_GERMAN = Language("de")


def _verdict(outcome: str, trained: Change, others: Change | None = None, strict: Change = _FLAT) -> Verdict:
    changes = {"trained": {1e-3: trained, 1e-4: trained}}
    if others is not None:
        changes["others"] = {1e-3: others, 1e-4: strict}
    return Verdict(outcome, changes)  # type: ignore[arg-type]


def test_a_gain() -> None:
    words = said(_verdict("gain", _UP, _FLAT))
    assert words == (
        "2.1 in 100 new faces more are recognised at one false accept in 1,000 (+1.1 to +3.1); "
        "people it was not trained on: +0.0 points (-0.4 to +0.5)"
    )
    assert _GERMAN.say(words) == (
        "2,1 von 100 neuen Gesichtern mehr werden bei einer Falschakzeptanz auf 1.000 erkannt "
        "(+1,1 bis +3,1); "
        "Personen, auf die es nicht trainiert wurde: +0,0 Punkte (-0,4 bis +0,5)"
    )


def test_no_gain() -> None:
    assert said(_verdict("no-gain", _FLAT, _UP)) == (
        "no clear gain: +0.0 points, which may be chance (-0.4 to +0.5)"
    )
    assert said(_verdict("no-gain", _DOWN)) == "no clear gain: -1.2 points, beyond chance (-2.1 to -0.4)"


def test_harm_is_told_at_the_rate_where_it_was_found() -> None:
    assert said(_verdict("harm", _UP, _DOWN)).endswith(
        "but people it was not trained on lose at one false accept in 1,000: -1.2 points (-2.1 to -0.4)"
    )
    assert said(_verdict("harm", _UP, _FLAT, _DOWN)).endswith(
        "but people it was not trained on lose at one false accept in 10,000: -1.2 points (-2.1 to -0.4)"
    )
    assert "may lose too much at one false accept in 1,000: -1.2" in said(_verdict("may-harm", _UP, _DOWN))


def test_apart_and_unproved() -> None:
    gap = Change(0.031, 0.012, 0.05, 100, measured=True)
    farther = replace(_verdict("apart", _FLAT), apart={"trained": gap, "others": _FLAT})
    assert said(farther) == (
        "hardly a new face was missed before, and people are farther apart now, by +0.03 in cosine"
    )
    assert "um +0,03" in _GERMAN.say(said(farther))
    others = replace(farther, apart={"trained": _FLAT, "others": gap})
    assert "people it was not trained on are farther apart now, by +0.03" in said(others)
    assert said(_verdict("unproved", _FLAT)).startswith("too few faces to prove")
