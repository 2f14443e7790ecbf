"""What Kith needs of this computer."""

from dataclasses import dataclass

from app.core.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One thing Kith needs: its name, whether it is there, and what was found."""

    name: Text
    ok: bool
    detail: Text
