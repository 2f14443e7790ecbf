"""The colours of now, and how the whole application is dressed in them."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.look.stylesheet import stylesheet
from app.ui.look.tokens import DARK, LIGHT, Tokens

Choice = Literal["system", "light", "dark"]


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
    sheet = stylesheet(_Current.tokens)
    if isinstance(app, QApplication) and app.styleSheet() != sheet:  # it goes through every widget there is
        app.setStyleSheet(sheet)


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
