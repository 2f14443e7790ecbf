"""Passwords and tokens lie in the system's keyring; where there is none, that is said."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from app.core.settings import Settings
from app.services.presence import secrets
from app.services.presence.actions.chosen import actions, chosen
from app.services.presence.secrets import KeyringError
from tests.app.conftest import Ran
from tests.app.keyrings import MemoryKeyring


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    """Use another keyring in this test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_secrets_are_kept_found_and_forgotten(use: Callable[[KeyringBackend], None]) -> None:
    use(MemoryKeyring())
    assert secrets.get("mqtt") is None
    secrets.keep("mqtt", "pass word")
    secrets.keep("webhook", "t0ken")
    assert (secrets.get("mqtt"), secrets.get("webhook")) == ("pass word", "t0ken")
    for _ in range(2):
        secrets.keep("mqtt", "")
    assert (secrets.get("mqtt"), secrets.get("webhook")) == (None, "t0ken")


def test_where_there_is_no_keyring_that_is_said(use: Callable[[KeyringBackend], None]) -> None:
    use(NoKeyring())  # type: ignore[no-untyped-call]
    for ask in (partial(secrets.get, "mqtt"), partial(secrets.keep, "mqtt", "pass word")):
        with pytest.raises(KeyringError, match="no keyring") as raised:
            ask()
        assert "install one" in raised.value.remedy
        assert "pass word" not in str(raised.value)


@pytest.mark.slow
def test_the_command_line_says_and_changes_what_is_done(
    use: Callable[[KeyringBackend], None],
    kith: Callable[..., Ran],
) -> None:
    use(MemoryKeyring())
    ran = kith(
        "presence", "actions", "--run", "notify-send 'a b'", "--webhook", "https://h/x?token=1", "--json"
    )
    assert ran.document == {"run": ["notify-send", "a b"], "webhook": "https://h/x?token=***", "mqtt": ""}
    assert kith("presence", "actions", "--mqtt", "mqtt://ana:pass@host").code == 2
    assert kith("presence", "actions", "--run", "'").code == 2
    assert kith("presence", "actions", "--mqtt", "mqtt://ana@host", "--webhook", "").code == 0
    assert kith("presence", "actions", "--json").document["mqtt"] == "mqtt://ana@host"
    assert kith("presence", "secret", "nonsense").code == 2


def test_the_settings_name_the_actions() -> None:
    settings = Settings(visit_command=("true",), visit_webhook="http://h/", visit_mqtt="mqtt://h")
    made = actions(settings, Path("/data"), "0", anyone_here=False)
    assert [action.code for action in made] == ["command", "webhook", "mqtt"]
    assert chosen(settings) == chosen(replace(settings, presence=True)) != chosen(Settings())
    assert actions(Settings(), Path("/data"), "0", anyone_here=False) == []
