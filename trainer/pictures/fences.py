"""Fences that Linux lets any process put up around itself, for good: which files it may read, which sockets
it may open. A system that does not know one of them goes without.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from contextlib import suppress

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Landlock's system calls, the same on all processors (linux/landlock.h)."""
_VERSION, _BENEATH = 1, 1
_FILE_RIGHTS = (0, 13, 14, 15, 15, 16)
"""How many rights on files are known, by Landlock's version: each is a bit, from the lowest."""
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_SCOPED, _SCOPED_SINCE = 0b11, 6
"""No abstract sockets and no signals of others."""

_SET_SECCOMP, _FILTER = 22, 2
_PROCESSORS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""How each is known to the kernel, and its number of the system call `socket`."""
_OTHER_NUMBERS = 0x40000000
"""From here on x86-64 has its calls once more, under other numbers."""
_SETUP_RING = 425
"""The system call `io_uring_setup`: through a ring sockets are opened unseen."""
_NETWORK = (2, 10, 16)
"""Kinds of sockets: IPv4, IPv6, and netlink, by which a resolver asks which of the two there is."""
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13
_CALL, _PROCESSOR, _FIRST_ARGUMENT = 0, 4, 16


def fence_files(readable: Iterable[str]) -> bool:
    """Leave nothing of the file system but folders that may be read; no other process is looked into either.

    Args:
        readable: Files and folders, with all below; those that are not there are passed over.

    Returns:
        Whether the system knows how.
    """
    system = ctypes.CDLL(None)
    version = system.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    rights = (1 << _FILE_RIGHTS[min(version, len(_FILE_RIGHTS) - 1)]) - 1
    asked = struct.pack("=QQQ", rights, 0, _SCOPED if version >= _SCOPED_SINCE else 0)
    rules = system.syscall(_CREATE_RULESET, asked, len(asked) if version >= _SCOPED_SINCE else 8, 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            with suppress(OSError):
                opened = os.open(path, os.O_PATH)
                allowed = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112
                system.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", allowed, opened), 0)
                os.close(opened)
        return bool(system.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def fence_sockets() -> bool:
    """Allow no further sockets but those of the network: none to programs of this computer, as by D-Bus.

    Returns:
        Whether the system knows how.
    """
    if platform.machine() not in _PROCESSORS:
        return False
    processor, socket = _PROCESSORS[platform.machine()]
    deny, allow = (_RETURN, 0, 0, _DENY), (_RETURN, 0, 0, _ALLOW)
    lines = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_IF_EQUAL, 1, 0, processor),
        deny,
        (_LOAD, 0, 0, _CALL),
        (_IF_AT_LEAST, 1, 0, _OTHER_NUMBERS),
        (_IF_EQUAL, 0, 1, _SETUP_RING),
        deny,
        (_IF_EQUAL, 1, 0, socket),
        allow,
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *((_IF_EQUAL, len(_NETWORK) - place, 0, kind) for place, kind in enumerate(_NETWORK)),
        deny,
        allow,
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    told = struct.pack("@HP", len(lines), ctypes.addressof(program))
    return bool(ctypes.CDLL(None).prctl(_SET_SECCOMP, _FILTER, told, 0, 0) == 0)
