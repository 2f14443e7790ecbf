"""What commands say of a face without a name."""

from dataclasses import replace

import numpy as np
import pytest

from app.cli import output
from app.cli.photos import words
from app.cli.watching_told import live_words
from app.domain.box import Box
from app.domain.decision import Candidate, Decision, State
from app.domain.face import Chip, Detection, Face, Quality
from app.domain.live import LiveFace
from app.services.recognise.identify import NamedFace

_POINTS = np.zeros((5, 2), np.float32)
_FACE = Face(
    Detection(Box(0, 0, 50, 50), _POINTS, 0.9),
    Quality(40.0, 200.0, 0.5, 0.2, 0.0, 0.0, 0.0, 0.9, 0.8),
    Chip(np.zeros((9, 9, 3), np.uint8), _POINTS),
)


def _said(*, in_common: bool) -> str:
    decision = Decision(State.UNKNOWN, None, 0.5, (Candidate(1, 0.5),), in_common=in_common)
    return output.line(words(NamedFace(_FACE, decision, None, [("Anna", 0.5)]))).plain


def _live(stranger: int | None, *, in_common: bool) -> str:
    face = LiveFace(1, Box(0, 0, 9, 9), State.UNKNOWN, None, 0.5, stranger=stranger, visits=1)
    return output.line(live_words(face if not in_common else replace(face, in_common=True))).plain


def test_a_face_says_that_it_has_only_in_common_what_all_have() -> None:
    why = "(it is like somebody enrolled only in what all of them have in common)"
    assert (_said(in_common=False), _said(in_common=True)) == ("unknown", f"unknown {why}")
    assert (_live(None, in_common=False), _live(None, in_common=True)) == ("unknown", f"unknown {why}")
    assert (_live(3, in_common=False), _live(3, in_common=True)) == ("unknown 3", f"unknown 3 {why}")


@pytest.mark.usefixtures("german")
def test_and_in_german() -> None:
    why = "(es ähnelt erfassten Personen nur in dem, was alle gemeinsam haben)"
    assert (_said(in_common=True), _live(3, in_common=True)) == (f"unbekannt {why}", f"unbekannt 3 {why}")
