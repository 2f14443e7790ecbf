import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box import Box

_SIZES = st.floats(0.5, 1e4)
_BOXES = st.builds(Box, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), _SIZES, _SIZES)


class TestBox:
    @given(_BOXES)
    def test_overlaps_itself_wholly(self, box: Box) -> None:
        assert box.iou(box) == pytest.approx(1, rel=1e-6)

    @given(_BOXES, _BOXES)
    def test_overlap_is_mutual_and_a_share(self, one: Box, other: Box) -> None:
        assert one.iou(other) == pytest.approx(other.iou(one))
        assert 0 <= one.iou(other) <= 1 + 1e-9

    @given(_BOXES, _BOXES, st.floats(-100, 100), st.floats(0.1, 10))
    def test_overlap_does_not_depend_on_place_or_scale(
        self, one: Box, other: Box, shift: float, scale: float
    ) -> None:
        def moved(box: Box) -> Box:
            return Box((box.x + shift) * scale, (box.y - shift) * scale, box.w * scale, box.h * scale)

        assert moved(one).iou(moved(other)) == pytest.approx(one.iou(other), abs=1e-6)

    def test_overlap_by_hand(self) -> None:
        box = Box(0, 0, 2, 2)
        assert box.iou(Box(1, 0, 2, 2)) == pytest.approx(1 / 3)
        assert box.iou(Box(0, 0, 1, 1)) == pytest.approx(1 / 4)
        assert box.iou(Box(2, 0, 2, 2)) == 0, "they touch"
        assert box.iou(Box(5, 5, 1, 1)) == 0

    def test_an_inside_out_box_has_no_area(self) -> None:
        box = Box(5, 5, -3, 4)
        assert box.area == 0
        assert box.iou(Box(0, 0, 9, 9)) == 0
        assert box.iou(box) == 0

    def test_rounded(self) -> None:
        assert Box(0.4, -1.6, 10.5, 11.51).rounded() == [0, -2, 10, 12]
