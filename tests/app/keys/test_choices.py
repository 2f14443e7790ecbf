"""Addresses and commands of the settings are sealed beside an encrypted gallery; other choices stay plain."""

import json
from pathlib import Path

import pytest

from app.core import settings
from app.core.errors import StartError
from app.core.settings import Settings
from app.keys import choices, header, key, unlocking
from app.keys.header import Stored

CHOSEN = Settings(
    visit_days=7,
    visit_command=("/home/ann/tell", "Ann"),
    visit_webhook="https://planted.example/hook",
    visit_mqtt="mqtt://ann@planted.example",
)
BEARING = ("/home/ann", "planted.example")


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """The settings' file beside an encrypted gallery whose key is here."""
    fresh = unlocking.made("a passphrase")
    header.save(tmp_path, Stored(fresh.header))
    key.hold(fresh.header.id, fresh.key)
    return tmp_path / "settings.json"


def test_addresses_and_commands_are_sealed_and_read_again(encrypted: Path) -> None:
    choices.save(encrypted, CHOSEN)
    text = encrypted.read_text()
    assert not any(words in text for words in BEARING)
    assert json.loads(text)["visit_days"] == 7
    assert choices.load(encrypted) == CHOSEN
    assert not settings.lies_open(encrypted)


def test_what_an_earlier_kith_left_plain_is_sealed_and_overwritten(encrypted: Path) -> None:
    settings.save(encrypted, CHOSEN)
    with encrypted.open("rb") as before:
        choices.settle(encrypted)
        assert not before.read().strip(b"\0")
    assert not settings.lies_open(encrypted)
    assert choices.load(encrypted) == CHOSEN
    sealed = encrypted.read_bytes()
    choices.settle(encrypted)
    assert encrypted.read_bytes() == sealed


def test_without_the_key_the_other_choices_hold_and_it_is_noted(encrypted: Path) -> None:
    choices.save(encrypted, CHOSEN)
    key.drop()
    assert choices.load(encrypted) == Settings(visit_days=7)
    with pytest.raises(StartError):
        choices.save(encrypted, CHOSEN)
    assert not settings.lies_open(encrypted)
    choices.recast(encrypted, None)  # a gallery that is plain again, whose key is lost
    assert choices.load(encrypted) == Settings(visit_days=7)


@pytest.mark.parametrize("word", ["00", "xyz", 7, None, [], {}])
def test_a_damaged_entry_is_told_with_what_to_do(encrypted: Path, word: object) -> None:
    choices.save(encrypted, CHOSEN)
    stored = json.loads(encrypted.read_text())
    flipped = stored["private"][:-1] + ("0" if stored["private"][-1] != "0" else "1")
    for one in (word, flipped):
        encrypted.write_text(json.dumps(stored | {"private": one}))
        with pytest.raises(StartError, match="Mend or delete that file"):
            choices.load(encrypted)
