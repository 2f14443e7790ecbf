"""Settings that another program stores are noticed, whenever that was."""

from dataclasses import replace
from pathlib import Path

from app.core.settings import Settings, save
from app.gallery.elsewhere import Elsewhere


def test_what_was_stored_before_the_first_look_is_noticed_too(tmp_path: Path) -> None:
    file, now = tmp_path / "settings.json", Settings()
    elsewhere = Elsewhere()
    stored = replace(now, presence=True)
    save(file, stored)
    assert elsewhere.look_at_settings(file, now) == stored
    assert elsewhere.look_at_settings(file, stored) is None


def test_ones_own_and_what_makes_no_sense_are_no_news(tmp_path: Path) -> None:
    file, now = tmp_path / "settings.json", Settings()
    elsewhere = Elsewhere()
    assert elsewhere.look_at_settings(file, now) is None
    save(file, now)
    assert elsewhere.look_at_settings(file, now) is None
    file.write_text("nonsense")
    assert elsewhere.look_at_settings(file, now) is None
