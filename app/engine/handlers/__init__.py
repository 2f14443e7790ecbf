"""The functions that answer requests, one module a noun. `app.services` does the work."""


def load() -> None:
    """Register them all. None imports what it works with before it is request."""
    from app.engine.handlers import (  # noqa: F401
        activity,
        backup,
        enrolling,
        evaluating,
        faces,
        handover,
        live,
        models,
        people,
        photos,
        presence,
        settings,
        starting,
        training,
    )
