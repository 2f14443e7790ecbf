"""A key is got at by its passphrase, its recovery code or the keyring, and by nothing else."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from app.core.errors import StartError, UsageError
from app.keys import header, key, recovery, slots, unlocking
from app.keys.errors import LockedError, WrongSecretError
from app.keys.header import Stored
from app.keys.key import Key
from tests.app.keyrings import MemoryKeyring

PASSPHRASE = "vier Wörter für Kith"  # noqa: S105


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    """Use another keyring in this test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def sealed() -> unlocking.Fresh:
    """A key under a passphrase."""
    return unlocking.made(PASSPHRASE)


@pytest.fixture
def folder(tmp_path: Path, sealed: unlocking.Fresh) -> Path:
    """A data folder whose file says so."""
    header.save(tmp_path, Stored(sealed.header))
    return tmp_path


@pytest.mark.slow
def test_the_passphrase_and_the_code_open_it_and_nothing_else(folder: Path, sealed: unlocking.Fresh) -> None:
    with pytest.raises(LockedError):
        unlocking.key_of(sealed.header)
    for wrong in ("", "vier Worter für Kith", sealed.code[:-1] + "~", recovery.written(os.urandom(16))):
        with pytest.raises(WrongSecretError):
            unlocking.unlock(folder, wrong)
    for right in (
        PASSPHRASE,
        PASSPHRASE.replace("ö", "o\u0308"),  # as another keyboard composes it
        sealed.code,
        sealed.code.lower().replace("-", " ").replace("0", "o").replace("1", "l"),
    ):
        unlocking.unlock(folder, right)
        assert unlocking.key_of(sealed.header) == sealed.key
        key.drop()


def test_a_code_with_a_wrong_letter_is_told_before_it_is_tried() -> None:
    secret = os.urandom(16)
    code = recovery.written(secret)
    assert recovery.read(code) == secret
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    wrong = [
        code[:i] + letter + code[i + 1 :]
        for i in range(len(code))
        if code[i] != "-"
        for letter in letters
        if letter != code[i]
    ]
    told = sum(recovery.read(one) is None for one in wrong)
    assert told >= len(wrong) - 5  # 12 bits of checksum let one in 4,096 through


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(UsageError, match="too short"):
        unlocking.made("1234567")


def test_the_file_is_private_and_holds_neither_key_nor_secret(folder: Path, sealed: unlocking.Fresh) -> None:
    file = folder / header.NAME
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text().lower()
    for secret in (sealed.key.raw.hex(), PASSPHRASE, sealed.code, sealed.code.replace("-", "")):
        assert secret.lower() not in text
    assert "raw" not in repr(sealed.key)


def test_the_keyring_opens_it_and_a_lost_one_leaves_the_code(
    tmp_path: Path, use: Callable[[KeyringBackend], None]
) -> None:
    mine = MemoryKeyring()
    use(mine)
    fresh = unlocking.made(None)
    header.save(tmp_path, Stored(fresh.header))
    assert header.holder(tmp_path) == "keyring"
    assert unlocking.key_of(fresh.header) == fresh.key
    for kept in ("", "00" * 32, "no key"):  # lost, another's, nonsense
        key.drop()
        mine.kept = dict.fromkeys(mine.kept, kept) if kept else {}
        with pytest.raises(LockedError) as told:
            unlocking.key_of(fresh.header)
        assert "recovery code" in told.value.remedy
        mine.kept = {("kith gallery", fresh.header.id): kept}
    use(NoKeyring())  # type: ignore[no-untyped-call]
    with pytest.raises(LockedError):
        unlocking.key_of(fresh.header)
    unlocking.unlock(tmp_path, fresh.code)
    assert unlocking.key_of(fresh.header) == fresh.key


def test_without_a_keyring_no_key_is_made_for_it(use: Callable[[KeyringBackend], None]) -> None:
    use(NoKeyring())  # type: ignore[no-untyped-call]
    with pytest.raises(LockedError):
        unlocking.made(None)

    class Plain(MemoryKeyring):
        """As the keyring that is a file says it is."""

    Plain.__module__ = "keyrings.alt.file"
    use(Plain())
    with pytest.raises(LockedError):
        unlocking.made(None)


def test_a_slot_opens_nowhere_else(sealed: unlocking.Fresh) -> None:
    secret = os.urandom(16)
    slot = slots.seal(sealed.key, secret, "a", stretch=False)
    assert slots.opened(slot, secret, "a") == Key(sealed.key.raw)
    assert slots.opened(slot, secret, "b") is None
    assert slots.opened(slot, os.urandom(16), "a") is None
    spoilt = replace(slot, sealed=slot.sealed[:-1] + bytes([slot.sealed[-1] ^ 1]))
    assert slots.opened(spoilt, secret, "a") is None


def _hostile(good: dict[str, Any]) -> Iterator[object]:
    now = good["now"]
    yield from ([], 7, None, "x", {}, {**good, "version": 3}, {**good, "now": None}, {**good, "now": []})
    yield from ({**good, "changing": "yes"}, {**good, "forth": 1}, {**good, "now": {**now, "id": "../x"}})
    for change in (
        {"memory": 1 << 40},
        {"memory": -1},
        {"passes": 10**9},
        {"lanes": 0},
        {"lanes": True},
        {"memory": 1e9},
        {"salt": "zz"},
        {"salt": ""},
        {"sealed": "00"},
    ):
        yield {**good, "now": {**now, "passphrase": {**now["passphrase"], **change}}}


def test_a_file_of_somebody_elses_is_refused_in_words(folder: Path) -> None:
    file = folder / header.NAME
    good = json.loads(file.read_text())
    assert good.pop("sum")
    file.write_text(json.dumps(good))
    assert header.load(folder) is not None  # earlier versions wrote none
    texts = [json.dumps(bad) for bad in _hostile(good)]
    for text in [*texts, "", "\0", "{" * 100_000, file.read_text() + " " * 70_000]:
        file.write_text(text)
        with pytest.raises(StartError) as told:
            header.load(folder)
        assert told.value.remedy
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(StartError):
        header.load(folder)


def test_a_key_is_256_bits() -> None:
    assert len(Key.made().raw) == 32
    with pytest.raises(ValueError, match="32"):
        Key(b"short")
