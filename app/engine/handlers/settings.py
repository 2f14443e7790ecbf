"""Requests about settings and this computer."""

from app.core.settings import Settings
from app.domain.check import Check
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.loading import load_models_code
from app.engine.registry import answers, answers_in_engine
from app.engine.requests.settings import Doctor, GetSettings, SetSettings
from app.keys import choices


@answers(GetSettings)
def get_settings(context: RequestContext, _: GetSettings) -> Settings:
    """The user's choices."""
    return context.workspace.settings


@answers_in_engine(SetSettings)
def set_settings(engine: Engine, context: RequestContext, request: SetSettings) -> Settings:
    """Store the user's choices and work with them from now on; a device that is not here is refused."""
    if request.settings.device not in {context.workspace.settings.device, "auto", "cpu"}:
        _check_device(request.settings.device)
    choices.save(context.workspace.folder.settings, request.settings)
    if context.workspace.settings.places and not request.settings.places:
        _forget_places(context)
    engine.adopt(request.settings)
    return request.settings


def _forget_places(context: RequestContext) -> None:
    from app.services.photos.upkeep import forget_places

    forget_places(context.workspace)


def _check_device(device: str) -> None:
    load_models_code()
    from app.vision.runtime import choose_device

    choose_device(device)


@answers(Doctor)
def doctor(context: RequestContext, request: Doctor) -> tuple[Check, ...]:
    """Check this computer."""
    from app.services.photos.mending import mend
    from app.services.workspace.checks import checks, tidy

    if request.repair:
        tidy(context.workspace)
        mend(context.workspace, context.cancel)
    return tuple(checks(context.workspace))
