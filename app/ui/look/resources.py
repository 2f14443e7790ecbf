"""Files that come with Kith: its icon and its translations."""

from importlib.resources import files


def resource(*parts: str) -> str:
    """Path of a file or folder below resources."""
    return str(files("resources").joinpath(*parts))


def app_icon() -> str:
    """Path of Kith's own icon, an SVG."""
    return resource("icons", "kith.svg")
