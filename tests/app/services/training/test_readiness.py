"""What there is to train on, and what stands in its way."""

import numpy as np
import pytest

from app.services.training.readiness import readiness

_NAMES = {1: "Zoe", 2: "Anna", 3: "Bert"}


def _of(*people: int, chosen: bool = False) -> tuple[int, int, tuple[str, ...], str]:
    found = readiness(np.array(people, np.int64), _NAMES, chosen=chosen)
    why = "" if found.obstacle is None else f"{found.obstacle.why}. {found.obstacle.remedy}"
    return found.people, found.faces, found.single, why


def test_people_with_one_face_are_named_in_order_and_not_counted() -> None:
    assert _of(1, 2, 3, 3, 3) == (1, 3, ("Anna", "Zoe"), "")
    assert _of(1, 1, 2, 2) == (2, 4, (), "")


@pytest.mark.parametrize(
    ("people", "chosen", "why"),
    [
        ((), False, "nobody is enrolled"),
        ((1, 1), False, "only one is enrolled"),
        ((1, 2, 3), False, "everyone has a single photo"),
        ((1, 2), True, "too few people remain"),
    ],
)
def test_what_is_missing_is_said(people: tuple[int, ...], chosen: bool, why: str) -> None:
    assert why in _of(*people, chosen=chosen)[-1]
