"""Whether the libraries that are here are as new as this Kith wants them."""

import re
from importlib.metadata import PackageNotFoundError, requires, version

_WANTED = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?[^;]*?>=\s*([0-9.]+)[^;]*")


def too_old() -> list[str]:
    """The libraries that are older than the floors of this Kith, as "pillow 11.0 (12 or newer)"; none where
    this Kith was not installed and has no floors.
    """
    try:
        lines = requires("kith") or []
    except PackageNotFoundError:
        return []
    found = []
    for line in lines:
        wanted = _WANTED.match(line)
        if wanted is None or "extra ==" in line:
            continue
        name, floor = wanted.groups()
        try:
            here = version(name)
        except PackageNotFoundError:  # not for this system
            continue
        if _numbers(here) < _numbers(floor):
            found.append(f"{name} {here} ({floor})")
    return found


def _numbers(text: str) -> tuple[int, ...]:
    """A version's leading numbers."""
    return tuple(int(part) for part in re.match(r"[0-9.]*", text)[0].rstrip(".").split(".") if part)  # type: ignore[index]
