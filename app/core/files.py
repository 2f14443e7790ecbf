"""Files that are there whole or not at all."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES, EFBIG, EINVAL, EISDIR, ENOENT, EPERM
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from app.core.errors import ModelError, UsageError
from app.core.paths import GALLERY_FILE
from app.core.text import quote, say

AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)
"""Opens a file so that a pipe in its place is an error rather than a wait."""
SQLITE = b"SQLite format 3\0"
"""What a database begins with that is for everybody to read."""
_PART = 1 << 20
_DEEPEST = 3
"""How many folders above a file may be the data folder."""
_SCRATCH, _LOCK, _BESIDE, _PART_SUFFIX = ".kith-part-", "lock", "beside", ".part"
_LONGEST_PATH = 4096


@contextmanager
def replacing(target: Path, known_in: Path | None = None) -> Iterator[IO[bytes]]:
    """Write a file beside its target, which it takes the place of at the end; after an error it is gone.

    Only its owner may read it. Its folder must be there.

    Args:
        target: The file.
        known_in: A folder of `scratch`: what a kill leaves beside the target is swept with what it leaves
            there.

    Raises:
        OSError: It cannot be written, or the target is no file.
    """
    part = target.parent.absolute() / f"{_SCRATCH}{token_hex(8)}{_PART_SUFFIX}"
    if known_in is not None:
        (known_in / _BESIDE).write_bytes(os.fsencode(part))
    try:
        with open(part, "xb", opener=_for_its_owner) as file:
            locked(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
        put(part, target)
    except BaseException:
        with suppress(OSError):
            wipe(part)
        raise


@contextmanager
def filling(target: Path, known_in: Path) -> Iterator[Path]:
    """A folder for files that are in another at the end, which is empty or not there; else they are gone.

    Args:
        target: The folder. That in which it lies must be there.
        known_in: A folder of `scratch`: what a kill leaves is swept with what it leaves there.

    Raises:
        OSError: It cannot be written.
    """
    there = target.is_dir()
    part = (target if there else target.parent).absolute() / f"{_SCRATCH}{token_hex(8)}{_PART_SUFFIX}"
    (known_in / _BESIDE).write_bytes(os.fsencode(part))
    try:
        part.mkdir(mode=0o700)
        yield part
        if there:
            for file in sorted(part.iterdir()):
                file.replace(target / file.name)
            part.rmdir()
        else:
            part.rename(target)
    except BaseException:
        _wipe_in(part)
        shutil.rmtree(part, ignore_errors=True)
        raise


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def put(source: Path, target: Path) -> None:
    """Put a file in the place of another, if there is one.

    Raises:
        OSError: It cannot be put there, or a folder, device or pipe is there.
    """
    if target.exists() and not target.is_file():
        raise PermissionError(EPERM, os.strerror(EPERM), str(target))
    source.replace(target)


def read_small(path: Path, most: int) -> str:
    """The text of a file that may be anything; see `read_bytes`.

    Raises:
        OSError: It cannot be read, is no file, or is larger than `most` bytes.
        ValueError: It is no text.
    """
    return read_bytes(path, most).decode("utf-8")


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file that may be anything: a pipe that never ends, or a file as large as the disk.

    Raises:
        OSError: It cannot be read, is no file, or is larger than `most` bytes.
    """
    handle = os.open(path, os.O_RDONLY | AT_ONCE)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(EINVAL, os.strerror(EINVAL))
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(EFBIG, os.strerror(EFBIG))
    return data


@contextmanager
def overwritten(path: Path) -> Iterator[None]:
    """Put zeros over what a file holds now, if that can be, once another took its place in the block.

    Where an open file cannot be replaced (Windows) that is left undone.

    Raises:
        OSError: It cannot be opened for that.
    """
    if os.name != "posix":
        yield
        return
    handle = os.open(path, os.O_RDWR)
    try:
        yield
        with suppress(OSError):
            _zero(handle)
    finally:
        os.close(handle)


def wipe(path: Path) -> None:
    """Put zeros over a file, if that can be, and delete it.

    Raises:
        OSError: It cannot be deleted.
    """
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            _zero(handle)
        finally:
            os.close(handle)
    path.unlink(missing_ok=True)


