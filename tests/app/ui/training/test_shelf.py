"""Which model's proof is shown, and against what."""

from dataclasses import replace

from app.domain.model import Model
from app.ui.training.shelf import Shelf

BASE = Model("p", "sface", "sface", 128)
OLD = replace(BASE, id="a", name="first", parent="p")
NEW = replace(OLD, id="b", name="second")


def test_the_newest_is_shown_until_another_is_chosen() -> None:
    shelf = Shelf((replace(BASE, active=True), OLD, NEW))
    assert shelf.shown == NEW
    assert shelf.remark(NEW) == ""
    shelf.chosen = "a"
    assert shelf.shown == OLD
    assert shelf.remark(OLD) == "first"


def test_nothing_is_shown_before_the_first_retraining() -> None:
    assert Shelf((BASE,)).shown is None


def test_what_before_means_is_said_where_another_model_decides() -> None:
    shelf = Shelf((BASE, replace(OLD, active=True), NEW))
    assert shelf.remark(NEW) == "the old model is sface, which it was trained from"
