"""The arcs around a face."""

from app.domain.pose import POSES
from app.ui.widgets.pose_ring import arc_angle


def test_arcs_lie_where_the_head_turns_to_in_the_picture() -> None:
    left = arc_angle("left", mirrored=False)
    assert -90 < left < 90  # unmirrored, a person's left is at the right
    assert 90 < arc_angle("left", mirrored=True) < 270
    assert arc_angle("right", mirrored=True) == left
    assert len({arc_angle(pose, mirrored=False) for pose in POSES}) == len(POSES)
