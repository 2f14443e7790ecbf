"""A restart after a kill: as a real start does it, timed, with a look at all that is there then."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.gallery.encrypting import go_on
from app.keys import header, key, unlocking
from app.keys.errors import LockedError, WrongSecretError
from app.services.people import browse
from app.services.workspace import Workspace
from tests.bench.kills import told
from tests.bench.kills.jobs import NEW, OLD, PLAIN
from tests.bench.kills.told import Told


@dataclass(slots=True)
class Found:
    """What a restart found.

    Attributes:
        seconds: Until the gallery answered.
        cpu: Seconds of the processor until then.
        broken: Whether a change of the key was broken off.
        opens: Who opens the gallery now: `PLAIN`, or a passphrase.
        state: What the gallery says.
        left: What belongs to nothing, and `doctor --repair` deletes.
        traces: Files with traces of whom `forget` forgets.
        faults: What is wrong whatever was done.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    broken: bool = False
    opens: str = PLAIN
    state: Told = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def restart(
    data: Path, secrets: Sequence[str], needles: list[bytes], *, goes_on: bool, networks: bool, file: Path
) -> None:
    """Open a data folder in a process that has no key yet, look, and write what was found to a file.

    Args:
        data: The data folder.
        secrets: Passphrases and codes, in the order in which a person would try them.
        needles: What is looked for in its files.
        goes_on: Whether a change of the key that was broken off is gone on with, as a window offers, rather
            than settled.
        networks: Whether `doctor` loads the networks, too.
        file: Where to.
    """
    key.drop()
    found, start, cpu = Found(), time.monotonic(), time.process_time()
    found.broken = header.is_broken_off(data)
    if found.broken and goes_on:
        with suppress(LockedError):
            _unlock(data, secrets)
        go_on(data)
        key.drop()
    with _opened(data, secrets) as workspace:
        browse.everyone(workspace)
        found.seconds, found.cpu = time.monotonic() - start, time.process_time() - cpu
        stored = header.load(data)
        if stored is not None and stored.now is not None:
            found.opens = _opener(data, secrets)
        found.state = told.told(data, workspace.db.key)
        rest = told.astray(workspace)
        found.left = [str(path.relative_to(data)) for path in rest]
        found.traces = list(told.hits(data, needles))
        found.faults = list(told.faults(workspace, rest, networks=networks))
    file.write_text(json.dumps(asdict(found)))


def _opened(data: Path, secrets: Sequence[str]) -> Workspace:
    try:
        return Workspace.open(data)
    except LockedError:
        _unlock(data, secrets)
    return Workspace.open(data)


def _unlock(data: Path, secrets: Sequence[str]) -> None:
    for secret in secrets[:-1]:
        with suppress(WrongSecretError):
            unlocking.unlock(data, secret)
            return
    unlocking.unlock(data, secrets[-1])


def _opener(data: Path, secrets: Sequence[str]) -> str:
    """Whose secret opens a gallery that is not being changed."""
    for secret in secrets:
        with suppress(WrongSecretError):
            unlocking.unlock(data, secret)
            return secret if secret in (OLD, NEW) else OLD
    return "nobody"
