"""How a recording is played, and what keys do while none is."""

from PySide6.QtWidgets import QApplication

from app.core.playing import Playing
from app.ui.live.play_bar import PlayBar


def test_what_it_shows_is_what_was_asked_for_also_after_keys_pressed_while_it_is_live(
    qapp: QApplication,
) -> None:
    bar, asked = PlayBar(), list[Playing]()
    bar.changed.connect(lambda _: asked.append(bar.how))
    bar.begin(0.0)
    bar.toggle_loop()
    bar.toggle_pause()
    assert (bar.how, asked) == (Playing(), [])
    bar.begin(20.0)
    bar.toggle_loop()
    assert asked == [Playing(loop=True)]
    bar.begin(20.0)
    assert bar.how == Playing(loop=True)
