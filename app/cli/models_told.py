"""What the commands about models say: of one that was added, and of two that were compared."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.cli import output
from app.core.text import Listed, Text, quote, say, say_n
from app.domain.comparison import ModelComparison, PersonChange

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
    name = one.model.name
    output.tell(
        say("Added {name}: {count} numbers a face.", name=output.bold(name), count=one.model.dimension)
    )
    _tell_input(one)
    if one.model.licence is None:
        output.note(say("Its licence is not stated. Add it again with --licence to keep it with the model."))
    if one.comparison is None:
        output.note(say("It cannot decide yet: {reason}.", reason=one.obstacle))
        return
    tell_compared(one.comparison)
    output.tell(say("Let it decide: kith models use {name}", name=name))


def tell_compared(found: ModelComparison) -> None:
    """Print a comparison."""
    title = say_n(
        "of {n} face, named by the person's others",
        "of {n} faces, each named by the person's others",
        found.faces,
    )
    table = output.Table(title, quote(found.base), quote(found.other), right=[1, 2])
    table.row(say("named right"), found.before, found.after)
    table.row(say("given a wrong name"), found.wrong_before, found.wrong_after)
    table.show()
    output.tell(say("Gained: {people}.", people=_changed(found.gained)))
    output.tell(say("Lost: {people}.", people=_changed(found.lost)))
    output.tell(say("The same: {people}.", people=say_n("{n} person", "{n} people", found.same)))


def _changed(people: "tuple[PersonChange, ...]") -> Text:
    """Whom it concerns and how, the first few by name."""
    if not people:
        return say("nobody")
    told = Listed(
        tuple(
            say(
                "{name} ({before} to {after} of {faces})",
                name=one.name,
                before=one.before,
                after=one.after,
                faces=one.faces,
            )
            for one in people[:_MOST_NAMED]
        )
    )
    if (rest := len(people) - _MOST_NAMED) > 0:
        return say("{people} and {count} more", people=told, count=rest)
    return say("{people}", people=told)


def _tell_input(one: "AddedModel") -> None:
    """How it wants its pictures, and how sure that is."""
    if one.probe is None:
        output.tell(say("Its input is as it was given."))
        return
    output.tell(
        say_n(
            "Its input: {way} (the best of {tried}, on {n} face).",
            "Its input: {way} (the best of {tried}, on {n} faces).",
            one.probe.faces,
            way=_words(one.probe.way),
            tried=one.probe.tried,
        )
    )
    if not one.probe.convincing:
        output.note(
            say(
                "This is a guess: in none of the ways does it tell the people enrolled apart. If you know "
                "better, add it again with --size, --layout, --order, --normalisation and --template."
            )
        )
    for way in one.probe.rivals:
        output.note(
            say("As good on these faces: {way}. If you know which it is, add it again so.", way=_words(way))
        )


def _words(way: "Way") -> Text:
    return say(
        "{size} pixels, {layout}, {order}, normalisation {normalisation}, {template}'s landmarks",
        size=way.size,
        layout=way.layout,
        order=way.order,
        normalisation=way.normalisation,
        template=way.template,
    )
