"""What is done to a gallery while its disk fails: the jobs of `measure_disk`."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from app.core import settings
from app.core.paths import DataFolder
from app.core.settings import Settings
from app.domain.arrays import Embedded
from app.domain.box import Box
from app.domain.changes import Writer
from app.domain.face import Quality
from app.domain.model import Model
from app.gallery import clusters, embeddings, faces, forgetting, models, people, photos, undoing
from app.gallery.clusters import Basis
from app.gallery.database import Database
from app.gallery.encrypting import key_for
from app.gallery.records import NewFace, PhotoFile
from app.gallery.sqlite import connect
from app.keys import choices, header
from app.keys.key import Key
from app.keys.unlocking import made, unlock
from app.services.workspace import Workspace, backup, encryption

Job = Callable[[Workspace], object]
PASSPHRASE = "a passphrase for disks"  # noqa: S105
_WIDTH = 128


def _faces(count: int, seed: int, model: str) -> list[NewFace]:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, _WIDTH)).astype(np.float32)
    points = np.ones((5, 2), np.float32)
    return [
        NewFace(
            Box(*rng.uniform(1, 100, 4)),
            points,
            Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5),
            rng.bytes(3000),
            points,
            {model: (vector / np.linalg.norm(vector), float(np.linalg.norm(vector)))},
        )
        for vector in vectors
    ]


def make(folder: Path) -> None:
    """Make a gallery of three people with four faces each, and a second model."""
    with Workspace.open(folder) as workspace:
        active = workspace.active_model().id
        with workspace.db.write() as session:
            models.add(session, Model("other", "Other", "small", 16))
            for number, name in enumerate(("Ann", "Bob", "Cid")):
                person, _ = people.create(session, name)
                faces.add(session, _faces(4, number, active), person_id=person)
    with closing(connect(folder / "gallery.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _enrol(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        person, _ = people.create(session, "Dan")
        faces.add(session, _faces(4, 9, models.active(session) or ""), person_id=person)


def _import(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        for number in range(3):
            file = PhotoFile(Path(f"/photos/{number}.jpg"), f"{number:02}" * 32, 1000, 1, 640, 480)
            photos.record(session, file, _faces(2, 20 + number, models.active(session) or ""))


def _cluster(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        ids = np.arange(1, 13)
        clusters.keep(session, ids, ids % 3, ids, Basis())


def _merge(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        people.merge(session, 2, 1)


def _undo(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        undoing.undo(session)


def _rename(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        people.rename(session, 1, "Anna")


def _switch(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        ids = embeddings.lacking(session, "other")
        vectors = np.full((len(ids), 16), 0.25, np.float32)
        embeddings.add(session, "other", ids, Embedded(vectors, np.ones(len(ids), np.float32)))
        models.activate(session, "other")


def _forget(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        forgetting.ask(session, [1])
    forgetting.finish(workspace.db)


def _back_up(workspace: Workspace) -> None:
    backup.back_up(workspace)


def _encrypt(workspace: Workspace) -> None:
    workspace.close()
    encryption.turn_on(workspace.folder.root, made(PASSPHRASE))


def _rekey(workspace: Workspace) -> None:
    workspace.close()
    encryption.rekey(workspace.folder.root, made(PASSPHRASE))


def _decrypt(workspace: Workspace) -> None:
    workspace.close()
    encryption.turn_off(workspace.folder.root)


def _settings(workspace: Workspace) -> None:
    settings.save(workspace.folder.settings, Settings(visit_days=7))


JOBS: dict[str, Job] = {
    "enrol": _enrol,
    "import": _import,
    "cluster": _cluster,
    "merge": _merge,
    "undo": _undo,
    "rename": _rename,
    "switch": _switch,
    "back up": _back_up,
    "settings": _settings,
    "forget": _forget,
}
CLOSED: dict[str, Job] = {"encrypt": _encrypt, "re-key": _rekey, "decrypt": _decrypt}
"""Jobs during which nobody has the gallery open; each follows on the one before."""
IN_STEPS = {"forget"}
"""Jobs that are done in several commits, and go on where they were cut off."""


def opened(folder: Path) -> Workspace:
    """Open a gallery without what a start does beside."""
    return Workspace(DataFolder(folder), Database.open(folder, Writer()), Settings(), "cpu")


def key_of(folder: Path) -> Key | None:
    """The key of its gallery; a change of it that was broken off is settled first, as a start does.

    Raises:
        KithError: It cannot be had.
    """
    unlock(folder, PASSPHRASE)
    return key_for(folder)


def state(folder: Path) -> dict[str, Any]:
    """All that a data folder says, as another program would read it, and under which key."""
    key = key_of(folder)
    with closing(connect(folder / "gallery.db", key)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        told: dict[str, Any] = {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
            for (name,) in names
            if name not in ("written", "sqlite_sequence")
        }
    stored = header.load(folder)
    return told | {
        "settings.json": repr(choices.load(folder / "settings.json")),  # sealed anew, it holds the same
        "key": "" if stored is None else [one.id for one in stored.headers],
    }


def copy(source: Path, target: Path) -> Path:
    """A data folder like another."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(source, target))
