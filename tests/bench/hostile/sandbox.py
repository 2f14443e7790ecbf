"""A place in which a command is given what means harm, and everything it may not do is seen.

The command runs in a process forked off this one, which has imported everything, with bounded memory.
"""

import errno
import hashlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from tests import forking
from tests.bench.disk.jobs import make
from tests.bench.harness import ROOT

SECRET = "kith-secret-5d1c7be2"
"""Stands in files that nobody named; where it turns up, something was read that should not be."""
MEMORY = 3_000_000_000
"""Bytes of memory that a command may ask for beside what it began with."""
SECONDS = 60
"""Of processor time that a command may take."""
FILE = 2_000_000_000
"""Bytes that a command may write to a file."""
_PATIENCE = 600
"""Seconds after which it hangs, however busy the machine is."""
_KNOWN = {0, 1, 2, 3}
"""Exit codes that are documented for what the world does to a command."""
_READ = "cannot be read", "cannot be used"
"""What is said of a file that is too large to read, by which it is told from one that was written."""
_FORGIVEN = "\n\t"
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case is laid out.

    Attributes:
        here: The folder of what the user gives to the command; it may write nothing there.
        data: The data folder, which knows Ann, Bob and Cid.
        outside: A folder that nobody named. The secret lies in `secret.txt`.
        out: Where the command was told to write.
    """

    here: Path
    data: Path
    outside: Path
    out: Path

    @property
    def canary(self) -> Path:
        """A file that is there only if something was run."""
        return self.outside / "canary"


@dataclass(frozen=True, slots=True)
class Case:
    """Something harmful, and what the user does with it.

    Attributes:
        kind: Of the input.
        name: What it is.
        make: Lays it out, and gives the commands, one after the other.
        program: kith or trainer.
    """

    kind: str
    name: str
    make: Callable[[Place], list[list[Any]]]
    program: str = "kith"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command.

    Attributes:
        code: Its exit code; negative for a signal.
        said: All that it said.
        faults: What it should not have done.
        seconds: Of processor time.
        megabytes: The most memory that it had.
    """

    code: int
    said: str
    faults: tuple[str, ...]
    seconds: float
    megabytes: int


