import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from app.core.errors import StartError, UsageError
from app.core.settings import DETECTORS, DEVICES, Settings, load, save


def test_defaults_where_there_are_none(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == Settings()


@budget(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rate=st.floats(1e-6, 0.1), detector=st.sampled_from(DETECTORS), device=st.sampled_from(DEVICES))
def test_what_is_saved_is_read_back(tmp_path: Path, rate: float, detector: str, device: str) -> None:
    chosen = Settings(rate, detector, device)
    save(tmp_path / "settings.json", chosen)
    assert load(tmp_path / "settings.json") == chosen


def test_saving_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for rate in (1e-2, 1e-3):
        save(path, Settings(rate))
    assert list(tmp_path.iterdir()) == [path]


def test_settings_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"detector": "mtcnn", "colour": "green"}))
    assert load(path) == Settings(detector="mtcnn")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '"text"',
        '{"detector": "eyes"}',
        '{"detector": []}',
        '{"detector": null}',
        '{"device": "gpu"}',
        '{"false_accepts": "many"}',
        '{"false_accepts": 0.5}',
        '{"false_accepts": 0}',
        '{"false_accepts": NaN}',
        '{"false_accepts": null}',
        '{"false_accepts": [1]}',
        '{"visit_command": "rm"}',
        '{"visit_command": {"touch": "x"}}',
        '{"visit_command": [["touch"]]}',
        '{"visit_days": true}',
        '{"visit_days": 1.5}',
        '{"visit_webhook": 5}',
        '{"visit_webhook": "http://[::1"}',
        '{"presence": 1}',
        '{"daily_copies": -1}',
        '{"false_accepts": true}',
        '{"detector": "yunet\\u001b[2J"}',
        "1" * 5000,
        " " * 1_000_001,
        "\0\0",
        "[" * 100_000,
    ],
)
def test_nonsense_is_refused_with_the_files_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    with pytest.raises(
        StartError, match=r"settings\.json cannot be used: .*\. Mend or delete that file"
    ) as told:
        load(path)
    assert "object" not in told.value.text, "Python's own words"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(StartError, match="cannot be used"):
        load(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files there")
def test_a_pipe_or_a_device_in_its_place_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    for name in ("settings.json", "zero.json"):
        with pytest.raises(StartError, match="cannot be used"):
            load(tmp_path / name)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)


@pytest.mark.slow
@budget(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(stored=st.dictionaries(st.sampled_from(sorted(Settings.__dataclass_fields__)), _JSON))
def test_whatever_is_in_it_there_are_settings_or_an_error_that_says_so(
    tmp_path: Path, stored: dict[str, object]
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(stored))
    with suppress(StartError):
        found = load(path)
        save(path, found)
        assert load(path) == found


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="cannot be used"):
        load(tmp_path)


@pytest.mark.parametrize("rate", [0.0, -1.0, 1.0, float("nan"), float("inf"), 1e-7])
def test_rates_that_make_no_sense(rate: float) -> None:
    with pytest.raises(UsageError, match="must lie between"):
        Settings(false_accepts=rate)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visit_webhook", "ftp://host/"),
        ("visit_webhook", "http://"),
        ("visit_webhook", "https://ana:secret@host/"),
        ("visit_mqtt", "host"),
        ("visit_mqtt", "mqtt://ana:secret@host"),
        ("visit_mqtt", "mqtt://host:port"),
        ("visit_days", 0),
    ],
)
def test_what_visits_cannot_be_told_to_is_refused(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=r"address|keyring|days") as refused:
        Settings(**{name: value})  # type: ignore[arg-type]
    assert "secret" not in str(refused.value)


def test_liveness_is_off_warn_or_require() -> None:
    assert Settings().liveness == "off"
    with pytest.raises(UsageError, match="liveness is not maybe"):
        Settings(liveness="maybe")


def test_a_command_is_stored_with_its_arguments(tmp_path: Path) -> None:
    chosen = Settings(presence=True, visit_command=("notify", "a b"), visit_mqtt="mqtts://ana@host:8884")
    save(tmp_path / "settings.json", chosen)
    assert load(tmp_path / "settings.json") == chosen
