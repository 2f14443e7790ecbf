"""A proof in words, whatever came of it and whichever model decides."""

from dataclasses import replace

import pytest

from app.core import language
from app.domain.model import Model
from app.domain.training import Change, Curve, Group, ProofOutcome, Rates, TrainingReport
from app.ui.look.texts import number
from app.ui.training import words


def change(value: float, low: float, high: float, *, measured: bool = True) -> Change:
    """A change of TAR behind which a hundred pairs stand, or one."""
    return Change(value, low, high, 100.0 if measured else 1.0, measured)


def card(
    trained: tuple[float, float] | None,
    others: tuple[float, float] | None = None,
    *,
    outcome: ProofOutcome = "gain",
    of_others: Change | None = None,
    least: float = 1e-4,
) -> Model:
    """A retrained model of these rates at one false accept in 1,000, before and after."""
    curve = None if trained is None else Curve((least, 1e-1), (trained[0],) * 2, (trained[1],) * 2)
    groups = {"trained": trained, "others": others}

    def side(place: int) -> dict[str, Rates]:
        return {name: None if rates is None else {"1e-3": rates[place]} for name, rates in groups.items()}

    changes: dict[str, dict[str, Change]] = {}
    if trained is not None:
        gain = trained[1] - trained[0]
        changes["trained"] = {
            "1e-3": change(gain, gain - 0.02, gain + 0.02),
            "1e-4": change(gain, -1, 1, measured=False),
        }
    if of_others is not None:
        changes["others"] = {"1e-3": of_others, "1e-4": change(-0.2, -0.3, -0.1)}
    report = TrainingReport(side(0), side(1), {"trained": curve}, changes, outcome)
    return Model("n", "new", "sface", 128, training=report, parent="p")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.88, 0.95, "Better: misses 5 of 100 faces\ninstead of 12"),
        (0.95, 0.9503, "Better: recognises more faces"),
        (0.87, 0.964, "Better: misses 3.6 of 100 faces\ninstead of 13"),
        (0.87, 1.0, "Better: misses 0 of 100 faces\ninstead of 13"),
        (0.2, 0.5, "Better: misses 50 of 100 faces\ninstead of 80"),
        (0.0, 0.8, "Better: misses 20 of 100 faces\ninstead of 100"),
    ],
)
def test_the_headline_is_the_verdict_and_says_what_is_missed(before: float, after: float, said: str) -> None:
    shown = card((before, after))
    assert words.headline(shown) == said
    assert words.headline(replace(shown, active=True)) == said  # right after switching, too


@pytest.mark.parametrize(
    ("outcome", "before", "said"),
    [
        ("no-gain", 0.9, "No clear gain"),
        ("no-gain", 1.0, "Nothing to gain: hardly a face is missed as it is"),
        ("harm", 0.9, "Not better: other people lose"),
        ("may-harm", 0.9, "Not proved: other people may lose"),
        ("", 0.9, "Not proved to be better"),
    ],
)
def test_each_outcome_has_its_headline(outcome: ProofOutcome, before: float, said: str) -> None:
    assert words.headline(card((before, before), outcome=outcome)) == said


@pytest.mark.parametrize(
    ("group", "headline", "said"),
    [
        ("trained", "but people farther apart", "They lie farther apart: +0.03 in cosine (+0.01 to +0.05)"),
        ("others", "but other people farther", "People it was not trained on lie farther apart: +0.03 in"),
    ],
)
def test_where_no_more_faces_are_recognised_the_words_say_what_grew(
    group: Group, headline: str, said: str
) -> None:
    gaps: dict[Group, Change] = {"trained": change(0, -0.01, 0.01), "others": change(0, -0.01, 0.01)}
    gaps[group] = change(0.031, 0.012, 0.05)
    shown = card((1.0, 1.0), outcome="apart")
    shown = replace(shown, training=replace(shown.report, apart=gaps))
    assert words.headline(shown).startswith("Better: no more faces recognised,")
    assert headline in words.headline(shown)
    assert said in words.about_trained(shown)
    again = replace(shown, training=TrainingReport.from_json(shown.report.to_json()))
    assert words.about_trained(again) == words.about_trained(shown)
    language.use("de")
    try:
        assert words.headline(shown).startswith("Besser: nicht mehr Gesichter erkannt,")
        assert "+0,03" in words.about_trained(shown)
    finally:
        language.use("en")


def test_a_proof_kept_in_an_older_form_has_its_headline_too() -> None:
    stored = {"before": {"trained": {"1e-3": 0.875}}, "after": {"trained": {"1e-3": 0.95}}, "better": True}
    old = replace(card(None), training=TrainingReport.from_json(stored))
    assert words.headline(old).startswith("Better: misses 5 of 100 faces")
    assert words.about_trained(old) == "At one false accept in 1,000."


def test_too_little_to_measure_is_said() -> None:
    assert words.headline(card(None)) == "Too few photos to tell whether it got better"
    assert "too few photos" in words.about_others(card((0.9, 0.95)))


def test_words_about_new_faces_match_the_figures() -> None:
    assert "+5.0 points more" in words.about_trained(card((0.9, 0.95)))
    assert "(+3.0 to +7.0)" in words.about_trained(card((0.9, 0.95)))
    assert "which may be chance" in words.about_trained(card((0.9, 0.91), outcome="no-gain"))
    assert "fewer new faces" in words.about_trained(card((0.9, 0.8), outcome="no-gain"))


@pytest.mark.parametrize(
    ("found", "outcome", "said"),
    [
        (change(0.009, -0.01, 0.02), "gain", "nothing got worse: +0.9 points (−1.0 to +2.0)"),  # noqa: RUF001
        (change(-0.002, -0.01, 0.01), "gain", "nothing got worse: −0.2 points"),  # noqa: RUF001
        (change(-0.012, -0.03, 0.01), "gain", "−1.2 points, which may be chance"),  # noqa: RUF001
        (change(0.03, 0.01, 0.05), "gain", "gain, too: +3.0 points"),
        (change(-0.1, -0.15, -0.05), "harm", "clearly lose: −10.0 points"),  # noqa: RUF001
        (change(0.0, -0.1, 0.1), "harm", "clearly lose: −20.0 points"),  # noqa: RUF001 - at the stricter rate
        (change(-0.035, -0.09, 0.02), "may-harm", "may lose: −3.5 points (−9.0 to +2.0)"),  # noqa: RUF001
    ],
)
def test_other_people_are_not_forgotten(found: Change, outcome: ProofOutcome, said: str) -> None:
    assert said in words.about_others(card((0.9, 0.95), (0.9, 0.9), outcome=outcome, of_others=found))


def test_rates_too_small_for_the_pairs_are_known() -> None:
    shown = card((0.9, 0.95))
    assert [words.unmeasured(shown, fmr) for _, fmr in words.RATES] == [False, False, True]
    assert f"{number(10_000)} pairs of strangers are too few" in words.behind(shown)
    few = card((0.9, 0.95), least=2e-3)
    few = replace(few, training=replace(few.report, changes={}))  # as it was kept before
    assert [words.unmeasured(few, fmr) for _, fmr in words.RATES] == [False, True, True]
    assert words.behind(few) == ""
