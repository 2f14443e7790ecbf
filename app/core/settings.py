"""The user's choices, kept as JSON in the data folder."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from app.core.errors import StartError
from app.core.files import replacing
from app.core.text import quote, say

DETECTORS = ("yunet", "mtcnn")
MOST_VISIT_DAYS = 3650
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose.

    Attributes:
        false_accepts: How often a stranger may be given a name, as a rate: 0.001 is one in 1,000.
        detector: Which face detector reads pictures: yunet or mtcnn.
        device: Where models run: cpu, cuda or mps; auto is the fastest there is.
        small_faces: Whether small faces in the background of large photos are looked for too.
        mirror_live: Whether live view averages each face with its mirror image: steadier, and slower.
        presence: Whether it is kept who came and went while something is watched.
        visit_days: For how many days that is kept.
        visit_command: Program and arguments that are run as someone comes or goes; none if empty.
        visit_webhook: Address that is posted it, or "".
        webhook_token: Whether the keyring holds a token for that address.
        visit_mqtt: Address of the MQTT broker that is told, or "", as mqtt://user@host:1883.
    """

    false_accepts: float = 1e-3
    detector: str = "yunet"
    device: str = "auto"
    small_faces: bool = False
    mirror_live: bool = False
    presence: bool = False
    visit_days: int = 30
    visit_command: tuple[str, ...] = ()
    visit_webhook: str = ""
    webhook_token: bool = False
    visit_mqtt: str = ""

    def __post_init__(self) -> None:
        """Refuse values that make no sense.

        Raises:
            ValueError: One does not.
        """
        rate = self.false_accepts
        if not 1e-6 <= rate <= 0.1:  # also catches NaN; a value that is no number raises TypeError
            raise ValueError(f"the rate of false accepts is {rate}, but must lie between 0.000001 and 0.1")
        if self.detector not in DETECTORS:
            raise ValueError(f"there is no detector {self.detector}: choose one of {', '.join(DETECTORS)}")
        if self.device not in DEVICES:
            raise ValueError(f"there is no device {self.device}: choose one of {', '.join(DEVICES)}")
        if not 1 <= self.visit_days <= MOST_VISIT_DAYS:
            raise ValueError(f"visits are kept for 1 to {MOST_VISIT_DAYS} days, not {self.visit_days}")
        _check_address(self.visit_webhook, ("http", "https"))
        _check_address(self.visit_mqtt, ("mqtt", "mqtts"))
        if not all(isinstance(word, str) for word in self.visit_command):
            raise TypeError("visit_command must be a list of texts")
        for name in ("small_faces", "mirror_live", "presence", "webhook_token"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"{name} must be true or false")


def _check_address(address: str, schemes: tuple[str, ...]) -> None:
    """Refuse an address that cannot be told of visits, and one with a password in it: this file is readable.

    Raises:
        ValueError: It is one.
    """
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"an address here begins with {schemes[0]}:// or {schemes[1]}://, and names a host")
    if parts.password is not None:
        raise ValueError("passwords are kept in the keyring: leave it out of the address")
    _ = parts.port  # raises for one that is no number


def load(path: Path) -> Settings:
    """Read the settings; where there are none yet, the defaults.

    Raises:
        StartError: The file cannot be read or holds something else.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name for field in fields(Settings)}
        chosen = {name: value for name, value in stored.items() if name in known}
        if "visit_command" in chosen:
            chosen["visit_command"] = tuple(chosen["visit_command"])
        return Settings(**chosen)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise StartError(
            say("the settings in {path} cannot be used", path=path),
            why=quote(error),
            remedy=say("Mend or delete that file"),
        ) from error


def save(path: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves either the old or the new ones.

    Raises:
        StartError: They cannot be written.
    """
    try:
        with replacing(path) as part:
            part.write(json.dumps(asdict(settings), indent=2).encode())
    except OSError as error:
        why = quote(f"{path}: {error.strerror}")
        raise StartError(say("The settings were not saved"), why=why) from error
