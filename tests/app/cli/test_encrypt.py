"""The gallery encrypted, used, given another key and decrypted, on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import pytest

from app.keys import header, key
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


def _wrong(kith: Kith) -> set[str]:
    """What the doctor finds wrong with the gallery."""
    checks = kith("doctor", "--json").document["checks"]
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
