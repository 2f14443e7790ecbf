"""Colours by role, light and dark, and how they are put on."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.stylesheet import stylesheet

Choice = Literal["system", "light", "dark"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark")


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


class _Current:
    tokens = LIGHT


def tokens() -> Tokens:
    """The colours of now. Widgets that paint ask at each painting, so that a change reaches them."""
    return _Current.tokens


def color(role: str) -> QColor:
    """The colour of now for a role: `color("accent")`."""
    return QColor(getattr(_Current.tokens, role))


def put_on(choice: Choice) -> None:
    """Dress the whole application. "system" follows what the desktop says.

    Args:
        choice: What the user chose.
    """
    dark = choice == "dark" or (choice == "system" and _system_is_dark())
    _Current.tokens = DARK if dark else LIGHT
    QApplication.setPalette(_palette(_Current.tokens))
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setStyleSheet(stylesheet(_Current.tokens))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(tokens: Tokens) -> QPalette:
    """Qt's own roles from ours, for what no style sheet reaches."""
    role = QPalette.ColorRole
    palette = QPalette()
    for part, value in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.panel,
        role.AlternateBase: tokens.sunk,
        role.Text: tokens.text,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.panel,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
    }.items():
        palette.setColor(part, QColor(value))
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(tokens.muted))
    return palette
