"""Faces that look like another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SimilarFace:
    """A stored face, and how much it looks like what was looked for.

    Attributes:
        face: Its identifier.
        person: Whose it is, or None.
        photo: The photo it is in, or None.
        similarity: The cosine of both embeddings, -1 to 1.
        likely: Whether it is likely the same person's: of 10,000 pairs of two people one is so alike.
    """

    face: int
    person: int | None
    photo: int | None
    similarity: float
    likely: bool
