"""What Kith needs of this computer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing Kith needs: its name, whether it is there, and what was found."""

    name: str
    ok: bool
    detail: str
