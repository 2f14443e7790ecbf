"""Which processes of an engine still live."""

from pathlib import Path


def processes(token: str, module: str = "app.engine.") -> list[int]:
    """Processes of an engine that still live."""
    return [int(one.name) for one in Path("/proc").glob("[0-9]*") if _is_one(one, token, module)]


def _is_one(process: Path, token: str, module: str) -> bool:
    try:
        mine = f"KITH_TEST_TOKEN={token}".encode() in (process / "environ").read_bytes()
        return mine and module.encode() in (process / "cmdline").read_bytes()
    except OSError:
        return False
