"""What the engine says: every text is known, and is said in German with its values in place."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import language
from app.core.errors import KnownError
from app.core.text import plain
from app.ui.look.engine_templates import TEMPLATES
from app.ui.look.engine_texts import said
from app.ui.look.resources import resource
from tests.app.ui.look.engine_literals import NOT_SHOWN, SINGLE_WORDS, templates, words


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use("en")


def test_every_text_of_the_engine_has_a_template() -> None:
    manifest = tomllib.loads(Path(resource("models.toml")).read_text(encoding="utf-8"))
    licences = {entry["licence"] for entry in manifest.values() if " " in entry["licence"]}
    assert set(TEMPLATES) == templates() | SINGLE_WORDS | licences
    assert len(TEMPLATES) == len(set(TEMPLATES))


def test_what_is_listed_by_hand_is_still_in_the_code() -> None:
    assert words() >= SINGLE_WORDS
    assert words() >= {text for text in NOT_SHOWN if "{}" not in text}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Enrolling Ana", "Ana erfassen"),
        ("Renamed Ana to Anna", "Ana in Anna umbenannt"),
        ("Named 3 faces Tony Blair", "3 Gesichter als Tony Blair benannt"),
        ("Added 1 face of Ana", "1 Gesicht von Ana hinzugefügt"),
        ("Undid: Enrolled Dr. House", "Rückgängig gemacht: Dr. House erfasst"),
        ("The face is too dark", "Das Gesicht ist zu dunkel"),
        ("nobody is enrolled", "niemand ist erfasst"),
        (
            "training compares people with each other, and only one is enrolled",
            "das Training vergleicht Personen miteinander, und nur eine ist erfasst",
        ),
        ("too few people remain of those enrolled", "zu wenige der erfassten Personen bleiben übrig"),
    ],
)
def test_templates_are_found_again(german: None, text: str, wanted: str) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (
            KnownError(
                "/a b: there is no such folder", remedy="It may have been moved or renamed: choose it again"
            ),
            "/a b: diesen Ordner gibt es nicht. Vielleicht wurde er verschoben oder umbenannt: neu auswählen",
        ),
        (
            KnownError("The settings were not saved", why="/a/settings.json: No space left on device"),
            "Die Einstellungen wurden nicht gespeichert: /a/settings.json: No space left on device",
        ),
        (
            KnownError(
                "the weights of sface are missing",
                why="/m/x.onnx is gone",
                remedy="Switch to another model, or put the right file back",
            ),
            (
                "die Gewichte von sface fehlen: /m/x.onnx ist verschwunden. "
                "Zu einem anderen Modell wechseln, oder die richtige Datei zurücklegen"
            ),
        ),
    ],
)
def test_whole_errors_are_said_part_by_part(german: None, error: KnownError, wanted: str) -> None:
    assert said(str(error)) == wanted


@pytest.mark.parametrize("text", ["", "x", "Nonsense: more nonsense. And so on. ", "{0} {} {x}", "{", ": . "])
def test_what_is_unknown_stays(german: None, text: str) -> None:
    assert said(text) == text


def test_names_are_nobodys_to_translate(german: None) -> None:
    assert said("Removed Done") == "Done entfernt"
    assert said("Enrolled {0} {x} %1") == "{0} {x} %1 erfasst"


@pytest.mark.parametrize("text", [": a" * 200, "a is b c, not d e. " * 150, "Undid: " * 7 + "x"])
def test_no_text_takes_long(german: None, text: str) -> None:
    began = monotonic()
    said(text)
    assert monotonic() - began < 0.2


@given(st.text(max_size=60))
def test_any_text_can_be_said(value: str) -> None:
    said(value)
    assert said(f"Enrolling {value}") == plain(f"Enrolling {value}")
    assert said(f"{value}: there is no such folder. {value}")
