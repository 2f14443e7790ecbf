"""Is everything there that Kith needs?"""

import os
import platform
from collections.abc import Callable
from importlib.metadata import version

import numpy as np

from app.core.errors import KithError
from app.core.text import Text, listed, quote, say
from app.domain.check import Check
from app.gallery.counts import counts
from app.gallery.sqlite import driver, journal_mode
from app.services.workspace.workspace import Workspace

_LIBRARIES = ("openvino", "torch", "opencv-python-headless", "sqlalchemy", "pillow")


def checks(workspace: Workspace) -> list[Check]:
    """Look at libraries, device, gallery and models."""
    return [_check(name, look, workspace) for name, look in _CHECKS]


def _check(name: Text, look: Callable[[Workspace], Text], workspace: Workspace) -> Check:
    try:
        return Check(name, True, look(workspace))
    except (KithError, ImportError, OSError) as error:
        return Check(name, False, quote(error))


def _libraries(_: Workspace) -> Text:
    found = listed(f"{name} {version(name)}" for name in _LIBRARIES)
    return say("Python {version}, {libraries}", version=platform.python_version(), libraries=found)


def _device(workspace: Workspace) -> Text:
    from app.vision.runtime import choose_device

    chosen = choose_device(workspace.device)
    if chosen == "cuda":
        import torch

        return quote(torch.cuda.get_device_name())
    return say("{device}, {count} threads", device=chosen, count=os.cpu_count() or 1)


def _gallery(workspace: Workspace) -> Text:
    mode = journal_mode(driver.sqlite_version_info).lower()
    with workspace.db.read() as session:
        people = counts(session).people
    return say(
        "{folder}: {count} people, SQLite {version}, {mode}",
        folder=workspace.folder.root,
        count=people,
        version=driver.sqlite_version,
        mode=mode,
    )


def _recogniser(workspace: Workspace) -> Text:
    model = workspace.active_model()
    workspace.embedder(model)
    return say("{model}, {dimension}-D, weights checked", model=model.name, dimension=model.dimension)


def _detector(workspace: Workspace) -> Text:
    workspace.reader().find(np.full((240, 320, 3), 128, np.uint8))
    return quote(workspace.settings.detector)


_CHECKS: tuple[tuple[Text, Callable[[Workspace], Text]], ...] = (
    (say("libraries"), _libraries),
    (say("device"), _device),
    (say("gallery"), _gallery),
    (say("recogniser"), _recogniser),
    (say("detector"), _detector),
)
