"""What lies in a folder of photos and is no photo: counted by kind, and told."""

from collections.abc import Callable, Mapping

from app.core.text import NOTHING, Listed, Text, say, say_n

_KINDS: dict[str, Callable[[int], Text]] = {
    "video": lambda n: say_n("{n} video", "{n} videos", n),
    "audio": lambda n: say_n("{n} sound file", "{n} sound files", n),
    "document": lambda n: say_n("{n} document", "{n} documents", n),
    "archive": lambda n: say_n("{n} archive", "{n} archives", n),
    "sidecar": lambda n: say_n("{n} XMP file", "{n} XMP files", n),
    "text": lambda n: say_n("{n} text file", "{n} text files", n),
    "unknown": lambda n: say_n("{n} file of no known kind", "{n} files of no known kind", n),
    "link": lambda n: say_n("{n} link to what is there already", "{n} links to what is there already", n),
    "hidden": lambda n: say_n("{n} hidden folder", "{n} hidden folders", n),
}
"""As `trainer.pictures.Found` has them."""


def left_out(skipped: Mapping[str, int]) -> Text:
    """Say how many of each kind were left out; nothing where there were none."""
    parts = tuple(told(skipped[kind]) for kind, told in _KINDS.items() if skipped.get(kind))
    if not parts:
        return NOTHING
    what = Listed(parts, "and")
    return (
        say("{what} was left out", what=what)
        if sum(skipped.values()) == 1
        else say("{what} were left out", what=what)
    )
