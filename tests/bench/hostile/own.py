"""What the user types and calls things, and files of Kith's own that others have written."""

import json
import os
import stat
from collections.abc import Iterator
from typing import Any

from tests.bench.hostile.others import SPECIAL, Put
from tests.bench.hostile.sandbox import Case, Place
from tests.bench.hostile.texts import DEEP, NAMES


def _typed(text: str) -> bool:
    """Whether a shell can hand it on."""
    try:
        return "\0" not in text and bool(os.fsencode(text))
    except UnicodeEncodeError:
        return False


def names() -> Iterator[Case]:
    """Names that are given to people, and then shown and written in every way there is."""
    for name, text in NAMES.items():
        if not _typed(text):
            continue

        def make(place: Place, text: str = text) -> list[list[Any]]:
            out = place.out
            return [
                ["rename", "Ann", "--", text],
                ["people"],
                ["people", "--json"],
                ["history"],
                ["export", "table", out / "x.csv"],
                ["export", "table", out / "x.json"],
                ["export", "sheet", out / "x.html"],
                ["export", "photos", out / "photos"],
                ["merge", "--", text, "Bob"],
                ["undo"],
                ["forget", "--", text],
                ["withdraw", "--", text],
                ["find", "--", text],
                ["identify", "--", text],
                ["models", "use", "--", text],
                ["watch", "--frames", "1", "--source", text],
            ]

        yield Case("names", name, make)


def paths() -> Iterator[Case]:
    """Pictures and folders that are called so; they hold text."""
    for name, text in NAMES.items():

        def make(place: Place, text: str = text) -> list[list[Any]]:
            inside = place.here / "x"
            inside.mkdir()
            try:
                called = os.fsencode(text.replace("/", "_"))[:240] or b"_"
                (inside / os.fsdecode(called + b".jpg")).write_text("Dear diary")
                (inside / os.fsdecode(called)).mkdir()
            except (OSError, ValueError):  # no file can be called so
                return []
            return [
                ["identify", inside],
                ["cluster", inside, "--json"],
                ["import-names", inside],
                ["import-people", inside],
                ["import-library", inside / os.fsdecode(called + b".jpg")],
                ["restore", inside / os.fsdecode(called + b".jpg")],
                ["models", "add", inside / os.fsdecode(called + b".jpg")],
            ]

        yield Case("paths", name, make)


def _files() -> Iterator[tuple[str, Any]]:
    command = ["touch", "{canary}"]
    settings: dict[str, Any] = {
        "a program": {"visit_command": command},
        "a program, on": {"visit_command": command, "presence": True},
        "a program of numbers": {"visit_command": [1, 2]},
        "a program of text": {"visit_command": "touch {canary}"},
        "an address": {"visit_webhook": "file:///etc/passwd"},
        "an address with a newline": {"visit_webhook": "http://127.0.0.1:9/\r\nX: y"},
        "a broker": {"visit_mqtt": "mqtt://x:y@127.0.0.1:9"},
        "a detector": {"detector": "../../outside/victim.onnx"},
        "a detector of bytes": {"detector": "\x1b[2J"},
        "a device": {"device": "cuda; touch {canary}"},
        "a rate of nothing": {"false_accepts": 0},
        "a rate of text": {"false_accepts": "0.1"},
        "a rate of true": {"false_accepts": True},
        "long": {"visit_days": 10**400},
        "many copies": {"daily_copies": 1 << 62},
        "its own names": {"__class__": "x", "__init__": 1, "self": 2},
        "a list": [],
        "a text": "x",
        "a number": 5,
        "nothing": None,
    }
    for name, value in settings.items():
        yield name, json.dumps(value)
    for name, text in {
        "deep": DEEP,
        "an infinite rate": '{"false_accepts": 1e999}',
        "no rate": '{"false_accepts": NaN}',
        "a number of 10,000 digits": '{"visit_days": ' + "9" * 10_000 + "}",
        "twice": '{"detector": "yunet", "detector": "../x"}',
        "python": '!!python/object/apply:os.system ["touch {canary}"]',
        "half": '{"detector": ',
        "a byte order mark": "\ufeff{}",
        "lone surrogates": '{"detector": "\\ud800"}',
    }.items():
        yield name, text


def settings() -> Iterator[Case]:
    """The file of settings, and that of the encryption."""
    kinds: list[tuple[str, Put]] = list(SPECIAL.items())
    for name, text in _files():

        def write(path: Any, place: Place, text: str = text) -> None:
            path.write_text(text.replace("{canary}", str(place.canary)))

        kinds.append((name, write))
    for name, put in kinds:
        for file in ("settings.json", "encryption.json", "reserve"):

            def make(place: Place, put: Put = put, file: str = file) -> list[list[Any]]:
                path = place.data / file
                path.unlink(missing_ok=True)
                put(path, place)
                return [["people"], ["rename", "Ann", "Anna"], ["encrypt"], ["backup"]]

            yield Case("settings", f"{file}: {name}", make)


def _slot(**more: Any) -> dict[str, Any]:
    return {"salt": "00" * 16, "nonce": "00" * 12, "sealed": "00" * 48} | more


def encryption() -> Iterator[Case]:
    """Headers that want more than there is, from whoever opens the gallery."""
    costs = {"memory": 1 << 31, "passes": 1 << 31, "time": 1 << 31, "lanes": 1 << 20, "iterations": 1 << 31}
    for name, slot in {
        "dear": _slot(**costs),
        "no salt": _slot(salt=""),
        "a salt of 1 MB": _slot(salt="00" * 10_000),
        "text": _slot(salt="x"),
        "empty": {},
        "a list": [],
        "a number": 5,
    }.items():
        header = {"id": "00" * 16, "check": "00" * 32, "recovery": slot, "passphrase": slot}
        for version in (1, 2, None, "x"):

            def make(place: Place, header: Any = header, version: Any = version) -> list[list[Any]]:
                text = json.dumps({"version": version, "now": header, **header})
                (place.data / "encryption.json").write_text(text)
                (place.here / "passphrase").write_text("x")
                return [["--passphrase-file", place.here / "passphrase", "people"]]

            yield Case("encryption", f"{name}, version {version}", make)


def folders() -> Iterator[Case]:
    """Data folders that are not what they seem."""
    for file in ("logs", "backups", "models", "logs/kith.log", "gallery.db-wal", "gallery.db-shm"):
        for name in ("a link to elsewhere", "a file", "a pipe", "open to all"):

            def make(place: Place, file: str = file, name: str = name) -> list[list[Any]]:
                path = place.data / file
                path.parent.mkdir(exist_ok=True)
                if path.is_dir():
                    path.rename(place.here / "moved")
                path.unlink(missing_ok=True)
                if name == "a link to elsewhere":
                    path.symlink_to(place.outside)
                elif name == "a file":
                    path.write_text("x")
                elif name == "a pipe":
                    os.mkfifo(path)
                else:
                    path.mkdir()
                    path.chmod(0o777)
                return [["people"], ["backup"]]

            yield Case("folders", f"{file}: {name}", make)
    for mode in (0o777, 0o722, stat.S_ISVTX | 0o777, 0o500, 0):

        def loose(place: Place, mode: int = mode) -> list[list[Any]]:
            place.data.chmod(mode)
            return [["people"], ["rename", "Ann", "Anna"]]

        yield Case("folders", f"mode {mode:o}", loose)
