"""Requests about copies of the gallery."""

from app.domain.backup import Backup, Restored
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.backup import BackUp, ListBackups, Restore


@answers(ListBackups)
def list_backups(context: RequestContext, _: ListBackups) -> tuple[Backup, ...]:
    """List the copies."""
    from app.services.workspace.backup import backups

    return tuple(backups(context.workspace))


@answers(BackUp)
def back_up(context: RequestContext, request: BackUp) -> Backup:
    """Make one."""
    from app.services.workspace.backup import back_up, back_up_to

    if request.target is None:
        return back_up(context.workspace)
    return back_up_to(context.workspace, request.target, overwrite=True)


@answers(Restore)
def restore(context: RequestContext, request: Restore) -> Restored:
    """Bring one back."""
    from app.services.workspace.restoring import restore

    return restore(context.workspace, request.copy)
