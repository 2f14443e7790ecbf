"""What a data folder says after a kill, but for what differs between two runs, and what lies about in it."""

import hashlib
import os
import re
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.gallery import erased
from app.gallery.integrity import damage
from app.gallery.sqlite import connect
from app.keys import copy_keys, sealed
from app.keys.copy_keys import KINDS, number
from app.keys.key import Key
from app.services.workspace import Workspace, checks
from tests.bench.kills.jobs import FORGOTTEN, LIBRARY, OLDER

STAND_IN = "models/retrained-stand-in.onnx"
"""A megabyte that stands for a retrained network where keys are changed, which copies and overwrites it."""
_PLAIN = {
    "gallery.db",
    "gallery.db-wal",
    "gallery.db-shm",
    "gallery.db-journal",
    "reserve",
    "encryption.json",
}
_PLAIN |= {"encryption.lock", "window.ini", "settings.json", "crash", "backups/encryption.json", STAND_IN}
_UNTOLD = {"written", "sqlite_sequence", "alembic_version"}
_CHANGING = {"checksum", "seal", "metrics", "thresholds", "mtime_ns"}
"""Columns that hold sums of times, or measures of how long something took."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*(\+00:00)?")
_STAMP = re.compile(r"\d{8}-\d{6}(-\d+)?")

Told = dict[str, str]


def told(folder: Path, key: Key | None) -> Told:
    """A digest of each table."""
    with closing(connect(folder / "gallery.db", key)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        trained = dict(connection.execute("SELECT id, 'trained' FROM model WHERE parent_id IS NOT NULL"))
        return {name: _digest(_rows(connection, name, trained)) for (name,) in tables if name not in _UNTOLD}


def _rows(connection: Any, table: str, trained: dict[str, str]) -> list[str]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own tables
    names = [one[0] for one in cursor.description]
    rows = []
    for row in cursor:
        known = {name: value for name, value in zip(names, row, strict=True) if name not in _CHANGING}
        if trained.keys() & {value for value in known.values() if isinstance(value, str)}:
            known = {name: value for name, value in known.items() if name not in ("vector", "length")}
        rows.append(repr({name: _constant(value, trained) for name, value in known.items()}))
    return sorted(rows)


def _constant(value: Any, trained: dict[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    return trained.get(value) or _STAMP.sub("STAMP", _MOMENT.sub("MOMENT", value))


def _digest(rows: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(rows).encode(), digest_size=12).hexdigest()


def needles(folder: Path) -> list[bytes]:
    """What tells of whom `forget` forgets: her name, and the beginnings of her face crops and vectors."""
    query = (
        "SELECT chip.image, embedding.vector FROM face JOIN person ON person.id = face.person_id "
        "JOIN chip ON chip.face_id = face.id JOIN embedding ON embedding.face_id = face.id WHERE name = ?"
    )
    with closing(connect(folder / "gallery.db")) as connection:
        rows = connection.execute(query, (FORGOTTEN,)).fetchall()
    return [FORGOTTEN.split()[1].encode(), *(bytes(value)[-64:] for row in rows for value in row)]


def hits(folder: Path, wanted: list[bytes]) -> Iterator[str]:
    """Files that hold any of these."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not (path.parent.name == "models" and path.stat().st_size > 4_000_000):
            data = path.read_bytes()
            if any(one in data for one in wanted) or any(one in os.fsencode(path.name) for one in wanted):
                yield str(path.relative_to(folder))


def beside(folder: Path) -> list[Path]:
    """What lies where a library is exported to and is none."""
    return sorted(one for one in folder.iterdir() if one.name != LIBRARY)


def exported(folder: Path, wanted: list[bytes]) -> str:
    """How a library was exported to a folder: "" where there is none, "older", "whole", or what else."""
    file = folder / LIBRARY
    if not file.exists():
        return ""
    if file.read_bytes() == OLDER:
        return "older"
    try:
        with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory(dir=folder) as part:
            if (torn := archive.testzip()) is not None:
                return f"torn in {torn}"
            gallery = Path(archive.extract("gallery.db", part))
            if damage(gallery):
                return "damaged"
            held = gallery.read_bytes()
            return "whole" if all(one in held for one in wanted) else "without her"
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        return f"none: {error}"


def astray(workspace: Workspace) -> list[Path]:
    """Files and folders in a data folder that belong to nothing."""
    root = workspace.folder.root
    with workspace.db.read() as session:
        rows = session.connection().exec_driver_sql("SELECT weights_path FROM model").scalars()
        paths = [Path(path) for path in rows if path]
    named = _PLAIN | {str(path.with_suffix(end)) for path in paths for end in (".onnx", ".safetensors")}
    named |= {"models", "backups", "logs", *(str(path.relative_to(root)) for path in copy_keys.places(root))}
    found = []
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if name in named or re.fullmatch(r"logs/.*|backups/gallery-[\w-]+\.db", name):
            continue
        found.append(path)
    return found


def faults(workspace: Workspace, rest: list[Path], *, networks: bool) -> Iterator[str]:
    """What is half, damaged, or lies about and is not what `doctor --repair` deletes.

    Args:
        workspace: What is looked at.
        rest: What is astray in it.
        networks: Whether all checks of `doctor` are made, or those that load no networks.
    """
    root, before = workspace.folder.root, time.time() - 7200
    wanted = [one for one in checks._CHECKS if networks or one[0] not in ("recogniser", "detector")]
    for code, name, look in wanted:
        check = checks._check(code, name, look, workspace)
        if not check.ok:
            yield f"doctor: {check.name}: {check.detail}"
    for copy in workspace.folder.copies():
        if damage(copy, workspace.db.key):
            yield f"damaged copy {copy.name}"
    with workspace.db.read() as session:
        gone = [number(kind, row) for kind in KINDS for row in erased.known(session, kind)]
    keys = copy_keys.load(root)
    if keys is not None and any(keys.tree.key(one) is not None for one in gone):
        yield "copies are still opened by keys of who is erased"
    if workspace.db.key is not None:
        yield from (f"plain network {path.name}" for path in rest if _is_plain_network(path))
    for path in (*rest, *(inner for one in rest for inner in one.rglob("*"))):
        os.utime(path, (before, before))
    checks.tidy(workspace)
    yield from (f"left {path.relative_to(root)}" for path in astray(workspace))


def _is_plain_network(path: Path) -> bool:
    return path.is_file() and path.suffix in (".onnx", ".safetensors") and not sealed.is_sealed(path)
