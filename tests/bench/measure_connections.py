"""Whom window, engine, trainer and commands turn to over a network, as the kernel sees it: nobody.

    python -m tests.bench.measure_connections [day] [commands] [--verbose]

`strace` notes what all their processes ask of the network (Linux): a first day in the real window (enrolling
from a video as from a camera, live view, importing, sorting, naming, undoing, retraining, switching); the
commands from `people` to `forget`; and a window on an encrypted gallery that is locked, under Xvfb where that
is installed. It tells whom they turned to, and which modules they loaded that tell others of a program or
connect to them. First a program that does turn to others is watched, so that it is known that this would be
seen.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.app.ui.clips import photos_of, write_clip
from tests.bench.gates import Gate, report
from tests.bench.harness import ROOT, faces_folder, machine
from tests.bench.strace import outside, reached, watched

_TELLING = (
    "openvino_telemetry",
    "huggingface_hub",
    "tensorboard",
    "wandb",
    "mlflow",
    "comet_ml",
    "sentry_sdk",
    "posthog",
    "triton",
    "requests",
    "urllib3",
    "aiohttp",
    "httpx",
    "paho",
)
"""Modules that tell others of a program, or are there to connect; `paho` is the broker's."""
_NOTING = f"""
import importlib.machinery, os, sys
class Note:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in {_TELLING!r} and importlib.machinery.PathFinder.find_spec(name, path):
            with open(os.environ["KITH_SEEN"], "a") as file:
                file.write(name + "\\n")
sys.meta_path.insert(0, Note)
"""
"""What each of the programs does as it starts: note which of these modules it is about to load."""
_TURNING = """
import socket
for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    with socket.socket(family, socket.SOCK_DGRAM) as one:
        try:
            one.sendto(b"x", (address, 9))
        except OSError:
            pass
try:
    socket.getaddrinfo("kith.invalid", 80)
except OSError:
    pass
import urllib3
"""
"""Two addresses for documentation (RFC 5737 and 3849), a name that nobody has (RFC 6761), and a module."""
_RUNNING = """
import json, sys
from typer.testing import CliRunner
from app.cli.main import app
from app.core import private

private.begin()
data, commands = sys.argv[1:]
failed = 0
for words in json.loads(commands):
    ran = CliRunner().invoke(app, ["--data-dir", data, *words])
    if ran.exit_code:
        failed += 1
        print(words, ran.exit_code, ran.output[-300:], repr(ran.exception), file=sys.stderr)
sys.exit(failed)
"""
_LOCKING = """
import subprocess, sys, time
from pathlib import Path

data = Path(sys.argv[1])
window = subprocess.Popen([sys.executable, "-m", "app", "--data-dir", data, "gui"])
def wait(look):
    until = time.monotonic() + 300
    while not look():
        assert time.monotonic() < until and window.poll() is None
        time.sleep(0.2)
note = data / "window.json"
try:
    wait(note.exists)
    before = note.read_bytes()
    time.sleep(5)
    subprocess.run([sys.executable, "-m", "app", "--data-dir", data, "lock"], check=True)
    wait(lambda: b"--locked" in Path(f"/proc/{window.pid}/cmdline").read_bytes())
    wait(lambda: note.exists() and note.read_bytes() != before)
    time.sleep(2)
    window.terminate()
    assert window.wait(60) == 0
finally:
    window.kill()
"""
_NEW = ("Vladimir_Putin", "Ariel_Sharon")
_OTHERS = ("Colin_Powell", "Donald_Rumsfeld", "George_W_Bush", "Hugo_Chavez")


@dataclass(slots=True)
class Seen:
    """What is seen of programs.

    Attributes:
        scratch: A folder for everything.
        reached: Whom they turned to.
        telling: Modules that they loaded.
        failed: Those that did not end well, with the end of what they said.
    """

    scratch: Path
    reached: Counter[str] = field(default_factory=Counter)
    telling: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def watch(self, name: str, *command: object, screen: bool = False) -> None:
        """Run a program and see what it does."""
        note, modules = self.scratch / "note", self.scratch / "modules"
        modules.write_text("")
        known = os.environ | {"QT_QPA_PLATFORM": "offscreen"} if not screen else dict(os.environ)
        environment = known | {
            "PYTHONPATH": f"{self.scratch / 'noting'}:{ROOT}",
            "KITH_SEEN": str(modules),
            "KITH_TEST_PATIENCE": "1200",
            "KITH_PASSPHRASE_FILE": str(self.scratch / "passphrase"),
            "HOME": str(self.scratch / "home"),
            "XDG_CACHE_HOME": str(self.scratch / "home" / "cache"),
        }
        done = watched(command, note, environment, ROOT, screen=screen)
        found, telling = reached(note), Counter(modules.read_text().split())
        print(f"   {name}: {outside(found)} outside, exit code {done.returncode}", flush=True)
        if done.returncode:
            self.failed.append(f"{name}: {(done.stderr or done.stdout)[-1500:]}")
        self.reached += found
        self.telling += telling


