"""Requests about settings and this computer."""

from app.core import settings
from app.core.errors import StartError
from app.core.settings import Settings
from app.domain.check import Check
from app.engine.desk import Desk
from app.engine.loading import load_models_code
from app.engine.registry import answers
from app.engine.requests.settings import Doctor, GetSettings, SetSettings


@answers(GetSettings)
def get_settings(desk: Desk, _: GetSettings) -> Settings:
    """The user's choices."""
    return desk.workspace.settings


@answers(SetSettings)
def set_settings(desk: Desk, asked: SetSettings) -> Settings:
    """Store the user's choices and work with them from now on; a device that is not here is refused."""
    path = desk.workspace.folder.settings
    if asked.settings.device not in {desk.workspace.settings.device, "auto", "cpu"}:
        _check_device(asked.settings.device)
    try:
        settings.save(path, asked.settings)
    except OSError as error:
        raise StartError("The settings were not saved", why=f"{path}: {error.strerror}") from error
    desk.engine.adopt(asked.settings)
    return asked.settings


def _check_device(device: str) -> None:
    load_models_code()
    from app.vision.runtime import choose_device

    choose_device(device)


@answers(Doctor)
def doctor(desk: Desk, _: Doctor) -> tuple[Check, ...]:
    """Check this computer."""
    from app.services.workspace.checks import checks

    return tuple(Check(*found) for found in checks(desk.workspace))
