"""Published models that can be added: what the registry says of them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.core.text import Text
from app.domain.model import licence_text
from app.ui.look.resources import resource
from app.ui.look.texts import tr

_ADDABLE = ("vggface2", "casia-webface")
_MEGABYTES = {"vggface2": 107, "casia-webface": 111}


@dataclass(frozen=True, slots=True)
class Published:
    """A model that others trained and published.

    Attributes:
        name: Its name in the registry.
        megabytes: Size of its file.
        licence: In words.
        origin: The page it comes from.
        about: What it is, in a sentence.
    """

    name: str
    megabytes: int
    licence: Text
    origin: str
    about: str


def published() -> list[Published]:
    """Those that Kith does not carry itself."""
    entries = tomllib.loads(Path(resource("models.toml")).read_text(encoding="utf-8"))
    about = tr("InceptionResnetV1: a larger network, slower than the one that comes with Kith")
    return [
        Published(name, _MEGABYTES[name], licence_text(entries[name]), entries[name]["origin"], about)
        for name in _ADDABLE
    ]
