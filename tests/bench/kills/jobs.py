"""The jobs of `measure_kills`, as the command line does them, and where they say that they are done."""

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.progress import Progress
from app.gallery.migrate import MIGRATIONS
from app.gallery.sqlite import connect, make_engine
from app.services.enrolment import enrol
from app.services.models import catalogue
from app.services.people import browse, corrections
from app.services.photos import importing
from app.services.sorting.stored import sort_faces
from app.services.training import retrain
from app.services.workspace import Workspace, activity, backup
from tests.bench.harness import faces_folder

FORGOTTEN = "Zelda Quillfeather"
"""Whom `forget` forgets; her name stands in paths, in a copy and in what the window remembers, too."""
OLD, NEW = "the passphrase of before", "the passphrase of after"
PLAIN = "plain"
LIBRARY, OLDER = "library.kith", b"the library of before"
"""What `export` writes, and what it takes the place of, or nothing."""
SAVED, DONE = "saved", "acknowledged"
"""What a service's job says: of each part that was stored, and at its end."""
_PEOPLE = {"Ann": "Ariel_Sharon", "Bob": "Colin_Powell", "Cid": "Tony_Blair", FORGOTTEN: "Hugo_Chavez"}
_NOBODY, _ADDED = "Gerhard_Schroeder", "Vladimir_Putin"
_BATCH = 3
"""Pictures or faces a commit, in place of 8 to 64: so few need several."""
_OLDER = "0016"
_MOMENT = 0.03


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job is done.

    Attributes:
        data: The data folder.
        album: A folder for each person, of real photos.
        secrets: Files with the passphrases of before and after.
        out: A folder for what is exported.
        lingers: Whether the process stays open for a moment after the last acknowledgement.
    """

    data: Path
    album: Path
    secrets: Path
    out: Path
    lingers: bool = False

    def tell(self, what: str = DONE) -> None:
        """Say that something is saved; after the last, the process may stay for a moment, as engines do."""
        print(what, flush=True)
        if self.lingers and what == DONE:
            time.sleep(_MOMENT)


@dataclass(frozen=True, slots=True)
class Job:
    """A job that is killed.

    Attributes:
        do: Does it.
        base: The data folder that it begins with.
        done: What the user is told at the end begins so.
        again: Whether it may be done again once it is done.
        finishes: Whether a restart brings what was broken off to its end, or leaves it undone.
        encrypts: Whether it is done to an encrypted gallery, too.
        keys: Who opens the gallery before and after it: `PLAIN`, `OLD` or `NEW`; None where that stays.
    """

    do: Callable[[Place], object]
    base: str = "known"
    done: str = DONE
    again: bool = True
    finishes: bool = False
    encrypts: bool = True
    keys: tuple[str, str] | None = None


def make(place: Place) -> None:
    """Make a gallery of four people with three photos each, six faces of nobody, and a copy of it."""
    small_batches()
    for number, source in enumerate((*_PEOPLE.values(), _NOBODY, _ADDED)):
        called = [*_PEOPLE, _NOBODY, _ADDED][number]
        (place.album / called).mkdir(parents=True)
        for photo in sorted((faces_folder() / "lfw10" / source).iterdir())[: 3 if called in _PEOPLE else 6]:
            shutil.copy(photo, place.album / called)
    with Workspace.open(place.data) as workspace:
        for name in _PEOPLE:
            enrol.enrol(workspace, name, [str(place.album / name)])
        importing.import_folder(workspace, place.album / _NOBODY)
        sort_faces(workspace)
        backup.back_up(workspace)
    watch(place.data)
    place.data.joinpath("models").mkdir(exist_ok=True)


def watch(data: Path) -> None:
    """Let the window remember a film of whom `forget` forgets."""
    file = data / "window.ini"
    file.touch(mode=0o600)
    file.write_text(f"[live]\nlast=/films/{FORGOTTEN}.mp4\nsize=7\n")


def train(place: Place) -> None:
    """Add a retrained model, which does not decide."""
    with Workspace.open(place.data) as workspace:
        retrain.retrain(workspace, _quick(), activate=False)


def age(place: Place) -> None:
    """Turn a gallery into one of an earlier revision, with all that it can hold of it."""
    from alembic import command
    from alembic.config import Config

    now, old = place.data / "gallery.db", place.data / "old.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = make_engine(old, foreign_keys=False)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _OLDER)
    engine.dispose()
    with closing(connect(old, foreign_keys=False)) as connection:
        connection.execute("ATTACH ? AS now", (str(now),))
        for (table,) in connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table'"
        ).fetchall():
            if table != "alembic_version":
                _fill(connection, table)
    for suffix in ("", "-wal", "-shm"):
        now.with_name(now.name + suffix).unlink(missing_ok=True)
    old.replace(now)


def _fill(connection: Any, table: str) -> None:
    here, there = (
        {name for _, name, *_ in connection.execute(f"PRAGMA {schema}.table_info({table})")}
        for schema in ("main", "now")
    )
    both = ", ".join(sorted(here & there))
    connection.execute(f"DELETE FROM main.{table}")  # noqa: S608 - its own tables
    connection.execute(f"INSERT INTO main.{table} ({both}) SELECT {both} FROM now.{table}")  # noqa: S608


def small_batches() -> None:
    """Let few pictures and faces need several commits."""
    for module in (enrol, importing, catalogue):
        setattr(module, "_BATCH", _BATCH)  # noqa: B010 - no type says that there is one


def _quick() -> Any:
    from app.domain.training import TrainingOptions

    return TrainingOptions(effort="quick")


def _command(*words: str) -> Callable[[Place], None]:
    """A command as it is typed; a word in capitals names a file with a passphrase, `LIBRARY` that file."""

    def do(place: Place) -> None:
        import app.__main__

        files = {LIBRARY: place.out / LIBRARY, **{word: place.secrets / word for word in ("OLD", "NEW")}}
        typed = [str(files.get(word, word)) for word in words]
        given = ["--passphrase-file", str(place.secrets / "OLD")]
        sys.argv = ["kith", "--data-dir", str(place.data), *given, *typed]
        if code := app.__main__.main():
            raise SystemExit(code)
        if place.lingers:
            time.sleep(_MOMENT)  # as long as a program takes to end once it has no more to say

    return do


def _service(work: Callable[[Workspace, Place], object]) -> Callable[[Place], None]:
    def do(place: Place) -> None:
        with Workspace.open(place.data) as workspace:
            work(workspace, place)
            place.tell()

    return do


def _enrol(workspace: Workspace, place: Place) -> None:
    def stored(_: Progress) -> None:
        place.tell(SAVED)

    enrol.enrol(workspace, "Dan", [str(place.album / _ADDED)], stored)


def _import(workspace: Workspace, place: Place) -> None:
    def stored(_: Progress) -> None:
        place.tell(SAVED)

    importing.import_folder(workspace, place.album / _ADDED, stored)


def _merge(workspace: Workspace, place: Place) -> None:
    there = {one.name: one.id for one in browse.everyone(workspace)}
    for name in ("Bob", "Cid"):
        if name in there:  # not where this is the rest of what was broken off
            corrections.merge(workspace, there[name], there["Ann"], apart=True)
            place.tell(SAVED)


def _undo(workspace: Workspace, place: Place) -> None:
    for step in (activity.undo, activity.undo, activity.redo):
        step(workspace)
        place.tell(SAVED)


def _switch(workspace: Workspace, place: Place) -> None:
    def stored(_: Progress) -> None:
        place.tell(SAVED)

    (model,) = [one for one in catalogue.everything(workspace) if one.own]
    catalogue.switch(workspace, model, stored)


def _migrate(place: Place) -> None:
    with Workspace.open(place.data):
        place.tell()


_OTHER_KEY = {"again": False, "encrypts": False}
JOBS: dict[str, Job] = {
    "enrol": Job(_service(_enrol)),
    "import": Job(_service(_import)),
    "cluster": Job(_service(lambda workspace, _: sort_faces(workspace)), base="read"),
    "merge": Job(_service(_merge), again=False),
    "undo": Job(_service(_undo), again=False),
    "forget": Job(_command("forget", FORGOTTEN), done="Forgot", again=False, finishes=True),
    "retrain": Job(_service(lambda workspace, _: retrain.retrain(workspace, _quick()))),
    "switch": Job(_service(_switch), base="trained"),
    "encrypt": Job(
        _command("encrypt", "on", "--new-passphrase-file", "NEW"),
        base="sealed",
        done="Encrypted",
        keys=(PLAIN, NEW),
        **_OTHER_KEY,
    ),
    "re-key": Job(
        _command("encrypt", "rekey", "--new-passphrase-file", "NEW"),
        base="locked",
        done="Encrypted",
        keys=(OLD, NEW),
        **_OTHER_KEY,
    ),
    "decrypt": Job(
        _command("encrypt", "off"), base="locked", done="Not encrypted", keys=(OLD, PLAIN), **_OTHER_KEY
    ),
    "migrate": Job(_migrate, base="old", finishes=True, encrypts=False),
    "export": Job(_command("export", "library", LIBRARY, "--overwrite"), base="trained", done="Wrote"),
    "back up": Job(_command("backup"), done="Copied to"),
}
