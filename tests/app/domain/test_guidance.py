from app.core.text import quote
from app.domain.box import Box
from app.domain.guidance import Guidance


def test_only_the_box_follows_the_scale_of_the_frame() -> None:
    guidance = Guidance(Box(10, 20, 30, 40), quote("Done"), {"front": True}, {"light": True}, 3)
    shown = guidance.scaled(0.5)
    assert shown.box == Box(5, 10, 15, 20)
    assert (shown.hint, shown.poses, shown.gates, shown.accepted) == (
        "Done",
        {"front": True},
        {"light": True},
        3,
    )
    assert Guidance(None, quote(""), {}, {}, 0).scaled(0.5).box is None
