"""Keys by number, of which single ones are erased."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.keys.tree import DEPTH, SEED, Tree

_NUMBERS = st.one_of(st.integers(0, 40), st.integers(0, (1 << DEPTH) - 1))


@given(st.sets(_NUMBERS, max_size=12), st.sets(_NUMBERS, max_size=12))
def test_what_is_erased_is_gone_and_all_others_are_as_they_were(gone: set[int], others: set[int]) -> None:
    tree = Tree.made()
    before = {number: tree.key(number) for number in gone | others}
    assert None not in before.values()
    assert len(set(before.values())) == len(before)
    assert tree.erase(gone) is bool(gone)
    assert not tree.erase(gone)
    again = Tree.read(tree.written())
    for number, key in before.items():
        assert tree.key(number) == again.key(number) == (None if number in gone else key)
    assert tree.last_erased(1 << DEPTH) == max(gone, default=None)
    assert tree.last_erased(40) == max((number for number in gone if number < 40), default=None)


@given(st.integers(0, (1 << DEPTH) - 1))
def test_no_seed_that_is_left_leads_to_an_erased_key(number: int) -> None:
    """The way down to it begins at none of them: from a seed only what lies below it can be had."""
    tree = Tree.made()
    tree.erase([number])
    for depth, way in tree._seeds:
        assert number >> (DEPTH - depth) != way
    assert len(tree.written()) == DEPTH * (1 + DEPTH // 8 + SEED)


def test_who_are_erased_in_a_row_take_little_room() -> None:
    tree = Tree.made()
    tree.erase(range(1000, 9000))
    assert len(tree.written()) < 4_000
    assert tree.key(999) is not None
    assert tree.key(9000) is not None


@pytest.mark.parametrize("data", [b"x", bytes([DEPTH + 1]) + bytes(41), bytes([1]) + b"\xff" * 41])
def test_what_is_no_tree_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no tree"):
        Tree.read(data)