def _control(seen: Seen) -> Iterator[Gate]:
    """See what turns to others."""
    control = Seen(seen.scratch)
    control.watch("a program that turns to others", sys.executable, "-c", _TURNING)
    yield Gate("calls outside that are seen where there are three", outside(control.reached), 3)
    yield Gate("modules seen where there is one", control.telling["urllib3"], 1)


def _material(seen: Seen) -> None:
    """A clip that stands in for a camera, and photos of five people."""
    faces, photos = faces_folder(), seen.scratch / "photos"
    photos.mkdir()
    blair = photos_of(faces, "Tony_Blair")
    write_clip(seen.scratch / "camera.avi", blair[:5], 1.5)
    everyone = blair[5:10] + [photo for other in _OTHERS for photo in photos_of(faces, other)[:5]]
    for place, photo in enumerate(everyone):
        shutil.copy(photo, photos / f"IMG_{1000 + 7 * place}.jpg")


def _day(seen: Seen, data: Path) -> None:
    """A first day in the window."""
    clip, photos = seen.scratch / "camera.avi", seen.scratch / "photos"
    journey = (sys.executable, "-m", "tests.app.ui.whole.journey", data, clip, photos)
    seen.watch("a first day in the window", *journey)


def _copied(person: str, folder: Path) -> list[Path]:
    """Copies of photos of somebody: names are written beside them."""
    folder.mkdir()
    return [Path(shutil.copy(photo, folder)) for photo in photos_of(faces_folder(), person)[5:8]]


def _commands(seen: Seen, data: Path) -> None:
    """The command line, as one process after the other would do it; and a window that is locked."""
    photos, clip, out = seen.scratch / "photos", seen.scratch / "camera.avi", seen.scratch / "out"
    out.mkdir()
    secret = seen.scratch / "passphrase"
    secret.write_text("four words of wood")
    first = min(photos.iterdir())
    eve, flo = (_copied(name, seen.scratch / name) for name in _NEW)
    commands: list[list[object]] = [
        ["enroll", "Eve", *eve],
        ["enroll", "Flo", *flo],
        ["people"],
        ["identify", first],
        ["verify", eve[0], eve[1]],
        ["find", first],
        ["cluster", photos],
        ["why", first],
        ["presence", "on"],
        ["watch", "--source", clip, "--frames", 20],
        ["presence", "list"],
        ["evaluate"],
        ["models"],
        ["export", "table", out / "table.csv"],
        ["export", "sheet", out / "sheet.html"],
        ["export", "library", out / "library"],
        ["export", "person", "Eve", out / "eve"],
        ["export", "photos", out / "photos"],
        ["export", "xmp"],
        ["history"],
        ["undo"],
        ["redo"],
        ["backup", out / "copy.db"],
        ["restore", out / "copy.db"],
        ["encrypt", "on", "--new-passphrase-file", secret],
        ["encrypt"],
        ["encrypt", "rekey", "--new-passphrase-file", secret],
        ["doctor"],
        ["forget", "Flo"],
        ["erase", "--strangers"],
        ["access", "--verify"],
    ]
    given = json.dumps([[*map(str, words)] for words in commands])
    seen.watch(f"{len(commands)} commands", sys.executable, "-c", _RUNNING, data, given)
    screen = shutil.which("xvfb-run") is not None
    name = "a window that is locked" + (", under Xvfb" if screen else "")
    seen.watch(name, sys.executable, "-c", _LOCKING, data, screen=screen)
    seen.watch("kith encrypt off", sys.executable, "-m", "app", "--data-dir", data, "encrypt", "off")


def measured(scratch: Path, parts: Sequence[str], *, verbose: bool) -> Iterator[Gate]:
    """Watch all of it."""
    seen, data = Seen(scratch), scratch / "data"
    (scratch / "noting").mkdir()
    (scratch / "noting" / "sitecustomize.py").write_text(_NOTING)
    (scratch / "home").mkdir()
    yield from _control(seen)
    _material(seen)
    if "day" in parts:
        _day(seen, data)
    if "commands" in parts:
        _commands(seen, data)
    kinds = Counter[str]()
    for who, count in sorted(seen.reached.items()):
        kinds[who.split()[0]] += count
        if verbose or not who.startswith("local"):
            print(f"   {count:5} {who}")
    print(f"   calls by whom they reach: {dict(kinds)}")
    print(f"   modules loaded that tell others or connect: {dict(seen.telling) or 'none'}")
    for one in seen.failed:
        print(f"   failed: {one}")
    yield Gate("programs that did not end well", len(seen.failed), 0, at_most=True)
    yield Gate("calls that reach beyond this computer", outside(seen.reached), 0, at_most=True)
    telemetry = sum(count for name, count in seen.telling.items() if name in _TELLING[:8])
    yield Gate("modules of telemetry loaded", telemetry, 0, at_most=True)


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="Whom Kith turns to over a network")
    parser.add_argument("parts", nargs="*", choices=["day", "commands", []], metavar="PART")
    parser.add_argument("--verbose", action="store_true", help="name the sockets of this computer, too")
    asked = parser.parse_args()
    parts = asked.parts or ["day", "commands"]
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        return 0 if report([measured(Path(scratch), parts, verbose=asked.verbose)]) else 1


if __name__ == "__main__":
    sys.exit(main())
