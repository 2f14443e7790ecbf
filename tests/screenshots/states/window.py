"""What all pages share: keys, notices, the engine."""

import os
import signal
from collections.abc import Iterator

from app.core.errors import GalleryError
from app.core.text import say
from tests.app.processes import processes
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """An error, told until it is closed."""
    stage.go("settings")
    stage.window.context.notices.error(
        GalleryError(
            say("The gallery cannot be written"),
            why=say("the disk is full"),
            remedy=say("Free some space and try again"),
        )
    )
    yield "error"


def full(stage: Stage, material: Material) -> Iterator[str]:
    """All keys, and an engine that died."""
    stage.go("people")
    stage.window._show_keys()
    yield "keys"
    stage.quiet()
    for process in processes(stage.token):
        os.kill(process, signal.SIGKILL)
    stage.until(lambda: stage.window._engine_notice.text)
    yield "restarted"
