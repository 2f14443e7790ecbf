"""The gallery encrypted, used, given another key and decrypted, on the command line."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import keyring
import pytest

from app.core.errors import StartError
from app.gallery.database import Database
from app.keys import header, key
from app.services.workspace import Workspace
from app.services.workspace.encryption import put_back
from tests.app.keyrings import MemoryKeyring

Kith = Callable[..., Any]


@pytest.fixture
def secrets(tmp_path: Path) -> Callable[[str], str]:
    """Files with passphrases in them."""

    def file(text: str) -> str:
        path = tmp_path / f"{len(text)}.txt"
        path.write_text(text + "\n")
        return str(path)

    return file


def _wrong(kith: Kith, *options: str) -> set[str]:
    """What the doctor finds wrong with the gallery."""
    checks = kith(*options, "doctor", "--json").document["checks"]
    return {one["code"] for one in checks if not one["ok"]} & {"gallery", "file", "encryption"}


def test_a_passphrase_opens_it_and_nothing_goes_without(
    kith: Kith, known: Path, secrets: Callable[[str], str]
) -> None:
    before = kith("people", "--json").document
    right, wrong = secrets("four words of mine"), secrets("others")
    kith("backup")
    ran = kith("encrypt", "on", "--new-passphrase-file", right, "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"encrypted", "holder", "deleted", "recovery_code"}
    assert kith("encrypt", "--json").document["plain"] == []
    key.drop()
    ran = kith("people", "--json")
    assert (ran.code, ran.document["error"]["what"]) == (3, "The gallery is locked")
    assert kith("--passphrase-file", wrong, "people").code == 3
    assert kith("--passphrase-file", right, "people", "--json").document == before
    key.drop()
    kith("--passphrase-file", right, "rename", "Tony Blair", "Tony B")
    assert kith("restore").code == 0
    assert kith("people", "--json").document == before
    assert _wrong(kith) == set()
    (known / "backups" / "gallery-mine.db").write_bytes(b"SQLite format 3\0" + bytes(100))
    assert _wrong(kith) == {"encryption"}
    (known / "backups" / "gallery-mine.db").unlink()
    library = known.parent / "out.kith"
    assert kith("export", "library", str(library)).code == 0
    assert b"Tony Blair" in library.read_bytes()  # it goes to somebody else, and is plain on purpose
    assert kith("encrypt", "off", "--json").document["encrypted"] is False
    key.drop()
    assert kith("people", "--json").document == before
    assert not (known / header.NAME).exists()


def test_a_lost_keyring_leaves_the_recovery_code(
    kith: Kith, known: Path, secrets: Callable[[str], str]
) -> None:
    kept = keyring.get_keyring()
    mine = MemoryKeyring()
    keyring.set_keyring(mine)
    try:
        code = kith("encrypt", "on", "--keyring", "--json").document["recovery_code"]
        key.drop()
        assert kith("people").code == 0
        assert kith("encrypt", "on", "--keyring").code == 2
        key.drop()
        mine.kept.clear()
        ran = kith("people")
        assert ran.code == 3
        assert "recovery code" in ran.err
        file = secrets(code)
        assert kith("--passphrase-file", file, "encrypt", "rekey", "--keyring", "--json").code == 0
        key.drop()
        assert kith("people").code == 0
        assert len(mine.kept) == 1
    finally:
        keyring.set_keyring(kept)


def test_a_passphrase_that_is_no_text_is_told_in_words(kith: Kith, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(b"\xff\xd8\xff")
    ran = kith("--language", "de", "encrypt", "on", "--new-passphrase-file", file)
    assert (ran.code, "kein Text in UTF-8" in ran.err) == (2, True)


def _damages(file: Path) -> list[tuple[str, bytes | None]]:
    """What may become of a file: None where it is gone."""
    whole = file.read_bytes()
    drawn = random.Random(5)
    flipped = []
    for at in drawn.sample(range(len(whole)), 40):
        part = bytearray(whole)
        part[at] ^= 1 << drawn.randrange(8)
        flipped.append((f"bit of byte {at}", bytes(part)))
    rest = [("half", whole[: len(whole) // 2]), ("empty", b""), ("zeros", bytes(len(whole))), ("gone", None)]
    return flipped + rest


def _become(file: Path, held: bytes | None) -> None:
    file.unlink(missing_ok=True)
    if held is not None:
        file.write_bytes(held)


@pytest.mark.slow
def test_what_gets_at_the_key_is_put_back_from_its_copy(
    kith: Kith, known: Path, secrets: Callable[[str], str]
) -> None:
    before, right = kith("people", "--json").document, secrets("four words of mine")
    code = kith("encrypt", "on", "--new-passphrase-file", right, "--json").document["recovery_code"]
    file, copy = known / header.NAME, known / "backups" / header.NAME
    whole = file.read_bytes()
    assert copy.read_bytes() == whole
    for what, held in _damages(file):
        _become(file, held)
        with pytest.raises(StartError, match="doctor --repair"):
            header.load(known)
        assert put_back(known, lambda: "four words of mine") is not None, what
        assert file.read_bytes() == whole, what
    key.drop()
    for secret in (right, secrets(code)):  # the recovery code is as good
        _become(file, None)
        told = kith("people")
        assert (told.code, "is gone" in told.err, "doctor --repair" in told.err) == (3, True, True)
        assert kith("encrypt", "on", "--new-passphrase-file", right).code == 3  # it would be the end of it
        assert kith("doctor").code == 3
        assert kith("doctor", "--repair").code == 3  # nobody could be asked
        assert not file.exists()
        mended = kith("--passphrase-file", secret, "doctor", "--repair", "--json").document["mended"]
        assert any("put back" in text for text in mended)
        assert kith("--passphrase-file", right, "people", "--json").document == before
        key.drop()


@pytest.mark.slow
def test_a_copy_that_does_not_open_the_gallery_is_not_put_back(
    kith: Kith, known: Path, secrets: Callable[[str], str], tmp_path: Path
) -> None:
    first, second = secrets("four words of mine"), secrets("other words than those")
    kith("encrypt", "on", "--new-passphrase-file", first)
    file, copy = known / header.NAME, known / "backups" / header.NAME
    shutil.copy(copy, tmp_path / "old")
    kith("encrypt", "rekey", "--new-passphrase-file", second)
    good = file.read_bytes()
    gallery = (known / "gallery.db").read_bytes()
    for held in ((tmp_path / "old").read_bytes(), b"{}", None):
        _become(file, b"damaged")
        _become(copy, held)
        key.drop()
        ran = kith("--passphrase-file", first, "doctor", "--repair", "--json")
        assert (ran.code, [one["ok"] for one in ran.document["checks"]]) == (3, [False])
        assert file.read_bytes() == b"damaged"
        assert (known / "gallery.db").read_bytes() == gallery
    _become(file, good)
    assert _wrong(kith, "--passphrase-file", second) == {"encryption"}  # there is no copy of it
    assert kith("doctor", "--repair", "--json").document["mended"]
    assert (copy.read_bytes(), _wrong(kith)) == (good, set())


def test_what_the_keyring_holds_puts_it_back_without_a_question(kith: Kith, known: Path) -> None:
    kept = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        kith("encrypt", "on", "--keyring")
        whole = (known / header.NAME).read_bytes()
        (known / header.NAME).unlink()
        key.drop()
        assert kith("people").code == 3
        assert kith("doctor", "--repair", "--json").document["mended"]
        assert (known / header.NAME).read_bytes() == whole
        assert kith("people").code == 0
    finally:
        keyring.set_keyring(kept)


def test_a_key_that_comes_to_no_use_is_let_go_and_its_code_called_so(
    kith: Kith, known: Path, secrets: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryKeyring()
    kept = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        with Workspace.open(known) as at_work, at_work.db.read():
            failed = kith("encrypt", "on", "--keyring")
        assert (failed.code, "opens nothing" in failed.err, backend.kept) == (3, True, {})
        assert kith("encrypt", "rekey", "--keyring").code == 2  # before a code is shown
        assert kith("encrypt", "on", "--keyring").code == 0
        again = kith("encrypt", "on", "--new-passphrase-file", secrets("four words of mine"))
        assert (again.code, again.out, len(backend.kept)) == (2, "", 1)
        with Workspace.open(known) as at_work, at_work.db.read():
            failed = kith("encrypt", "rekey", "--keyring")
        assert (failed.code, "opens nothing" in failed.err, len(backend.kept)) == (3, True, 1)
        assert kith("people").code == 0
    finally:
        keyring.set_keyring(kept)


_KILLED = """
import os, sys
from app.cli.main import main
from app.services.handover import library
from app.services.workspace import restoring
{name} = lambda *_: os._exit(9)
sys.argv = {words!r}
sys.exit(main(None))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["restoring.export", "library.is_legible"])
def test_a_kill_as_a_plain_copy_is_brought_in_leaves_nothing_plain(
    name: str, kith: Kith, known: Path, secrets: Callable[[str], str], tmp_path: Path
) -> None:
    right, copy = secrets("four words of mine"), tmp_path / "copy"
    command = ("restore", copy) if name == "restoring.export" else ("import-library", copy)
    if command[0] == "restore":  # a copy of an earlier Kith: those of now are sealed
        with closing(Database.open(known)) as gallery:
            gallery.snapshot(copy)
    else:
        kith("export", "library", copy)
    kith("encrypt", "on", "--new-passphrase-file", right)
    key.drop()
    words = ["kith", "--data-dir", str(known), "--passphrase-file", right, *map(str, command)]
    run = _KILLED.format(name=name, words=words)
    assert subprocess.run([sys.executable, "-c", run], check=False).returncode == 9

    def plain() -> list[Path]:
        return [one for one in known.rglob("*") if one.is_file() and b"Tony Blair" in one.read_bytes()]

    assert plain()  # the kill came in time
    assert kith("--passphrase-file", right, "people").code == 0
    assert plain() == []
