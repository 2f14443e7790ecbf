"""Entry point of `kith` and `python -m app`."""

import sys
from pathlib import Path

from app.cli.exits import CANNOT_START, leave, report_bug
from app.cli.launch import data_folder, is_plain
from app.core import language, log, private
from app.core.errors import StartError
from trainer.compiler import leave_no_folder


def main() -> int:
    """Open the window, or run a command; the window does not wait for the command line's libraries."""
    private.begin()
    leave_no_folder()
    language.use(language.of_system())
    if is_plain(sys.argv[1:]):
        return _plain_launch()
    from app.cli.main import main as command_line

    return leave(command_line(_open_window))


def _plain_launch() -> int:
    folder = data_folder()
    log.start("window", folder)
    try:
        return _open_window(folder, "auto")
    except StartError as error:
        print(language.shown(error.text), file=sys.stderr)  # noqa: T201 - the window could not say it, or not alone
        return CANNOT_START
    except Exception:  # noqa: BLE001 - the last resort: whatever it is, it is our fault, and worth a report
        return report_bug()
    finally:
        log.stop()


def _open_window(data_dir: Path, device: str, locked: bool = False) -> int:
    from app.ui.application import open_window

    return open_window(data_dir, device, locked=locked)


if __name__ == "__main__":
    sys.exit(main())
