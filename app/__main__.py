"""Entry point of `kith` and `python -m app`."""

import sys
from pathlib import Path

from app.cli.main import main as command_line


def main() -> int:
    """Run the command line, whose default command is the window."""
    return command_line(_open_window)


def _open_window(data_dir: Path, device: str) -> int:
    from app.ui.application import open_window

    return open_window(data_dir, device)


if __name__ == "__main__":
    sys.exit(main())
