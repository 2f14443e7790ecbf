import numpy as np
import pytest

from app.clustering.constraints import Constraints, Said, conflicted


def test_faces_of_one_photo_are_rivals() -> None:
    rules = Constraints.of(["a", "b", "a", "c"])
    assert conflicted(rules, np.array([0, 0, 0, 1])).tolist() == [True, False]
    assert conflicted(rules, np.array([0, 0, 1, 1])).tolist() == [False, False]


def test_faces_told_apart_are_rivals() -> None:
    rules = Constraints.of([1, 2, 3], Said(cannot_link=[([0], [2])]))
    assert conflicted(rules, np.array([0, 1, 0])).tolist() == [True, False]


def test_groups_told_apart_are_rivals_of_each_other_and_not_within() -> None:
    rules = Constraints.of([1, 2, 3, 4, 5], Said(cannot_link=[([0, 1], [2, 3])]))
    assert conflicted(rules, np.array([0, 0, 1, 1, 0])).tolist() == [False, False]
    assert conflicted(rules, np.array([0, 1, 2, 1, 2])).tolist() == [False, True, False]
    assert conflicted(rules.permuted(np.array([4, 3, 1])), np.array([0, 1, 1])).tolist() == [False, True]


def test_what_is_said_to_be_one_person_is_followed_through() -> None:
    rules = Constraints.of([1, 2, 3, 4], Said(must_link=[(0, 1), (1, 3)]))
    assert rules.fused[0] == rules.fused[1] == rules.fused[3] != rules.fused[2]


@pytest.mark.parametrize(
    ("photos", "apart", "one"),
    [([1, 2], [([0], [1])], [(1, 0)]), ([1, 2, 1], [([0], [2])], [(0, 1), (1, 2)])],
)
def test_contradictions_are_refused(
    photos: list[int], apart: list[tuple[list[int], list[int]]], one: list[tuple[int, int]]
) -> None:
    with pytest.raises(ValueError, match="different people"):
        Constraints.of(photos, Said(apart, one))


def test_what_is_said_to_be_one_person_may_be_twice_in_a_photo() -> None:
    rules = Constraints.of([1, 1, 1, 2], Said(must_link=[(0, 3), (3, 1)]))
    assert conflicted(rules, np.array([0, 0, 1, 0])).tolist() == [False, False]
    assert conflicted(rules, np.array([0, 0, 0, 0])).tolist() == [True]


def test_of_a_group_of_different_people_no_two_are_one() -> None:
    rules = Constraints.of([1, 2, 3, 4], Said(different=[[0, 2, 3], []]))
    assert conflicted(rules, np.array([0, 0, 1, 2])).tolist() == [False, False, False]
    assert conflicted(rules, np.array([0, 1, 1, 0])).tolist() == [True, False]


def test_a_face_is_not_told_apart_from_itself() -> None:
    with pytest.raises(ValueError, match="different people"):
        Constraints.of([1, 2], Said(cannot_link=[([0], [0])]))


def test_what_is_said_counts_more_than_what_looks_alike() -> None:
    assert Constraints.of([1, 1], alike=[(0, 1)]).fused.tolist() == [0, 0]
    assert Constraints.of([1, 1], Said([([0], [1])]), alike=[(0, 1)]).fused.tolist() == [0, 1]
    assert Constraints.of([1, 1, 2], Said(different=[[0, 2]]), alike=[(0, 1)]).fused.tolist() == [0, 0, 1]
