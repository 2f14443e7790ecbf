"""What lies open in an encrypted gallery or beside it, whether flipped bytes are noticed, and what it costs.

    python -m tests.bench.measure_encryption [kept] [left] [costs] [--flips N] [--rounds N]

Left: the real window enrols, watches, imports, sorts and retrains on an encrypted gallery, with a home,
caches and temporary folders of its own; then it and its engine are brought down as by a fault, where core
files may be written. Names, places, vectors, crops, keys and the passphrase are looked for in all files there
and in shared memory (Linux), before that and after. A program without a key shows that a core file would be
found.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import text

from app.core.errors import KithError
from app.core.paths import GALLERY_FILE
from app.gallery.database import Database
from app.gallery.sqlite import DAMAGED, connect, driver
from app.keys import key
from app.keys.key import Key
from app.keys.unlocking import made
from app.services.photos.importing import import_folder
from app.services.recognise.recogniser import load_recogniser
from app.services.recognise.similar import like_faces
from app.services.workspace import Workspace, encryption
from tests.app.ui.clips import photos_of, write_clip
from tests.bench.encrypted_window import NAMES
from tests.bench.flips import flipped
from tests.bench.footprint import below
from tests.bench.gates import Gate, report
from tests.bench.harness import ROOT, faces_folder, machine
from tests.bench.measure_damage import make_gallery
from tests.bench.measure_finding import embed, fill

PASSPHRASE = "a passphrase for the bench"  # noqa: S105
_DEAREST = 1.1
"""Times the processor time of a plain gallery."""

Work = Callable[[], object]


def traces_of(folder: Path) -> list[bytes]:
    """Names, places, vectors and crops of a plain gallery, as they lie in its file."""
    queries = (
        "SELECT CAST(name AS BLOB) FROM person",
        "SELECT CAST(path AS BLOB) FROM photo",
        "SELECT substr(vector, 1, 64) FROM embedding",
        "SELECT substr(image, 200, 64) FROM chip",
    )
    with Workspace.open(folder) as workspace, workspace.db.read() as session:
        return [bytes(one) for query in queries for one in session.execute(text(query)).scalars()]


def _lying_open(folder: Path, traces: list[bytes]) -> int:
    """How many of them are found in any file of a folder."""
    return len(_found([path for path in folder.rglob("*") if path.is_file()], traces))


def _found(files: Sequence[Path], traces: Sequence[bytes]) -> dict[bytes, Path]:
    """Which of them are found in any file, and in which."""
    found: dict[bytes, Path] = {}
    for path in files:
        with suppress(OSError):  # gone meanwhile
            data = path.read_bytes()
            found |= {trace: path for trace in traces if trace in data}
    return found


def _content(file: Path, key: Key) -> list[list[tuple[object, ...]]] | None:
    """All that an encrypted file holds; None where it is refused."""
    try:
        with closing(connect(file, key)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return [
                connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
                for (table,) in tables.fetchall()
            ]
    except (*DAMAGED, driver.Error, KithError):
        return None


def _silent(sound: Path, key: Key, folder: Path, flips: int) -> tuple[int, int]:
    """Of so many flipped bytes, how many gave other content, and how many the same."""
    rng, data, wanted = random.Random(0), sound.read_bytes(), _content(sound, key)
    silent = same = 0
    file = folder / GALLERY_FILE
    for _ in range(flips):
        file.write_bytes(flipped(data, rng))
        found = _content(file, key)
        same += found == wanted
        silent += found is not None and found != wanted
    return silent, same


def _kept(folder: Path, flips: int) -> Iterator[Gate]:
    file = make_gallery(folder / "made")
    data = file.parent
    network = random.Random(0).randbytes(4096)
    (data / "models").mkdir(exist_ok=True)
    (data / "models" / "retrained-bench.onnx").write_bytes(network)
    traces = [*traces_of(data), network[1000:1064]]
    yield Gate("traces in the plain gallery", _lying_open(data, traces), len(traces))
    fresh = made(PASSPHRASE)
    encryption.turn_on(data, fresh)
    with Workspace.open(data) as workspace:
        import_folder(workspace, folder / "made" / "photos")
        found = _lying_open(data, traces)
        yield Gate(f"of {len(traces)} traces in the encrypted one, in use", found, 0, at_most=True)
    keys = [fresh.key.raw, PASSPHRASE.encode(), fresh.code.encode()]
    yield Gate("keys, passphrases and codes beside it", _lying_open(data, keys), 0, at_most=True)
    with closing(Database.open(data)) as db:
        db.fold()
    flipped_folder = folder / "flipped"
    flipped_folder.mkdir(mode=0o700)
    silent, same = _silent(file, fresh.key, flipped_folder, flips)
    print(f"   {flips} flipped bytes: {flips - silent - same} refused, {same} read as before")
    yield Gate(f"of {flips} flipped bytes taken for sound", silent, 0, at_most=True)


def _prepare(folder: Path) -> tuple[Path, list[object]]:
    """An encrypted gallery without anybody, and what the window is given; places bear names, too."""
    data, photos, faces = folder / "data", folder / "fenwright wedding", faces_folder()
    with Workspace.open(data):
        pass
    encryption.turn_on(data, made(PASSPHRASE))
    secret = folder / "given" / "passphrase"
    secret.parent.mkdir()
    secret.write_text(PASSPHRASE)
    people = ("Tony_Blair", "Colin_Powell", "George_W_Bush")
    for name, person in zip("abc", people, strict=True):
        (photos / "people" / name).mkdir(parents=True)
        for number, photo in enumerate(photos_of(faces, person)[:7]):
            place = photos / "people" / name if number < 5 else photos / "album"
            place.mkdir(exist_ok=True)
            shutil.copy(photo, place / f"{name} {number}.jpg")
    for photo in photos_of(faces, "Hugo_Chavez")[:4]:
        shutil.copy(photo, photos / "album")
    clip = write_clip(folder / "given" / "clip.avi", photos_of(faces, people[0])[:5], 1.5)
    return data, [data, secret, clip, photos]


def _left(folder: Path) -> Iterator[Gate]:
    """Use the window, bring it and its engine down, and look at what is left."""
    data, words = _prepare(folder)
    places = {name: folder / "left" / name for name in ("home", "cache", "run", "tmp", "here")}
    for place in places.values():
        place.mkdir(parents=True, mode=0o700)
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "KITH_TEST_PATIENCE": "1200",
        "HOME": str(places["home"]),
        "XDG_CACHE_HOME": str(places["cache"]),
        "XDG_RUNTIME_DIR": str(places["run"]),
        "TMPDIR": str(places["tmp"]),
    }
    environment.pop("KITH_CACHE_DIR", None)
    command = [sys.executable, "-m", "tests.bench.encrypted_window", *map(str, words)]
    before = set(_shared())
    how = {"cwd": places["here"], "env": environment, "preexec_fn": _allow_core}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **how) as window:  # type: ignore[call-overload]
        try:
            assert window.stdout is not None
            assert window.stdout.readline() == "ready\n"
            traces = [*traces_of(data), *_secrets()]
            print(f"   {len(traces)} names, places, vectors, crops and keys; {_locked(window.pid)}")
            yield _open(data, places, before, traces, "while it is open")
            engines = [
                one for one in below(window.pid) if b"app.engine.host" in (one / "cmdline").read_bytes()
            ]
            for engine in engines:
                os.kill(int(engine.name), signal.SIGABRT)
            window.send_signal(signal.SIGSEGV)
            window.wait()
        finally:
            window.kill()
    time.sleep(1)  # until its children have noticed
    yield Gate("engines brought down", len(engines), 1)
    yield _open(data, places, before, traces, "after a crash")
    yield Gate("core files of these", len(_cores(places["here"])), 0, at_most=True)
    keeps = f"import os; held = {traces[0]!r}; os.abort()"
    subprocess.run([sys.executable, "-c", keeps], **how, check=False)  # type: ignore[call-overload]
    if resource.getrlimit(resource.RLIMIT_CORE)[1] and _cores(places["here"]):
        found = _found(_cores(places["here"]), traces)
        yield Gate("traces found in a core file where one is kept", len(found), 1)
    else:
        print("   no program leaves a core file in its folder here, so that there being none shows nothing")


def _open(data: Path, places: Mapping[str, Path], shared: set[Path], traces: list[bytes], when: str) -> Gate:
    """How many traces lie in the data folder, in places that are the window's alone, and in shared memory."""
    files = [path for place in (data, *places.values()) for path in place.rglob("*") if path.is_file()]
    files += [path for path in _shared() if path not in shared]
    found = _found(files, traces)
    for path in set(found.values()):
        print(f"   found in {path}")
    return Gate(f"traces in {len(files)} files, {when}", len(found), 0, at_most=True)


