"""A face's quality in words."""

from dataclasses import replace

from app.domain.face import Quality
from app.ui.widgets.face_facts import quality_text

GOOD = Quality(
    eyes=84.2, sharpness=300, exposure=0.5, contrast=0.2, yaw=3, pitch=-4, roll=0, detection=0.9, overall=0.9
)


def test_a_good_face() -> None:
    assert quality_text(GOOD) == "sharp, frontal, 84 px between the eyes (good)"


def test_what_spoils_a_face_is_said() -> None:
    poor = replace(GOOD, sharpness=8, yaw=-60, exposure=0.05, eyes=12)
    assert quality_text(poor) == "blurred, turned far away, dark, 12 px between the eyes"
    assert quality_text(replace(GOOD, sharpness=60, pitch=30)).startswith("a little soft, turned, ")
    assert quality_text(replace(GOOD, eyes=50)).endswith("50 px between the eyes (usable)")
