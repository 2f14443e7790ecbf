"""Colours by role, light and dark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they are for, as #RRGGBB.

    Attributes:
        window: Behind everything.
        panel: Of cards, the rail and fields.
        sunk: Of what lies deeper: tracks, badges.
        line: Between and around.
        text: To read.
        muted: To read second.
        accent: The one colour of actions and names.
        on_accent: Text on it.
        weak: Ground of what is chosen.
        good: Of what went well.
        warning: Of what needs a look.
        bad: Of what failed.
        warning_ground: Behind text in the warning colour.
        bad_ground: Behind text in the colour of failure.
    """

    window: str
    panel: str
    sunk: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    weak: str
    good: str
    warning: str
    bad: str
    warning_ground: str
    bad_ground: str


LIGHT = Tokens(
    window="#F6F6F4",
    panel="#FFFFFF",
    sunk="#EEEEEA",
    line="#DEDDD7",
    text="#1B1C1B",
    muted="#62645F",
    accent="#0B6E69",
    on_accent="#FFFFFF",
    weak="#DCEFEC",
    good="#1B7A3D",
    warning="#9A5B00",
    bad="#B3261E",
    warning_ground="#FBEFD9",
    bad_ground="#FBE9E7",
)
DARK = Tokens(
    window="#141615",
    panel="#1C1F1E",
    sunk="#252928",
    line="#343A38",
    text="#ECEDEA",
    muted="#A3A8A4",
    accent="#3CC7BB",
    on_accent="#06211F",
    weak="#16332F",
    good="#5BD083",
    warning="#F0B25A",
    bad="#FF8A80",
    warning_ground="#33280F",
    bad_ground="#3A1F1D",
)
