"""Where names come from: which program's they are is told by what is there."""

import os
from collections import defaultdict
from itertools import chain
from pathlib import Path

from app.core.errors import ImageError, UsageError
from app.core.files import SQLITE
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.handover import NamesPlan
from app.gallery import photos
from app.services.handover import digikam, foreign
from app.services.handover.immich import Immich
from app.services.handover.names_in import plan_names
from app.services.workspace import Workspace
from app.vision.picture_files import survey

IMMICH_KEY = "KITH_IMMICH_KEY"
"""The variable of the environment that holds the key for Immich: a command line is seen by others."""


def plan(
    workspace: Workspace,
    source: str | Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    contacts: Path | None = None,
    key: str = "",
) -> NamesPlan:
    """Say who is named by another program, and what of it can be taken over.

    Args:
        workspace: The data folder.
        source: A folder of photos with XMP, Picasa's lists or digiKam's database in it, that database itself,
            or the address of a server of Immich.
        progress: Hears of pictures looked at.
        cancel: Polled between pictures.
        contacts: Picasa's list of contacts, for names that are not beside the photos.
        key: For Immich.

    Raises:
        UsageError: There is no such source, or it cannot be read.
        Cancelled: The user asked to stop.
    """
    if str(source).startswith(("http://", "https://")):
        return _immich(workspace, str(source), key or os.environ.get(IMMICH_KEY, ""), progress, cancel)
    path = Path(source)
    if path.is_file() and _begins(path).startswith(SQLITE):
        named = digikam.pictures(path)
        return plan_names(workspace, str(path), named, progress, cancel, total=len(named))
    try:
        pictures = survey(path).pictures
    except ImageError as error:
        raise UsageError(
            say("{folder}: {problem}", folder=path, problem=error.what), why=error.why, remedy=error.remedy
        ) from error
    found = foreign.in_files(pictures, contacts)
    if (database := path / digikam.FILE_NAME).is_file():
        found = chain(found, digikam.pictures(database))
    return plan_names(workspace, str(path), found, progress, cancel, total=len(pictures))


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(SQLITE))


def _immich(
    workspace: Workspace, address: str, key: str, progress: ProgressSink, cancel: CancelToken | None
) -> NamesPlan:
    if not key:
        raise UsageError(
            say("Immich wants a key"),
            remedy=say(
                "Make one in Immich's account settings, and set {variable} to it", variable=IMMICH_KEY
            ),
        )
    called: defaultdict[str, list[Path]] = defaultdict(list)
    with workspace.db.read() as session:
        for path in photos.paths(session):
            called[path.name].append(path)
    named = Immich(address, key).pictures(lambda name: called.get(name, []))
    return plan_names(workspace, address, named, progress, cancel)
