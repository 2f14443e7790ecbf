"""What programs ask of the network, seen from outside: the calls that `strace` notes, by whom they reach."""

import re
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

_CALLS = re.compile(r"\b(?P<call>connect|bind|sendto|sendmsg|sendmmsg)\(")
_FAMILY = re.compile(r"sa_family=AF_(?P<family>\w+)")
_ADDRESS = re.compile(r'inet_addr\("(?P<four>[^"]+)"\)|inet_pton\(AF_INET6, "(?P<six>[^"]+)"')
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_PATH = re.compile(r'sun_path=(@?"[^"]*")')
_LOOPBACK = ("127.", "::1", "::ffff:127.")
_LOOKUPS = ("systemd/resolve", "mdns", "avahi")
"""In the paths of sockets of services that look up names of computers; nscd knows those of users, too."""


def watched(
    command: Sequence[object],
    note: Path,
    environment: Mapping[str, str],
    folder: Path,
    *,
    screen: bool = False,
) -> "subprocess.CompletedProcess[str]":
    """Run a program and all that it starts, and note what they ask of the network.

    Args:
        command: The program with its arguments.
        note: The file for it.
        environment: Of the program.
        folder: In which it runs.
        screen: Whether it is given a screen, by Xvfb, which is not watched.

    Raises:
        FileNotFoundError: There is no strace.
    """
    seen = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-e",
        "trace=network",
        "-e",
        "signal=none",
        "-o",
        note,
        *command,
    ]
    if screen:
        seen = ["xvfb-run", "-a", *seen]
    return subprocess.run(
        [*map(str, seen)],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def reached(note: Path) -> Counter[str]:
    """Whom the programs of a note turned to, and how often.

    Returns:
        "outside 192.0.2.1:53", "loopback ...", "name lookup ...", "local ..." (a socket of this computer),
        "netlink" (the kernel), or "other ..." for what is none of these.
    """
    lines = note.read_text(encoding="utf-8", errors="replace").splitlines()
    return Counter(who for line in lines if _CALLS.search(line) and (who := _whom(line)) is not None)


def outside(found: Counter[str]) -> int:
    """How many calls reach beyond this computer, or would look a name up."""
    return sum(count for who, count in found.items() if who.split()[0] in {"outside", "name", "other"})


def _whom(line: str) -> str | None:
    family = _FAMILY.search(line)
    if family is None:  # on a socket that is connected: told as that was
        return None
    if family["family"] in {"INET", "INET6"}:
        address, port = _ADDRESS.search(line), _PORT.search(line)
        place = (address["four"] or address["six"]) if address else "?"
        where = "loopback" if place.startswith(_LOOPBACK) else "outside"
        return f"{where} {place}:{port[1] if port else '?'}"
    if family["family"] in {"UNIX", "LOCAL"}:
        path = _PATH.search(line)
        name = path[1] if path else "unnamed"
        return f"{'name lookup' if any(one in name for one in _LOOKUPS) else 'local'} {name}"
    if family["family"] == "UNSPEC":  # takes a connection back
        return None
    return "netlink" if family["family"] == "NETLINK" else f"other AF_{family['family']}"
