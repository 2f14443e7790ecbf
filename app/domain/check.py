"""What Kith needs of this computer."""

from dataclasses import dataclass

from app.core.text import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Check:
    """One thing Kith needs.

    Attributes:
        name: What it is called.
        ok: Whether it is there, and sound.
        detail: What was found.
        code: What it is, as a word of its own, for programs.
        remedy: What can be done where it is not, or "".
        mendable: Whether Kith can do that itself.
    """

    name: Text
    ok: bool
    detail: Text
    code: str = ""
    remedy: Text = NOTHING
    mendable: bool = False
