"""Heavy imports, one thread at a time.

Lanes, jobs and live view each need torch and what stands on it, and may start in the same moment. Two threads
that import parts of such a package at once can meet a half-imported module, so they take turns here.
"""

from contextlib import AbstractContextManager
from threading import Lock

_turn = Lock()


def source_ready(source: str) -> AbstractContextManager[None]:
    """Have the process ready soon in which a source is decoded, while the rest is loaded."""
    with _turn:
        from app.vision.sources import ready_for
    return ready_for(source)


def load_models_code() -> None:
    """Import what reading, training and watching need; at once where that was done before."""
    with _turn:
        import app.services.enrolment.guided
        import app.services.models.catalogue
        import app.services.photos.importing
        import app.services.recognise.live
        import app.vision.networks  # noqa: F401
