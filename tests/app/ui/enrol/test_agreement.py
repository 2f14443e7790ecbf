"""What somebody agrees to, asked before anything is kept."""

from datetime import date

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.language import shown
from app.domain.consent import PURPOSES, Consent, years_on
from app.ui.enrol.agreement import Agreement


def test_the_tick_is_for_the_words_that_stand_there(qtbot: QtBot) -> None:
    agreement = Agreement()
    qtbot.addWidget(agreement)
    agreement.about("Noor")
    agreement.begin()
    assert "Noor agrees" in agreement.missing
    assert "until they withdraw, for recognising them" in agreement.words.text()
    agreement.tick.setChecked(True)
    assert agreement.missing == ""
    agreement.term.setCurrentIndex(0)
    assert not agreement.tick.isChecked()  # they agreed to something else
    end = years_on(date.today(), 1)
    assert shown(Consent(until=end).term) in agreement.words.text()
    agreement.tick.setChecked(True)
    agreement.purpose.setFocus()
    agreement.purpose.lineEdit().selectAll()  # type: ignore[union-attr]
    QTest.keyClicks(agreement.purpose, "the door")
    assert not agreement.tick.isChecked()
    consent = agreement.consent()
    assert (str(consent.purpose), consent.until) == ("the door", end)
    assert agreement.tick.accessibleName() == agreement.words.text()
    agreement.purpose.clearEditText()
    assert "what it is for" in agreement.missing
    agreement.begin()
    assert agreement.consent().purpose is PURPOSES[0]
    agreement.let_edit(editable=False)
    assert not agreement.purpose.isVisibleTo(agreement)
    assert agreement.words.isVisibleTo(agreement)
    assert not agreement.tick.isEnabled()
