"""A page to look through all pictures, by page and state."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

_HEAD = """<!doctype html><meta charset="utf-8"><title>Kith: screenshots</title>
<style>body{font:14px sans-serif;margin:24px;background:#888}h2{color:#fff}
figure{display:inline-block;margin:8px}
img{width:480px;display:block}figcaption{color:#fff;padding:4px 0}</style>
"""


def write_sheet(folder: Path) -> Path:
    """Write index.html beside the pictures."""
    pictures = sorted(one.name for one in folder.glob("*.png"))
    parts = (_section(page, names) for page, names in groupby(pictures, lambda name: name.split("-")[0]))
    target = folder / "index.html"
    target.write_text(_HEAD + "".join(parts), encoding="utf-8")
    return target


def _section(page: str, names: Iterable[str]) -> str:
    return f"<h2>{escape(page)}</h2>\n" + "".join(map(_figure, names))


def _figure(name: str) -> str:
    return (
        f'<figure><a href="{name}"><img src="{name}"></a><figcaption>{escape(name)}</figcaption></figure>\n'
    )