def _zero(handle: int) -> None:
    left = os.fstat(handle).st_size
    while left > 0:
        left -= os.write(handle, bytes(min(left, _PART)))
    os.fsync(handle)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder in another for what is written on the way, overwritten and gone at the end.

    `sweep` takes what a kill leaves.

    Raises:
        OSError: It cannot be made.
    """
    with ExitStack() as held:
        made = Path(held.enter_context(tempfile.TemporaryDirectory(dir=folder, prefix=_SCRATCH)))
        locked(held.enter_context((made / _LOCK).open("w", encoding="utf-8")))  # until this process dies
        held.callback(_wipe_in, made)
        yield made


def sweep(folder: Path) -> None:
    """Overwrite and delete what kills left of `scratch` in a folder, and what was `replacing` a file then.

    What a process is at is left alone, and what lies on a drive that is not plugged in waits until it is.
    """
    for part in folder.glob(f"{_SCRATCH}*"):
        if part.is_symlink():
            continue
        with suppress(OSError):
            with (part / _LOCK).open("r+", encoding="utf-8") as lock:
                if not locked(lock) or not _wipe_beside(part):
                    continue
                _wipe_in(part)
            shutil.rmtree(part)


def _wipe_beside(part: Path) -> bool:
    """Overwrite and delete what was written beside its target, unless its folder is not there now.

    Raises:
        OSError: It cannot be deleted.
    """
    note = part / _BESIDE
    if note.is_symlink() or not note.is_file():
        return True
    beside = Path(os.fsdecode(read_bytes(note, _LONGEST_PATH)))
    if beside.name.startswith(_SCRATCH) and beside.suffix == _PART_SUFFIX and not beside.is_symlink():
        if not beside.parent.is_dir():
            return False
        if beside.is_file():
            wipe(beside)
        elif beside.is_dir():
            _wipe_in(beside)
            shutil.rmtree(beside)
    return True


def _wipe_in(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.name != _LOCK:
            with suppress(OSError):
                wipe(file)


def sync(path: Path) -> None:
    """Have a file, or what a folder lists, on the disk.

    Raises:
        OSError: It cannot be.
    """
    if os.name == "posix" or path.is_file():
        handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def locked(file: IO[Any]) -> bool:
    """Lock an open file for this process, if nobody has; the lock falls as it is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def spare(target: Path, *, overwrite: bool) -> None:
    """Make sure that what the user asked for takes the place of no other file, unless they said that it may.

    What lies in a data folder is never overwritten. Devices and pipes are no files.

    Args:
        target: What is to be written.
        overwrite: A file that is there may be lost.

    Raises:
        UsageError: A file is there.
    """
    if not target.is_file():
        return
    if any((above / GALLERY_FILE).exists() for above in target.resolve().parents[:_DEEPEST]):
        raise UsageError(
            say("{path} lies in the data folder of Kith and is not overwritten", path=target),
            remedy=say("Choose another place"),
        )
    if not overwrite:
        raise UsageError(
            say("{path} is there already and is not overwritten", path=target),
            remedy=say("Choose another name, or give the command --overwrite"),
        )


def write_text(target: Path, text: str, data: Path, *, overwrite: bool = False) -> None:
    """Write what the user asked for as a text file, whole or not at all.

    What is no character becomes an escape.

    Args:
        target: The file.
        text: What is written.
        data: The data folder: what a kill leaves beside the target is swept with what it leaves there.
        overwrite: A file that is there may be replaced.

    Raises:
        UsageError: It cannot be written, or a file is there that may not be overwritten.
    """
    spare(target, overwrite=overwrite)
    written = text.encode("utf-8", "backslashreplace")
    try:
        if target.exists() and not target.is_file():  # a device or a pipe
            target.write_bytes(written)
            return
        with scratch(data) as known_in, replacing(target.resolve(), known_in) as file:
            file.write(written)
    except OSError as error:
        raise _unwritable(target, error) from error


def check_writable(target: Path, *, overwrite: bool) -> None:
    """Make sure that a text file can be written, before something is done that cannot be done again.

    Raises:
        UsageError: It cannot, as far as that can be told.
    """
    spare(target, overwrite=overwrite)
    found, folder = target.exists(), target.parent
    wrong = EISDIR if target.is_dir() else 0 if found or folder.is_dir() else ENOENT
    if not wrong and not os.access(target if found and not target.is_file() else folder, os.W_OK):
        wrong = EACCES
    if wrong:
        raise _unwritable(target, OSError(wrong, os.strerror(wrong)))


def _unwritable(target: Path, error: OSError) -> UsageError:
    return UsageError(
        say("{path} cannot be written", path=target), why=quote(error), remedy=say("Choose another place")
    )


@contextmanager
def writing_model(target: Path) -> Iterator[None]:
    """Say of a model's file that cannot be written which it is and why.

    Raises:
        ModelError: It cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise ModelError(say("{path} cannot be written", path=target), why=quote(error)) from error