def _shared() -> list[Path]:
    return [path for path in Path("/dev/shm").glob("*") if path.is_file()]  # noqa: S108


def _cores(folder: Path) -> list[Path]:
    return list(folder.glob("core*"))


def _allow_core() -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def _secrets() -> list[bytes]:
    keys = [one.raw for one in key.all_held().values()]
    return [*keys, *(one.hex().encode() for one in keys), PASSPHRASE.encode(), *map(str.encode, NAMES)]


def _locked(process: int) -> str:
    """Memory of a process and of those below it that is never swapped out, and what is swapped out now."""
    told = [(one / "status").read_text() for one in (Path(f"/proc/{process}"), *below(process))]
    kept, out = (
        sum(int(one.partition(name)[2].split()[0]) for one in told if name in one)
        for name in ("VmLck:", "VmSwap:")
    )
    return f"{kept} kB of memory are never swapped out, {out} kB are now"


def _make_pair(folders: Mapping[str, Path], work: Callable[[Workspace], object], name: str) -> None:
    """Make one gallery plain and the same encrypted."""
    with Workspace.open(folders["plain"] / name) as workspace:
        work(workspace)
    shutil.copytree(folders["plain"] / name, folders["encrypted"] / name)
    encryption.turn_on(folders["encrypted"] / name, made(PASSPHRASE))


