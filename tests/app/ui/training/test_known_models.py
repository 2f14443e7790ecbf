"""Which model's proof is shown, and against what."""

from dataclasses import replace

from app.domain.model import Model
from app.ui.training.known_models import KnownModels

BASE = Model("p", "sface", "sface", 128)
OLD = replace(BASE, id="a", name="first", parent="p")
NEW = replace(OLD, id="b", name="second")


def test_the_newest_is_shown_until_another_is_chosen() -> None:
    known = KnownModels((replace(BASE, active=True), OLD, NEW))
    assert known.shown == NEW
    assert known.remark(NEW) == ""
    known.chosen = "a"
    assert known.shown == OLD
    assert known.remark(OLD) == "first"


def test_nothing_is_shown_before_the_first_retraining() -> None:
    assert KnownModels((BASE,)).shown is None


def test_what_before_means_is_said_where_another_model_decides() -> None:
    known = KnownModels((BASE, replace(OLD, active=True), NEW))
    assert known.remark(NEW) == "the old model is sface, which it was trained from"
