"""A proof in words: what came of it, how many faces are missed, and what became of everyone else.

The words hold whichever model decides: they never say "now" or "before".
"""

from app.core.text import sentence as as_sentence
from app.domain.model import Model
from app.domain.training import Change, Group, ProofOutcome, farther
from app.ui.look.texts import hundredths, number, points, shown, tr, tr_n

RATES = (("1e-2", 1e-2), ("1e-3", 1e-3), ("1e-4", 1e-4))
"""False match rates that are told, by their name in the engine's figures."""
DECIDING = "1e-3"
NONE = "–"  # noqa: RUF001 - a dash for no figure
_STRICT = "1e-4"
_ROOM = 0.99
"""TAR from which nearly no face is missed."""
_SAME = 0.005
"""Fall of a rate that counts as none."""


def known(model: Model, group: str = "trained") -> tuple[float, float] | None:
    """TAR before and after at the deciding rate; None where too little is known of the group."""
    before, after = model.report.before.get(group), model.report.after.get(group)
    if not before or not after or DECIDING not in before or DECIDING not in after:
        return None
    return before[DECIDING], after[DECIDING]


def keeps(model: Model) -> str:
    """That it was trained on people who are to be known no more."""
    return tr_n(
        "It keeps what it learnt of {n} person who was forgotten or agrees no more",
        "It keeps what it learnt of {n} people who were forgotten or agree no more",
        model.forgotten,
    )


def headline(model: Model) -> str:
    """The verdict in one sentence."""
    rates = known(model)
    if rates is None:
        return tr("Too few photos to tell whether it got better")
    outcome = _outcome(model)
    if outcome == "gain":
        was, now = (_missed_of_hundred(rate) for rate in rates)
        if now == was:
            return tr("Better: recognises more faces")
        return tr("Better: misses {now} of 100 faces\ninstead of {was}", now=now, was=was)
    if outcome == "no-gain" and rates[0] >= _ROOM:
        return tr("Nothing to gain: hardly a face is missed as it is")
    if outcome == "apart":
        if farther(model.report.apart) == "others":
            return tr("Better: no more faces recognised,\nbut other people farther apart")
        return tr("Better: no more faces recognised,\nbut people farther apart")
    return {
        "no-gain": tr("No clear gain"),
        "harm": tr("Not better: other people lose"),
        "may-harm": tr("Not proved: other people may lose"),
    }.get(outcome, tr("Not proved to be better"))


def _missed_of_hundred(tar: float) -> str:
    """How many faces of a hundred go unrecognised, in tenths where they are few."""
    missed = 100 * (1 - tar)
    return number(missed, 1 if 0.05 <= missed < 9.95 and round(missed, 1) % 1 else 0)


def about_trained(model: Model) -> str:
    """What became of new faces of the people it was trained on."""
    change, rates = _change(model, "trained"), known(model)
    if change is None or rates is None:
        return tr("At one false accept in 1,000.") if rates else ""
    values = _values(change)
    if model.report.outcome == "apart" and (group := farther(model.report.apart)):
        return _about_gap(group, model.report.apart[group])
    if rates[0] >= _ROOM and model.report.outcome != "gain":
        return tr("Hardly a new face of the people it learnt was missed, so that is no measure here.")
    if change.high < 0:
        return tr(
            "It recognises fewer new faces of the people it learnt: {change} points ({range}).", **values
        )
    if model.report.outcome == "no-gain":
        return tr(
            "New faces of the people it learnt: {change} points, which may be chance ({range}).", **values
        )
    return tr(
        "At one false accept in 1,000 it recognises {change} points more of the new faces of the people"
        " it learnt ({range}).",
        **values,
    )


def _about_gap(group: Group, gap: Change) -> str:
    """How much farther apart people lie, in cosine, where hardly a face was missed."""
    values = {name: hundredths(getattr(gap, name)) for name in ("value", "low", "high")}
    if group == "others":
        return tr(
            "Hardly a new face of the people it learnt was missed. People it was not trained on lie farther"
            " apart: {value} in cosine ({low} to {high}).",
            **values,
        )
    return tr(
        "Hardly a new face of the people it learnt was missed. They lie farther apart:"
        " {value} in cosine ({low} to {high}).",
        **values,
    )


def about_others(model: Model) -> str:
    """What became of people it was not trained on."""
    rates, change = known(model, "others"), _change(model, "others")
    if rates is None:
        return tr("For people it was not trained on, there were too few photos to measure.")
    if change is None:
        return tr("People it was not trained on: {change} points.", change=points(rates[1] - rates[0]))
    values = _values(change)
    if model.report.outcome == "harm":
        return tr(
            "People it was not trained on clearly lose: {change} points ({range}).", **_values(_worst(model))
        )
    if model.report.outcome == "may-harm":
        return tr("People it was not trained on may lose: {change} points ({range}).", **values)
    if change.low > 0:
        return tr("People it was not trained on gain, too: {change} points ({range}).", **values)
    if change.value < -_SAME:
        return tr("People it was not trained on: {change} points, which may be chance ({range}).", **values)
    if round(100 * change.low, 1) == round(100 * change.high, 1) == 0:
        return tr("For people it was not trained on nothing changed.")
    return tr("For people it was not trained on nothing got worse: {change} points ({range}).", **values)


def behind(model: Model) -> str:
    """How many pairs of strangers there are where they are too few for a rate, "" where they are enough."""
    few = [
        one.pairs / float(name)
        for name, one in model.report.changes.get("trained", {}).items()
        if not one.measured and float(name) > 0
    ]
    if not few:
        return ""
    return tr(
        "* A hint, no measurement: {count} pairs of strangers are too few for so small a rate.",
        count=number(max(few)),
    )


def unmeasured(model: Model, fmr: float) -> bool:
    """Whether there were too few pairs of strangers to measure a rate this small."""
    changes = model.report.changes.get("trained", {})
    told = [one.measured for name, one in changes.items() if float(name) == fmr]
    if told:
        return not told[0]
    curve = model.report.curves.get("trained")
    return bool(model.report.curves) and (curve is None or fmr < curve.fmr[0] * 0.999)


def interval(change: Change) -> str:
    """What chance leaves of a change, in points."""
    return tr("{low} to {high}", low=points(change.low), high=points(change.high))


def sentence(text: str) -> str:
    """What the engine says, as a sentence."""
    return as_sentence(shown(text))


def _outcome(model: Model) -> ProofOutcome:
    """What its proof showed, also where that was kept in another form."""
    return model.report.outcome


def _change(model: Model, group: str) -> Change | None:
    return model.report.changes.get(group, {}).get(DECIDING)


def _worst(model: Model) -> Change:
    """The change by which others clearly lose."""
    found = model.report.changes["others"]
    return found[DECIDING] if found[DECIDING].high < 0 else found[_STRICT]


def _values(change: Change) -> dict[str, str]:
    return {"change": points(change.value), "range": interval(change)}
