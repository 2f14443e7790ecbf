"""Fences that Linux lets any process put up around itself, for good: which files it may read, which sockets
it may open, to which ports it may connect. A system that does not know one of them goes without.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Iterable, Sequence
from contextlib import suppress

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Landlock's system calls, the same on all processors (linux/landlock.h)."""
_VERSION, _BENEATH, _PORT = 1, 1, 2
_FILE_RIGHTS = (0, 13, 14, 15, 15, 16)
"""How many rights on files are known, by Landlock's version: each is a bit, from the lowest."""
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_BIND, _CONNECT, _PORTS_SINCE = 1 << 0, 1 << 1, 4
"""Rights on ports of TCP."""
_SCOPED, _SCOPED_SINCE = 0b11, 6
"""No abstract sockets and no signals of others."""

_SET_SECCOMP, _FILTER = 22, 2
_PROCESSORS = {
    "x86_64": (0xC000003E, {"socket": 41, "listen": 50, "sendto": 44, "sendmsg": 46, "sendmmsg": 307}),
    "aarch64": (0xC00000B7, {"socket": 198, "listen": 201, "sendto": 206, "sendmsg": 211, "sendmmsg": 269}),
}
"""How each is known to the kernel, and its numbers of system calls."""
_OTHER_NUMBERS = 0x40000000
"""From here on x86-64 has its calls once more, under other numbers."""
_SETUP_RING = 425
"""The system call `io_uring_setup`: through a ring sockets are opened unseen."""
_NETWORK = (2, 10, 16)
"""Kinds of sockets: IPv4, IPv6, and netlink, by which a resolver asks which of the two there is."""
_PROTOCOLS = (0, 6, 17)
"""The usual one, TCP and UDP: by others, such as MPTCP, what is bound to ports of TCP would be got round."""
_FAST_OPEN = {"sendto": 3, "sendmsg": 2, "sendmmsg": 3}, 0x20000000
"""Which argument of these calls may ask to connect by the way, and how: Landlock does not look there."""
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_CALL, _PROCESSOR, _ARGUMENTS, _ARGUMENT = 0, 4, 16, 8
_DENY, _ALLOW = (_RETURN, 0, 0, 0x00050000 | 13), (_RETURN, 0, 0, 0x7FFF0000)
_Lines = list[tuple[int, int, int, int]]


def fence_files(readable: Iterable[str], ports: Iterable[int] = ()) -> bool:
    """Leave nothing of the file system but folders that may be read, and no connections but to some ports.

    No other process is looked into either.

    Args:
        readable: Files and folders, with all below; those that are not there are passed over.
        ports: Of TCP, on any host; nothing is listened at (since Linux 6.7).

    Returns:
        Whether the system knows how.
    """
    system = ctypes.CDLL(None)
    version = system.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    rights = (1 << _FILE_RIGHTS[min(version, len(_FILE_RIGHTS) - 1)]) - 1
    asked = struct.pack("=Q", rights)
    if version >= _PORTS_SINCE:
        asked += struct.pack("=Q", _BIND | _CONNECT)
    if version >= _SCOPED_SINCE:
        asked += struct.pack("=Q", _SCOPED)
    rules = system.syscall(_CREATE_RULESET, asked, len(asked), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            with suppress(OSError):
                opened = os.open(path, os.O_PATH)
                allowed = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112
                system.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", allowed, opened), 0)
                os.close(opened)
        for port in ports if version >= _PORTS_SINCE else ():
            system.syscall(_ADD_RULE, rules, _PORT, struct.pack("=QQ", _CONNECT, port), 0)
        return bool(system.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def fence_sockets() -> bool:
    """Allow no further sockets but those of the network: none to programs of this computer, as by D-Bus.

    They are TCP's and UDP's, connect by `connect` alone, and listen at nothing.

    Returns:
        Whether the system knows how.
    """
    if platform.machine() not in _PROCESSORS:
        return False
    processor, calls = _PROCESSORS[platform.machine()]
    lines = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_IF_EQUAL, 1, 0, processor),
        _DENY,
        (_LOAD, 0, 0, _CALL),
        (_IF_AT_LEAST, 1, 0, _OTHER_NUMBERS),
        (_IF_EQUAL, 0, 1, _SETUP_RING),
        _DENY,
        *_at(calls["listen"], [_DENY]),
        *_at(calls["socket"], [*_one_of(0, _NETWORK), *_one_of(2, _PROTOCOLS)]),
    ]
    arguments, bit = _FAST_OPEN
    for call, place in arguments.items():
        lines += _at(calls[call], [*_load(place), (_IF_BIT, 0, 1, bit), _DENY])
    lines.append(_ALLOW)
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    told = struct.pack("@HP", len(lines), ctypes.addressof(program))
    return bool(ctypes.CDLL(None).prctl(_SET_SECCOMP, _FILTER, told, 0, 0) == 0)


def _at(call: int, lines: _Lines) -> _Lines:
    """At a system call look at these lines, which deny it or come to their end."""
    return [(_LOAD, 0, 0, _CALL), (_IF_EQUAL, 0, len(lines) + 1, call), *lines, _ALLOW]


def _one_of(place: int, values: Sequence[int]) -> _Lines:
    """Deny unless an argument is one of these."""
    same = [(_IF_EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
    return [*_load(place), *same, _DENY]


def _load(place: int) -> _Lines:
    """Load the lower half of an argument."""
    return [(_LOAD, 0, 0, _ARGUMENTS + place * _ARGUMENT)]
