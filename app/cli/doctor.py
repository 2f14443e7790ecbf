"""The doctor command: is everything there that Kith needs?"""

import platform
from collections.abc import Callable
from importlib.metadata import version

import typer

from app.cli import output
from app.cli.session import CANNOT_START, Json, command, options, workspace
from app.core.errors import KithError


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("doctor")(command(doctor))


def doctor(json: Json = False) -> int:
    """Check this computer: libraries, device, data folder, gallery, models."""
    checks = [_check(name, look) for name, look in _CHECKS]
    if json:
        output.emit({"checks": [{"name": n, "ok": ok, "detail": detail} for n, ok, detail in checks]})
    else:
        table = output.table("", "check", "found")
        for name, ok, detail in checks:
            table.add_row("[green]ok[/]" if ok else "[bold red]no[/]", name, output.shown(detail))
        output.stdout.print(table)
    return 0 if all(ok for _, ok, _ in checks) else CANNOT_START


def _check(name: str, look: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, look()
    except (KithError, ImportError, OSError) as error:
        return name, False, str(error)


def _libraries() -> str:
    names = ("torch", "opencv-python-headless", "sqlalchemy", "pillow")
    found = ", ".join(f"{name} {version(name)}" for name in names)
    return f"Python {platform.python_version()}, {found}"


def _device() -> str:
    import torch

    from app.vision.embed import choose_device

    chosen = choose_device(options().device)
    cores = torch.get_num_threads()
    return torch.cuda.get_device_name() if chosen == "cuda" else f"{chosen}, {cores} threads"


def _gallery() -> str:
    from app.gallery.sqlite import driver, journal_mode
    from app.services import people

    with workspace() as opened:
        count = len(people.everyone(opened))
    mode = journal_mode(driver.sqlite_version_info).lower()
    return f"{options().data_dir}: {count} people, SQLite {driver.sqlite_version}, {mode}"


def _model() -> str:
    with workspace() as opened:
        model = opened.active_model()
        opened.backbone(model)
    return f"{model.name}, {model.dimension}-D, weights checked"


def _detector() -> str:
    import numpy as np

    with workspace() as opened:
        opened.reader().find(np.full((240, 320, 3), 128, np.uint8))
        return opened.settings.detector


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("libraries", _libraries),
    ("device", _device),
    ("gallery", _gallery),
    ("recogniser", _model),
    ("detector", _detector),
)
