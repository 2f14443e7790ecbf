"""The command line: `kith COMMAND`."""

from app.cli.main import main

__all__ = ["main"]
