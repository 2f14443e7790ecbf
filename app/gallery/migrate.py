"""Bring a gallery file to the newest schema: safely beside other processes, and never without a copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from app.core.errors import StartError
from app.core.log import Code, Log
from app.core.text import say
from app.gallery import sums
from app.gallery.schema import SEALED
from app.gallery.sqlite import APPLICATION, connect, driver, make_engine
from app.keys.key import Key

_log = Log(__name__)

_NOT_SUCH_TABLES = {driver.SQLITE_ERROR, driver.SQLITE_CONSTRAINT, driver.SQLITE_MISMATCH}
"""What SQLite says of a statement that does not fit the tables there are."""
MIGRATIONS = Path(__file__).parent / "migrations"


def stored_revision(connection: Any) -> str | None:
    """Read which schema a driver's connection looks at; None is a database without any tables.

    Raises:
        StartError: The database is not a gallery of Kith's.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    if any(kind in {"trigger", "view"} or (sql or "").startswith("CREATE VIRTUAL") for kind, _, sql in found):
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("it holds programs of its own, which no gallery of Kith does"),
            remedy=say("Move gallery.db away, or restore a copy"),
        )
    tables = {name for kind, name, _ in found if kind == "table"}
    if SEALED in tables:
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("it is a copy, in which all that is about people is sealed until it is restored"),
            remedy=say("Move gallery.db elsewhere and restore it from there: kith restore FILE"),
        )
    if not tables and not application:
        return None
    if "alembic_version" in tables and application in {0, APPLICATION}:
        for (revision,) in connection.execute("SELECT version_num FROM alembic_version"):
            return str(revision)
    raise StartError(
        say("The gallery cannot be opened"),
        why=say("its file is a database of another program"),
        remedy=say("Move gallery.db away, or choose another data folder"),
    )


def migrate(file: Path, scripts: Path = MIGRATIONS, key: Key | None = None) -> None:
    """Create the tables or migrate them, in one transaction that holds the write lock throughout.

    A process that waited for another's migration finds nothing left to do. An existing gallery is first
    copied to `backups/` beside it.

    Raises:
        StartError: The revision is none that `scripts` knows, or the tables are not those of it.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    known = ScriptDirectory.from_config(config)
    # A migration may rebuild a table; with foreign keys on, dropping the old one would cascade.
    engine = make_engine(file, key, foreign_keys=False)
    try:
        with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
            revision = stored_revision(connection.connection.driver_connection)
            if revision == known.get_current_head():
                return
            if revision is not None:
                _check_known(revision, {script.revision for script in known.walk_revisions()})
                copy_aside(file, revision, key)
            config.attributes["connection"] = connection
            damaged = sums.damaged(connection.connection.driver_connection)
            with _as_its_revision_says(revision):
                command.upgrade(config, "head")
            sums.stamp(connection.connection.driver_connection, damaged)
            _log.info(
                "gallery migrated", before=Code(revision or "none"), after=Code(known.get_current_head())
            )
    finally:
        engine.dispose()


@contextmanager
def _as_its_revision_says(revision: str | None) -> Iterator[None]:
    """Tell tables that are not those of the revision a gallery says it is of.

    Raises:
        StartError: They are not.
    """
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", None) not in _NOT_SUCH_TABLES:
            raise
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("its tables are not those of its revision, {revision}", revision=revision or "none"),
            remedy=say("Move gallery.db away, or restore a copy"),
        ) from error


def _check_known(revision: str, known: set[str]) -> None:
    if revision not in known:
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("it was made by a newer Kith (its revision is {revision})", revision=revision),
            remedy=say("Update Kith, or choose another data folder"),
        )


def copy_aside(file: Path, revision: str, key: Key | None = None) -> Path:
    """Copy the database, as last committed, to `backups/gallery-<revision>-<UTC time>.db` beside it."""
    folder = file.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"gallery-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.db"
    partial = target.with_suffix(".part")
    partial.touch(mode=0o600)
    source, copy = connect(file, key), connect(partial, key)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    return partial.rename(target)
