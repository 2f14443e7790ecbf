"""Qt's messages in the log."""

import logging

import pytest
from PySide6.QtCore import qCritical, qWarning

from app.ui.shell import qt_messages


def test_that_qt_said_something_is_logged_and_what_it_said_goes_to_standard_error(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with qt_messages.logged():
        qWarning("QFile::open: /home/maria/secret.jpg cannot be opened")
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "kind=QtWarningMsg" in record.getMessage()
    assert "by=QFile::open" in record.getMessage()
    assert "maria" not in record.getMessage()
    assert capsys.readouterr().err == "QFile::open: /home/maria/secret.jpg cannot be opened\n"


@pytest.mark.logs_errors("Qt said something kind=QtCriticalMsg")
def test_what_is_critical_to_qt_is_an_error(caplog: pytest.LogCaptureFixture) -> None:
    with qt_messages.logged():
        qCritical("secret")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
