"""A proof in words: how many faces are missed before and after, and what became of everyone else."""

from app.engine.views import ModelCard
from app.ui.engine_texts import said
from app.ui.texts import number, tr

RATES = (("1e-2", 1e-2), ("1e-3", 1e-3), ("1e-4", 1e-4))
"""False match rates that are told, by their name in the engine's figures."""
DECIDING = "1e-3"


def known(model: ModelCard, group: str = "trained") -> tuple[float, float] | None:
    """TAR before and after at the deciding rate; None where too little is known of the group."""
    before, after = model.before.get(group), model.after.get(group)
    if not before or not after or DECIDING not in before or DECIDING not in after:
        return None
    return before[DECIDING], after[DECIDING]


def missed(tar: float, *, short: bool = False) -> str:
    """How many faces go unrecognised: "1 face in 20", or short "1 in 20"; "6 faces in 10"."""
    share = 1 - tar
    if share <= 0:
        return tr("none") if short else tr("no face")
    if share > 0.95:
        return tr("nearly all") if short else tr("nearly every face")
    if share > 0.4:
        count = number(round(10 * share))
        return tr("{count} in 10", count=count) if short else tr("{count} faces in 10", count=count)
    count = number(round(1 / share))
    return tr("1 in {count}", count=count) if short else tr("1 face in {count}", count=count)


def headline(model: ModelCard) -> str:
    """The result in one sentence."""
    rates = known(model)
    if rates is None:
        return tr("Too few photos to tell whether it got better")
    before, after = rates
    if missed(before) == missed(after):
        return tr("Misses {now}, as before", now=missed(after))
    return tr("Misses {now} now,\n{was} before", now=missed(after), was=missed(before, short=True))


def about_others(model: ModelCard) -> str:
    """What became of people it was not trained on."""
    rates = known(model, "others")
    if rates is None:
        return tr("For people it was not trained on, there were too few photos to measure.")
    change = points(*rates)
    if rates[1] >= rates[0]:
        return tr("For people it was not trained on nothing got worse ({change} points).", change=change)
    if model.better:
        return tr(
            "For people it was not trained on: {change} points, no more than chance explains.", change=change
        )
    return tr("For people it was not trained on it got worse ({change} points).", change=change)


def points(before: float, after: float) -> str:
    """A change of a rate in points, with its sign."""
    change = round(100 * (after - before), 1)
    sign = "+" if change > 0 else "−" if change < 0 else ""  # noqa: RUF001 - a minus, as wide as a plus
    return sign + number(abs(change), 1)


def unmeasured(model: ModelCard, fmr: float) -> bool:
    """Whether there were too few pairs of strangers to measure a rate this small."""
    curve = model.curves.get("trained")
    return bool(model.curves) and (curve is None or fmr < curve.fmr[0] * 0.999)


def sentence(text: str) -> str:
    """What the engine says, as a sentence."""
    shown = said(text)
    whole = shown[:1].upper() + shown[1:]
    return whole if whole.endswith((".", "…")) else f"{whole}."