def _fill(workspace: Workspace) -> None:
    model = workspace.active_model()
    with workspace.db.write() as session:
        fill(session)
        embed(session, model)


def _costs(folder: Path, rounds: int) -> Iterator[Gate]:
    """Processor time with encryption as a multiple of that without, both in turn."""
    folders = {name: folder / name for name in ("plain", "encrypted")}
    photos = folder / "photos"
    for person in sorted((faces_folder() / "lfw10").iterdir())[:5]:
        shutil.copytree(person, photos / person.name)
    _make_pair(folders, Workspace.active_model, "empty")
    _make_pair(folders, _fill, "full")

    def start(data: Path) -> None:
        with Workspace.open(data / "full") as workspace:
            load_recogniser(workspace)

    def import_(data: Path) -> None:
        shutil.rmtree(data / "imported", ignore_errors=True)
        shutil.copytree(data / "empty", data / "imported")
        with Workspace.open(data / "imported") as workspace:
            import_folder(workspace, photos)

    def search(data: Path) -> None:
        with Workspace.open(data / "full") as workspace:
            like_faces(workspace, [50_000])

    for name, work in (("start", start), ("search, first", search), ("import", import_)):
        taken = _in_turn({kind: partial(work, at) for kind, at in folders.items()}, rounds)
        plain, encrypted = (statistics.median(taken[kind]) for kind in folders)
        print(f"   {name}: {plain:.2f} s plain, {encrypted:.2f} s encrypted (processor)")
        yield Gate(f"{name}: times as dear", encrypted / plain, _DEAREST, at_most=True)


def _in_turn(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            began = time.process_time()
            work()
            if turn:  # the first one warms up
                taken[name].append(time.process_time() - began)
    return taken


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="What encryption keeps, and what it costs")
    parser.add_argument("parts", nargs="*", choices=["kept", "left", "costs", []], metavar="PART")
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / name for name in ("kept", "left", "costs")}
        for folder in folders.values():
            folder.mkdir()
        parts: dict[str, Callable[[], Iterator[Gate]]] = {
            "kept": lambda: _kept(folders["kept"], asked.flips),
            "left": lambda: _left(folders["left"]),
            "costs": lambda: _costs(folders["costs"], asked.rounds),
        }
        return 0 if report(parts[name]() for name in asked.parts or parts) else 1


if __name__ == "__main__":
    sys.exit(main())
