"""What was found, in words."""

from app.domain.evaluation import Evaluation, Findings, Judged, Measured, SearchRate, Slice, TarAt
from app.ui.look.texts import number, one_in, percent, points, sentences, tr, tr_n

SHOWN_FMR = 1e-3
"""The rate that sentences speak of."""
NONE = "–"  # noqa: RUF001 - a dash for no figure


def headline(found: Findings) -> str:
    """The one sentence that says how good it is."""
    at = shown_rate(found)
    if found.verdicts is not None:
        said = found.verdicts
        return tr(
            "{right} of {probes} faces get their name, {wrong} another's",
            right=number(said.right),
            probes=number(said.probes),
            wrong=number(said.wrong),
        )
    share = percent(at.tar.value)
    if not at.counted:
        return tr(
            "{share} of the pairs of one person are recognised where no two people are taken for one",
            share=share,
        )
    return tr("{share} of the pairs of one person are recognised", share=share)


def shown_rate(found: Findings) -> TarAt:
    """Verification at the rate that sentences speak of."""
    return next(one for one in found.tar if one.fmr == SHOWN_FMR)


def details(found: Findings) -> str:
    """What stands behind the headline."""
    at, parts = shown_rate(found), []
    if (said := found.verdicts) is not None:
        parts.append(
            tr(
                "As Kith is set, {rate} strangers may get a name; here {named} of {strangers} did. "
                "Faces left between two people: {unsure}.",
                rate=one_in(said.fpir),
                named=number(said.named),
                strangers=number(said.strangers),
                unsure=number(said.unsure),
            )
        )
    parts.append(_verified(at))
    return sentences(*parts)


def _verified(at: TarAt) -> str:
    share = bounded(at.tar)
    if at.counted:
        return tr(
            "At one false accept in 1,000, {share} of the pairs of one person are recognised.", share=share
        )
    return tr(
        "Where no two people are taken for one, {share} of the pairs of one person are recognised: there are "
        "too few pairs of two people to count one false accept in 1,000.",
        share=share,
    )


def material(judged: Judged) -> str:
    """What was judged."""
    text = tr(
        "{faces} faces of {people} people: {genuine} pairs of one person, {impostor} of two.",
        faces=number(judged.faces),
        people=number(judged.people),
        genuine=number(judged.genuine),
        impostor=number(judged.impostor),
    )
    lost = tr_n(
        "{n} more face cannot be recognised and is left out.",
        "{n} more faces cannot be recognised and are left out.",
        judged.unrecognisable,
    )
    return sentences(
        text,
        tr("The pairs are a random sample of all.") if judged.sampled else "",
        lost if judged.unrecognisable else "",
    )


def comparison(found: Evaluation) -> str:
    """How the first of two models does against the second, in a sentence; "" of one."""
    if not found.changes:
        return ""
    change = next(one.tar for one in found.changes if one.fmr == SHOWN_FMR)
    first, second = (model.name for model in found.models)
    difference = points(change.value)
    if change.low is not None and change.high is not None and change.low <= 0 <= change.high:
        return tr(
            "{first} and {second} differ by {points} points, which may be chance.",
            first=first,
            second=second,
            points=difference,
        )
    if change.value > 0:
        return tr(
            "{first} recognises more of the pairs than {second}: {points} points.",
            first=first,
            second=second,
            points=difference,
        )
    return tr(
        "{first} recognises fewer of the pairs than {second}: {points} points.",
        first=first,
        second=second,
        points=difference,
    )


def bounded(rate: Measured) -> str:
    """A rate with its interval."""
    if rate.low is None or rate.high is None:
        return percent(rate.value)
    return tr(
        "{value} ({low} to {high})",
        value=percent(rate.value),
        low=number(100 * rate.low, 1),
        high=number(100 * rate.high, 1),
    )


def gallery(rate: SearchRate) -> str:
    """How many people are searched."""
    people = number(rate.people)
    return tr("{people}, all of them", people=people) if rate.own else people


def basis(rate: SearchRate) -> str:
    """Where a figure comes from."""
    return {
        "counted": tr("counted"),
        "extrapolated": tr("extrapolated"),
        "unknown": tr("too few faces"),
    }[rate.basis]


def part(one: Slice) -> str:
    """What a slice is called."""
    if one.kind == "person":
        return one.name
    return {
        "low": tr("low quality"),
        "middle": tr("middling quality"),
        "high": tr("high quality"),
        "frontal": tr("looking ahead"),
        "turned": tr("turned, 15 to 35 degrees"),
        "profile": tr("turned farther"),
        "no": tr("not recognisable"),
    }[one.name]


def false_accepts(fmr: float | None) -> str:
    """A rate of false accepts as it was seen."""
    if fmr is None:
        return NONE
    return one_in(fmr) if fmr else tr("none")
