"""The style sheet: one look for each role that a widget says it has.

Widgets name theirs with a property: `kind` of buttons (primary, link, danger, rail), `role` of labels (title,
fact, strong, muted, small) and frames (panel, banner, warning, error), `pill` of pills.
"""

from dataclasses import asdict
from pathlib import Path
from string import Template

from app.ui.look.resources import resource
from app.ui.look.tokens import Tokens

_SHEET = Template("""
QWidget { font-size: 13px; color: $text; outline: none; }
QMainWindow, QDialog, QWidget[role="page"] { background: $window; }
QLabel, QCheckBox, QRadioButton { background: transparent; }
QLabel[role="title"] { font-size: 22px; font-weight: 650; }
QLabel[role="fact"] { font-size: 28px; font-weight: 650; }
QLabel[role="heading"] { font-size: 20px; font-weight: 650; }
QLabel[role="strong"] { font-size: 15px; font-weight: 600; }
QLabel[role="bold"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 12px; }
QLabel[role="instruction"] {
    background: $accent; color: $on_accent; font-size: 19px; font-weight: 650; border-radius: 12px;
    padding: 12px 24px;
}
QLabel[tone="good"] { color: $good; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="bad"] { color: $bad; }

QFrame[role="panel"] { background: $panel; border: 1px solid $line; border-radius: 12px; }
QFrame[role="rail"] { background: $panel; border: none; border-right: 1px solid $line; }
QFrame[role="banner"] { background: $weak; border: none; border-radius: 12px; }
QFrame[role="warning"] { background: $warning_ground; border: none; border-radius: 12px; }
QFrame[role="warning"] QLabel { color: $warning; }
QFrame[role="error"] { background: $bad_ground; border: 1px solid $bad; border-radius: 12px; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QLabel[pill="plain"] { background: $sunk; color: $muted; }
QLabel[pill="accent"] { background: $weak; color: $accent; }
QLabel[pill="warning"] { background: $warning_ground; color: $warning; }
QLabel[pill="bad"] { background: $bad_ground; color: $bad; }
QLabel[pill] { border-radius: 10px; padding: 3px 9px; font-size: 12px; font-weight: 600; }
QLabel[pill][place="rail"] { padding: 3px 7px; font-size: 11px; border-radius: 8px; }

QPushButton {
    background: $panel; border: 1px solid $line; border-radius: 8px; padding: 8px 13px; font-weight: 500;
}
QPushButton:hover { border-color: $muted; }
QPushButton:pressed, QPushButton:checked { background: $sunk; }
QPushButton:disabled { color: $muted; background: $sunk; }
QPushButton:focus { border: 2px solid $accent; padding: 7px 12px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { border-color: $text; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunk; color: $muted; border-color: $line; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:disabled { color: $muted; }
QPushButton[kind="link"] {
    background: transparent; border: 2px solid transparent; color: $accent; padding: 4px 6px;
}
QPushButton[kind="link"][flush="true"] { padding-left: 0; padding-right: 0; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"]:disabled { color: $muted; }
QPushButton[kind="rail"] {
    background: transparent; border: 2px solid transparent; border-radius: 8px; color: $muted;
    padding: 9px 10px; text-align: left; font-weight: 500;
}
QPushButton[kind="foot"] {
    background: transparent; border: none; color: $muted; padding: 6px 0 6px 6px; text-align: left;
    font-size: 12px;
}
QPushButton[kind="foot"]:hover, QPushButton[kind="foot"]:focus { color: $accent; }
QPushButton[kind="rail"]:hover { background: $sunk; }
QPushButton[kind="rail"]:checked { background: $weak; color: $accent; font-weight: 600; }
QPushButton[kind="rail"]:focus { border: 2px solid $accent; }
QPushButton[kind="row"] { background: transparent; border: 2px solid transparent; padding: 0; }
QPushButton[kind="row"]:hover:enabled { background: $sunk; }
QPushButton[kind="row"]:focus { border-color: $accent; }
QPushButton[kind="tab"] {
    background: transparent; border: 2px solid transparent; color: $muted; padding: 5px 10px;
    font-weight: 600;
}
QPushButton[kind="tab"]:hover { background: $sunk; }
QPushButton[kind="tab"]:checked { background: $weak; color: $accent; }
QPushButton[kind="tab"]:focus { border: 2px solid $accent; }
QPushButton[kind="chip"] {
    background: $weak; border: 1px solid transparent; border-radius: 14px; color: $accent; padding: 4px 10px;
}
QPushButton[kind="chip"]:hover { border-color: $accent; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 3px 9px; }
QPushButton[opens="menu"] { padding-right: 24px; }
QPushButton[opens="menu"]:focus { padding-right: 23px; }
QPushButton[kind="link"][opens="menu"], QPushButton[kind="link"][opens="menu"]:focus {
    padding-right: 10px; text-align: left;
}
QPushButton::menu-indicator { subcontrol-position: right center; right: 8px; }
QPushButton[opens="dots"]::menu-indicator { image: none; width: 0; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit {
    background: $panel; border: 1px solid $line; border-radius: 8px; padding: 7px 12px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted;
}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus {
    border: 2px solid $accent; padding: 6px 11px;
}
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $sunk; }
QComboBox::drop-down { border: none; width: 30px; }
QComboBox::down-arrow { image: url($caret); width: 14px; height: 14px; }
QComboBox { combobox-popup: 0; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 2px solid $muted; }
QListView::indicator, QTableView::indicator { width: 14px; height: 14px; border: 2px solid $muted; }
QCheckBox::indicator, QListView::indicator, QTableView::indicator { border-radius: 5px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {
    background: $accent; border-color: $accent; image: url($tick);
}
QRadioButton::indicator:checked { border: 5px solid $accent; width: 8px; height: 8px; background: $panel; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; }

QSlider { background: transparent; border: none; }
QSlider::groove:horizontal { background: $sunk; height: 6px; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $accent; height: 6px; border-radius: 3px; }
QSlider::handle:horizontal {
    background: $accent; width: 14px; height: 14px; margin: -4px 0; border-radius: 7px;
}
QSlider::handle:horizontal:focus { border: 2px solid $text; width: 10px; height: 10px; }

QProgressBar { background: $sunk; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QAbstractItemView {
    background: $panel; border: none; selection-background-color: $weak; selection-color: $text;
}
QListView, QTreeView { border: 1px solid $line; }
QAbstractItemView[role="bare"] { background: transparent; border: none; }
QAbstractItemView[role="grid"] {
    background: transparent; border: 2px solid transparent; border-radius: 12px;
}
QListView[role="popup"] { padding: 2px; }
QAbstractItemView[role="grid"]:focus { border-color: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $muted; margin: 3px; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $panel; border: 1px solid $line; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 18px; border-radius: 6px; }
QMenu::item:selected { background: $weak; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 5px 8px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QTableView {
    background: $panel; gridline-color: $line; selection-background-color: $weak; selection-color: $text;
}
QHeaderView::section { background: $panel; color: $muted; border: none; padding: 6px; }
""")


def stylesheet(tokens: Tokens) -> str:
    """The whole sheet in these colours."""
    return _SHEET.substitute(asdict(tokens), **images(tokens))


def images(tokens: Tokens) -> dict[str, str]:
    """Files of the marks that a style sheet cannot draw, each in the colour that its name says."""
    return {
        "caret": Path(resource("icons", f"caret-{tokens.muted[1:]}.svg")).as_posix(),
        "tick": Path(resource("icons", f"tick-{tokens.on_accent[1:]}.svg")).as_posix(),
    }
