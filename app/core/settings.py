"""The user's choices, kept as JSON in the data folder."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from app.core.errors import StartError, UsageError
from app.core.files import read_small, replacing
from app.core.text import Number, Text, listed, quote, say

DETECTORS = ("yunet", "mtcnn")
MOST_VISIT_DAYS = 3650
MOST_COPIES = 30
LIVENESS = OFF, WARN, REQUIRE = "off", "warn", "require"
_MOST_BYTES = 1_000_000
DEVICES = ("auto", "cpu", "cuda", "mps")
_PRIVATE = ("visit_command", "visit_webhook", "visit_mqtt")
"""What may bear names and addresses."""
SEALED = "private"
"""The entry that holds these where they are sealed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose.

    Attributes:
        false_accepts: How often a stranger may be given a name, as a rate: 0.001 is one in 1,000.
        detector: Which face detector reads pictures: yunet or mtcnn.
        device: Where models run: cpu, cuda or mps; auto is the fastest there is.
        small_faces: Whether small faces in the background of large photos are looked for too.
        videos: Whether videos in folders of photos are read too.
        places: Whether it is kept where photos were taken, as their tags say.
        mirror_live: Whether live view averages each face with its mirror image: steadier, and slower.
        liveness: Whether faces are checked for being pictures: off; warn, which marks them; or require, which
            gives them no name and enrols with a camera only who turns their head as asked.
        presence: Whether it is kept who came and went while something is watched.
        visit_days: For how many days that is kept.
        erase_lapsed: Whether who agrees no more is erased by itself, at the start and daily.
        visit_command: Program and arguments that are run as someone comes or goes; none if empty.
        visit_webhook: Address that is posted it, or "".
        webhook_token: Whether the keyring holds a token for that address.
        visit_mqtt: Address of the MQTT broker that is told, or "", as mqtt://user@host:1883.
        daily_copies: How many daily copies of the gallery are kept; 0 makes none.
    """

    false_accepts: float = 1e-3
    detector: str = "yunet"
    device: str = "auto"
    small_faces: bool = False
    videos: bool = True
    places: bool = False
    mirror_live: bool = False
    liveness: str = OFF
    presence: bool = False
    visit_days: int = 30
    erase_lapsed: bool = False
    visit_command: tuple[str, ...] = ()
    visit_webhook: str = ""
    webhook_token: bool = False
    visit_mqtt: str = ""
    daily_copies: int = 3

    def __post_init__(self) -> None:
        """Refuse values that make no sense.

        Raises:
            UsageError: One does not.
            TypeError: One is of another kind.
        """
        self._check_kinds()
        rate = self.false_accepts
        if not 1e-6 <= rate <= 0.1:  # also catches NaN
            raise UsageError(
                say(
                    "the rate of false accepts must lie between {low} and {high}",
                    low=Number(1e-6, 6),
                    high=Number(0.1, 1),
                )
            )
        for kind, chosen, known in (
            (say("there is no detector {name}", name=self.detector), self.detector, DETECTORS),
            (say("there is no device {name}", name=self.device), self.device, DEVICES),
            (say("liveness is not {name}", name=self.liveness), self.liveness, LIVENESS),
        ):
            if chosen not in known:
                raise UsageError(kind, remedy=say("Choose one of {names}", names=listed(known, "or")))
        if not 1 <= self.visit_days <= MOST_VISIT_DAYS:
            raise UsageError(say("visits are kept for 1 to {most} days", most=MOST_VISIT_DAYS))
        if not 0 <= self.daily_copies <= MOST_COPIES:
            raise UsageError(say("0 to {most} daily copies are kept", most=MOST_COPIES))
        _check_address(self.visit_webhook, ("http", "https"))
        _check_address(self.visit_mqtt, ("mqtt", "mqtts"))

    def _check_kinds(self) -> None:
        """Refuse values of another kind than the defaults are.

        Raises:
            TypeError: One is.
        """
        for one in fields(self):
            value, kind = getattr(self, one.name), type(one.default)
            if type(value) is not kind and not (kind is float and type(value) is int):
                raise TypeError(f"{one.name} is no {kind.__name__}")
        if not all(isinstance(word, str) for word in self.visit_command):
            raise TypeError("visit_command holds more than texts")


def _check_address(address: str, schemes: tuple[str, str]) -> None:
    """Refuse an address that cannot be told of visits, and one with a password in it: this file is readable.

    Raises:
        UsageError: It is one.
    """
    if not address:
        return
    try:
        parts = urlsplit(address)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        usable = False
    if not usable:
        plain, secure = schemes
        raise UsageError(
            say(
                "such an address begins with {plain}:// or {secure}://, and names a host",
                plain=plain,
                secure=secure,
            )
        )
    if parts.password is not None:
        raise UsageError(say("passwords are kept in the keyring"), remedy=say("Leave it out of the address"))


def _nothing(_: str) -> bytes:
    return b"{}"


def load(path: Path, opened: Callable[[str], bytes] = _nothing) -> Settings:
    """Read the settings; where there are none yet, the defaults.

    Args:
        path: Of their file.
        opened: Gives what the sealed entry of this word holds, as JSON; raises `ValueError` if it is damaged.

    Raises:
        StartError: The file cannot be read or holds something else.
    """
    try:
        stored = json.loads(read_small(path, _MOST_BYTES))
        if not isinstance(stored, dict):
            raise _unusable(path, say("it holds no settings"))
        if SEALED in stored:
            private = json.loads(opened(stored[SEALED]))
            stored |= {name: private[name] for name in _PRIVATE if name in private}
        known = {field.name for field in fields(Settings)}
        chosen = {name: value for name, value in stored.items() if name in known}
        if isinstance(words := chosen.get("visit_command"), list):
            chosen["visit_command"] = tuple(words)
        return Settings(**chosen)
    except FileNotFoundError:
        return Settings()
    except UsageError as error:
        raise _unusable(path, error.text) from error
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise _unusable(path, quote(error)) from error


def _unusable(path: Path, why: Text) -> StartError:
    what = say("the settings in {path} cannot be used", path=path)
    return StartError(what, why=why, remedy=say("Mend or delete that file"))


def lies_open(path: Path) -> bool:
    """Whether a file of settings holds plainly what may bear names; not where it cannot be read."""
    try:
        stored = json.loads(read_small(path, _MOST_BYTES))
        return any(stored.get(name) for name in _PRIVATE)
    except (OSError, ValueError, AttributeError, RecursionError):
        return False


def save(path: Path, settings: Settings, seal: Callable[[bytes], str] | None = None) -> None:
    """Write the settings so that a crash leaves either the old or the new ones.

    Args:
        path: Of their file.
        settings: What to write.
        seal: Seals what may bear names, given as JSON, and returns the word to keep; None keeps it plain.

    Raises:
        StartError: They cannot be written.
    """
    values = asdict(settings)
    if seal is not None:
        private = {name: values.pop(name) for name in _PRIVATE}
        values[SEALED] = seal(json.dumps(private).encode())
    try:
        with replacing(path) as part:
            part.write(json.dumps(values, indent=2).encode())
    except OSError as error:
        why = quote(f"{path}: {error.strerror}")
        raise StartError(say("The settings were not saved"), why=why) from error
