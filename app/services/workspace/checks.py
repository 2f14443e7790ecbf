"""Is everything there that Kith needs?"""

import os
import platform
from collections.abc import Callable
from importlib.metadata import version

import numpy as np

from app.core.errors import KithError
from app.domain.check import Check
from app.gallery.counts import counts
from app.gallery.sqlite import driver, journal_mode
from app.services.workspace.workspace import Workspace

_LIBRARIES = ("openvino", "torch", "opencv-python-headless", "sqlalchemy", "pillow")


def checks(workspace: Workspace) -> list[Check]:
    """Look at libraries, device, gallery and models."""
    return [_check(name, look, workspace) for name, look in _CHECKS]


def _check(name: str, look: Callable[[Workspace], str], workspace: Workspace) -> Check:
    try:
        return Check(name, True, look(workspace))
    except (KithError, ImportError, OSError) as error:
        return Check(name, False, str(error))


def _libraries(_: Workspace) -> str:
    found = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"Python {platform.python_version()}, {found}"


def _device(workspace: Workspace) -> str:
    from app.vision.runtime import choose_device

    chosen = choose_device(workspace.device)
    if chosen == "cuda":
        import torch

        return torch.cuda.get_device_name()
    return f"{chosen}, {os.cpu_count()} threads"


def _gallery(workspace: Workspace) -> str:
    mode = journal_mode(driver.sqlite_version_info).lower()
    with workspace.db.read() as session:
        people = counts(session).people
    return f"{workspace.folder.root}: {people} people, SQLite {driver.sqlite_version}, {mode}"


def _recogniser(workspace: Workspace) -> str:
    model = workspace.active_model()
    workspace.embedder(model)
    return f"{model.name}, {model.dimension}-D, weights checked"


def _detector(workspace: Workspace) -> str:
    workspace.reader().find(np.full((240, 320, 3), 128, np.uint8))
    return workspace.settings.detector


_CHECKS: tuple[tuple[str, Callable[[Workspace], str]], ...] = (
    ("libraries", _libraries),
    ("device", _device),
    ("gallery", _gallery),
    ("recogniser", _recogniser),
    ("detector", _detector),
)
