"""The worst pairs, side by side."""

from pytestqt.qtbot import QtBot

from app.domain.evaluation import Sample, WorstPair
from app.ui.evaluation.worst import WorstPairs
from app.ui.widgets.labels import Elided


def test_no_word_of_a_name_is_broken_however_narrow_it_is(qtbot: QtBot) -> None:
    first, second = (Sample(name, None, "", b"") for name in ("Ana", "Arnold Schwarzeneggerson"))
    shown = WorstPairs([WorstPair(True, 0.1, first, second)] * 6, same=True)
    qtbot.addWidget(shown)
    shown.show()
    for width in (1000, 720, 560):
        shown.resize(width, 900)
        shown.make_room(width)
        qtbot.wait(10)
        names = [one for one in shown.findChildren(Elided) if one.text() == second.person]
        assert len(names) == 6
        for name in names:
            assert set(name._wrapped(name.width())) <= {"Arnold", "Schwarzeneggerson", second.person}
