"""The computer's sleep: heard from a real bus with a stand-in for logind on it, and noticed afterwards."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.shell import sleep
from app.ui.shell.sleep import Sleep

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"""

_LOGIND = """
import os
from jeepney import *
from jeepney.io.blocking import open_dbus_connection

bus = open_dbus_connection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"], enable_fds=True)
bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.login1"))
print("ready", flush=True)
while (asked := bus.receive()).header.fields.get(HeaderFields.member) != "Inhibit":
    pass
waits, given = os.pipe()
bus.send(new_method_return(asked, "h", (given,)))
os.close(given)
print(*asked.body[::3], flush=True)
at = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
bus.send(new_signal(at, "PrepareForSleep", "b", (True,)))
os.read(waits, 1)
print("sleeps", flush=True)
"""

_LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from app.ui.shell.sleep import Sleep

app = QCoreApplication([])
sleep = Sleep(app)
sleep.fell.connect(lambda: (print("fell", flush=True), app.quit()))
QTimer.singleShot(20000, app.quit)
app.exec()
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs dbus-daemon")
def test_logind_is_asked_to_wait_and_tells_before_it_sleeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bus.conf").write_text(_BUS.format(folder=tmp_path))
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--print-address=1", "--nofork"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.stdout.readline().strip())
        logind = subprocess.Popen([sys.executable, "-c", _LOGIND], stdout=subprocess.PIPE, text=True)
        assert logind.stdout is not None
        assert logind.stdout.readline() == "ready\n"
        heard = subprocess.run(
            [sys.executable, "-c", _LISTENER], capture_output=True, text=True, timeout=60, check=True
        )
        assert heard.stdout == "fell\n"
        told, _ = logind.communicate(timeout=20)
        assert told == "sleep delay\nsleeps\n"  # only once the listener was gone
    finally:
        bus.kill()
        bus.communicate()


def test_it_is_noticed_afterwards_that_time_is_missing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(sleep, "time", lambda: now[0])
    monkeypatch.setitem(os.environ, "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    parent = QObject()
    one, told = Sleep(parent), []
    one.fell.connect(lambda: told.append(now[0]))
    for passes in (10, 59, 3600, 10):
        now[0] += passes
        one.tick()
    assert told == [4669.0]
