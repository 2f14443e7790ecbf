"""What the commands about models say: of one that was added, and of two that were compared."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.cli import output
from app.core.text import say
from app.domain.comparison import ModelComparison

if TYPE_CHECKING:
    from app.domain.model import AddedModel
    from app.domain.preprocessing import Way

_MOST_NAMED = 10
"""People named in a list before the rest are counted."""


def added(one: "AddedModel") -> dict[str, Any]:
    """What came of adding a file, for JSON."""
    probe = one.probe
    return {
        "added": one.model.name,
        "id": one.model.id,
        "dimension": one.model.dimension,
        "licence": one.model.licence,
        "preprocessing": one.preprocessing.to_json(),
        "probe": probe
        and {
            "way": asdict(probe.way),
            "decidability": round(probe.decidability, 3),
            "tried": probe.tried,
            "faces": probe.faces,
            "certain": probe.convincing and not probe.rivals,
            "rivals": [asdict(way) for way in probe.rivals],
        },
        "comparison": one.comparison and compared(one.comparison),
        "obstacle": one.obstacle or None,
    }


def compared(found: ModelComparison) -> dict[str, Any]:
    """A comparison, for JSON."""
    return asdict(found)


def tell_added(one: "AddedModel") -> None:
    """Print what came of adding a file."""
    name = output.shown(one.model.name)
    output.tell(f"Added [bold]{name}[/]: {one.model.dimension} numbers a face.")
    _tell_input(one)
    if one.model.licence is None:
        output.note(say("Its licence is not stated. Add it again with --licence to keep it with the model."))
    if one.comparison is None:
        output.note(say("It cannot decide yet: {reason}.", reason=one.obstacle))
        return
    tell_compared(one.comparison)
    output.tell(f"Let it decide: kith models use {name}")


def tell_compared(found: ModelComparison) -> None:
    """Print a comparison."""
    base, other = output.shown(found.base), output.shown(found.other)
    table = output.table(
        f"of {found.faces} faces, each named by the person's others", f">{base}", f">{other}"
    )
    table.add_row("named right", str(found.before), str(found.after))
    table.add_row("given a wrong name", str(found.wrong_before), str(found.wrong_after))
    output.stdout.print(table)
    for title, changes in (("Gained", found.gained), ("Lost", found.lost)):
        told = [f"{output.shown(c.name)} ({c.before} to {c.after} of {c.faces})" for c in changes]
        rest = f" and {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
        output.tell(f"{title}: {', '.join(told[:_MOST_NAMED]) or 'nobody'}{rest}.")
    output.tell(f"The same: {found.same} people.")


def _tell_input(one: "AddedModel") -> None:
    """How it wants its pictures, and how sure that is."""
    if one.probe is None:
        output.tell(say("Its input is as it was given."))
        return
    output.tell(
        f"Its input: {_words(one.probe.way)} (the best of {one.probe.tried}, on {one.probe.faces} faces)."
    )
    if not one.probe.convincing:
        output.note(
            "This is a guess: in none of the ways does it tell the people enrolled apart. If you know "
            "better, add it again with --size, --layout, --order, --normalisation and --template."
        )
    for way in one.probe.rivals:
        output.note(f"As good on these faces: {_words(way)}. If you know which it is, add it again so.")


def _words(way: "Way") -> str:
    return (
        f"{way.size} pixels, {way.layout}, {way.order}, normalisation {way.normalisation}, "
        f"{way.template}'s landmarks"
    )
