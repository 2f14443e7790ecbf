"""Whether pictures of faces are kept, and what goes where they are not."""

from dataclasses import dataclass

from app.core.text import Text, facts, say, say_n


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of faces in a gallery.

    Attributes:
        kept: Whether new ones are kept.
        stored: How many there are.
        nowhere: Of how many of these no photo is in its place: without it nothing shows the face, and no
            other model reads it.
    """

    kept: bool
    stored: int
    nowhere: int


def unseen_text(faces: int) -> Text:
    """Why so many faces cannot be read."""
    return say_n(
        "of {n} face no picture is kept, and its photo is not in its place",
        "of {n} faces no picture is kept, and their photos are not in their places",
        faces,
    )


def would_drop_text(found: Pictures) -> Text:
    """What would be deleted, in a line."""
    if not found.stored:
        return say("There is no picture of a face.")
    return facts(
        say_n("{n} picture would be deleted", "{n} pictures would be deleted", found.stored),
        say_n(
            "of {n} face no photo is in its place: nothing shows it then, and no other model reads it",
            "of {n} faces no photo is in its place: nothing shows them then, and no other model reads them",
            found.nowhere,
        )
        if found.nowhere
        else say("each is also in a photo that is in its place"),
    )
