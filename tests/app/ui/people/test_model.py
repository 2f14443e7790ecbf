"""Who is shown, in which order, and what is said of them."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.person import Person
from app.ui.people.model import MIME, PeopleModel, Sort, arranged

NOW = datetime(2026, 5, 1, tzinfo=UTC)
CARDS = [
    Person(1, "Amélie", 4, 11, NOW),
    Person(2, "Jonas", 1, 12, NOW - timedelta(days=2)),
    Person(3, "Łukasz", 9, 13, NOW - timedelta(days=1)),
    Person(4, "Zoë", 0, None, NOW - timedelta(days=3)),
]


@pytest.mark.parametrize(
    ("sort", "ids"), [("name", [1, 2, 3, 4]), ("faces", [3, 1, 2, 4]), ("newest", [1, 3, 2, 4])]
)
def test_orders(sort: Sort, ids: list[int]) -> None:
    assert [card.id for card in arranged(CARDS, sort)] == ids


@pytest.mark.parametrize(
    ("typed", "ids"), [("amel", [1]), ("LUK", [3]), ("o", [2, 4]), ("x", []), (" ", [1, 2, 3, 4])]
)
def test_search_does_not_care_for_accents_and_capitals(typed: str, ids: list[int]) -> None:
    assert [card.id for card in arranged(CARDS, "name", typed)] == ids


def test_places_are_kept_until_people_are_known(qapp: object) -> None:
    model = PeopleModel()
    assert model.rowCount() > 0
    assert model.cards == []
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags


def test_the_same_people_are_shown_without_starting_over(qapp: object) -> None:
    model = PeopleModel()
    assert model.show_cards(CARDS)
    assert not model.show_cards([*CARDS[:3], Person(4, "Zoe", 5, 14, NOW)])
    assert model.data(model.index(3, 0)) == "Zoe"
    assert model.show_cards(CARDS[1:])


def test_words_for_screen_readers_and_tooltips(qapp: object) -> None:
    model = PeopleModel()
    model.show_cards(CARDS)
    role = Qt.ItemDataRole
    assert model.data(model.index(0, 0), role.AccessibleTextRole) == "Amélie, 4 faces"
    assert "one face" in model.data(model.index(1, 0), role.ToolTipRole)
    assert "cannot be recognised" in model.data(model.index(3, 0), role.ToolTipRole)


def test_people_are_dragged_by_identifier(qapp: object) -> None:
    model = PeopleModel()
    model.show_cards(CARDS)
    data = model.mimeData([model.index(0, 0), model.index(2, 0)])
    assert bytes(data.data(MIME).data()) == b"1,3"
