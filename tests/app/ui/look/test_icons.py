"""Icons by their names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import app.ui
from app.ui.look.icons import icon

_PLACES = {"icon": 0, "icon_button": 0, "put_icon": 1, "EmptyState": 0, "PageEntry": 2}
"""Where functions take the name of an icon; all may take it as `icon`."""


def _named(tree: ast.AST) -> Iterator[str]:
    """Names of icons that are written where one is wanted."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            place = _PLACES.get(call.func.id)
            found: list[ast.expr] = [one.value for one in call.keywords if one.arg == "icon"]
            found += call.args[place : place + 1] if place is not None else []
            yield from (
                one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_every_icon_that_is_named_is_in_the_font(qapp: QApplication) -> None:
    sources = Path(app.ui.__path__[0]).rglob("*.py")
    names = {name for source in sources for name in _named(ast.parse(source.read_text("utf-8"))) if name}
    assert {"users", "caret-left", "folder-open", "selection-plus"} <= names
    for name in sorted(names):
        assert not icon(name).isNull(), name
    with pytest.raises(Exception, match="Invalid icon name"):
        icon("no-such-icon")