class Sandbox:
    """Lays out cases and runs them, one at a time."""

    def __init__(self, folder: Path) -> None:
        """Make the gallery that each case starts with."""
        self._base, self._root = folder / "base", folder / "root"
        make(self._base)

    def run(self, case: Case) -> Iterator[Outcome]:
        """Run the commands of a case; one that cannot be made counts as a fault, and the others are run."""
        place = self._lay_out()
        try:
            commands = case.make(place)
        except Exception as error:  # noqa: BLE001 - of the corpus, not of what it is given to
            yield Outcome(0, "", (f"not made: {error!r}",), 0.0, 0)
            return
        for words in commands:
            before = _tree(self._root, place)
            code, said, seen, usage = self._fork(case.program, place, words)
            faults = [*_faults(code, said), *seen, *_traces(place, said)]
            after = _tree(self._root, place)
            faults += [
                f"changed {path}" for path in before.keys() | after if before.get(path) != after.get(path)
            ]
            spent = usage.ru_utime + usage.ru_stime
            yield Outcome(code, said, tuple(faults), spent, usage.ru_maxrss // 1000)

    def _lay_out(self) -> Place:
        if self._root.exists():
            _let_in(self._root)
            shutil.rmtree(self._root)
        deep = self._root / "a/b/c"  # so that some steps up still lead into what is watched
        place = Place(deep / "here", deep / "data", deep / "outside", deep / "out")
        for path in (place.here, place.outside, place.out, deep / "home", deep / "tmp"):
            path.mkdir(parents=True, mode=0o700)
        shutil.copytree(self._base, place.data)
        for name in ("secret.txt", "victim.onnx", "victim.safetensors", "victim.jpg"):
            (place.outside / name).write_text(f"{SECRET} of {name}\n" * 20)
        return place

    def _fork(
        self, program: str, place: Place, words: list[Any]
    ) -> tuple[int, str, list[str], resource.struct_rusage]:
        said, seen = self._root.parent / "said", self._root.parent / "seen"

        def work() -> None:
            _become(place, said, seen)
            sys.exit(_main(program, place, words))

        child = forking.fork(work)
        until, hung = time.monotonic() + _PATIENCE, list[str]()
        ended, status, usage = os.wait4(child, os.WNOHANG)
        while not ended:
            if not hung and (time.monotonic() > until or _computed(child) > SECONDS):
                os.kill(child, signal.SIGKILL)
                hung = ["hung"]
            time.sleep(0.005)
            ended, status, usage = os.wait4(child, os.WNOHANG)
        lines = sorted(set(seen.read_text(errors="replace").splitlines()))
        return os.waitstatus_to_exitcode(status), said.read_text(errors="replace"), hung + lines, usage


def _computed(process: int) -> float:
    """Seconds of processor time that a process and those that it waited for have taken."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return 0.0
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


def _become(place: Place, said: Path, seen: Path) -> None:
    """Be a process of its own: elsewhere, bounded, and watched."""
    for number, path in ((1, said), (2, said)):
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if number == 1 else 0)
        os.dup2(os.open(path, flags), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", errors="strict") for number in (1, 2))
    home = place.data.parent / "home"
    os.chdir(home)
    cache = said.with_name("cache")
    os.environ.update(
        HOME=str(home), TMPDIR=str(home.with_name("tmp")), COLUMNS="200", KITH_CACHE_DIR=str(cache)
    )
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.pop("KITH_DATA_DIR", None)
    tempfile.tempdir = None
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    watched = os.open(seen, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    sys.addaudithook(lambda event, given: _watch(watched, event, given))


def _watch(file: int, event: str, given: tuple[Any, ...]) -> None:
    """Note what runs another program, or talks to another computer."""
    if event == "subprocess.Popen" and given[0] != sys.executable and given[1][0] != sys.executable:
        os.write(file, f"ran {given[1]!r}\n".encode())
    if event in {"os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open"}:
        os.write(file, f"ran {given!r}\n".encode())
    if event == "socket.connect" and isinstance(given[1], tuple) and given[1][0] not in {"127.0.0.1", "::1"}:
        os.write(file, f"connected to {given[1]!r}\n".encode())


def _main(program: str, place: Place, words: list[Any]) -> int:
    texts = [os.fsdecode(one) if isinstance(one, bytes) else str(one) for one in words]
    if program == "trainer":
        from trainer.cli.main import main as train

        return train(texts)
    import app.__main__
    from trainer.pictures import apart

    sys.argv = ["kith", "--data-dir", str(place.data), *texts]
    try:
        return app.__main__.main()
    finally:
        apart.close()


def _faults(code: int, said: str) -> Iterator[str]:
    if code not in _KNOWN:
        last = next((line for line in reversed(said.splitlines()) if "Error" in line), "")
        yield f"ended with {code}: {last[:150]}"
    if "Traceback (most recent call last)" in said:
        yield "a traceback"
    if os.strerror(errno.EFBIG) in said and not any(read in said for read in _READ):  # a file to read, too
        yield f"wrote more than {FILE // 10**6} MB"
    if code in _KNOWN - {0} and not said.strip():
        yield "no reason"
    harmful = {
        one for one in said if one not in _FORGIVEN and (category(one) in {"Cc", "Cs"} or one in _DIRECTION)
    }
    if harmful:
        yield f"said {sorted(map(ascii, harmful))}"


def _traces(place: Place, said: str) -> Iterator[str]:
    if SECRET in said:
        yield "said the secret"
    for path in place.data.rglob("*"):
        if path.is_file() and not path.is_symlink() and _holds(path, SECRET.encode()):
            yield f"kept the secret in {path.name}"
    for path in (place.data.parent / "tmp").iterdir():
        yield f"left {path.name}"


def _holds(path: Path, trace: bytes) -> bool:
    """Whether a file holds it, however large the file is: its holes are passed over."""
    with path.open("rb") as file:
        size, at, end = os.fstat(file.fileno()).st_size, 0, b""
        while at < size:
            try:
                data = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:  # the rest is a hole
                return False
            part = os.pread(file.fileno(), 1 << 24, data)
            end = end if data == at else b""
            if not part or trace in end + part:
                return bool(part)
            at, end = data + len(part), part[-len(trace) :]
    return False


def _tree(root: Path, place: Place) -> dict[str, str]:
    """All that lies in the sandbox but for what the command may write."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [one for one in folders if Path(folder, one) not in (place.data, place.out)]
        for name in [*names, *folders]:
            path = Path(folder, name)
            state = path.lstat()
            content = ""
            if path.is_file() and not path.is_symlink() and state.st_size < 50_000_000:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path.relative_to(root))] = f"{state.st_mode:o} {state.st_size} {content}"
    return {path: what for path, what in found.items() if not path.startswith("a/b/c/tmp")}


def _let_in(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)


def prepare() -> None:
    """Import what commands need, once, before the first fork."""
    import app.__main__
    import app.cli.main
    import app.services.handover.library
    import app.services.handover.sources
    import app.services.models.importing  # noqa: F401
    import trainer.cli.commands
    import trainer.cli.main  # noqa: F401
