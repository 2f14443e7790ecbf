"""Every command in German: no English is left, and numbers are German too."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core import language
from tests.app.cli.english import found_english

Command = Callable[..., Any]
German = Callable[..., tuple[str, str]]


def _in_german(ran: Any) -> tuple[str, str]:
    """What a command said on both outputs, which must hold no English."""
    assert ran.code in (0, 1, 2), ran.err
    paths = re.findall(r"\S*/\S+", ran.out + ran.err)
    assert found_english(ran.out + "\n" + ran.err, *paths, "sface", "kith models use") == []
    return ran.out, ran.err


@pytest.fixture
def german(kith: Command, monkeypatch: pytest.MonkeyPatch) -> Iterator[German]:
    """Run a command in German, and return what it said; see `_in_german`."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(data: Path, *words: object) -> tuple[str, str]:
        return _in_german(kith("--language", "de", *words, data=data))

    yield run
    language.use("en")


@pytest.mark.slow
def test_photos(
    german: German,
    known: Path,
    lfw: dict[str, list[Path]],
    faces: Path,
    tmp_path: Path,
) -> None:
    photo, other, gone = lfw["Hugo Chavez"][8], lfw["Tony Blair"][6], tmp_path / "gone.jpg"
    out, err = german(known, "identify", photo, faces / "group.jpg", gone)
    assert out.startswith(f"{photo}: Hugo Chavez\n")
    assert "unbekannt" in out
    assert f"{gone}: " in err
    out, _ = german(known, "verify", photo, other)
    assert out == "verschiedene Personen (bei einer Falschakzeptanz auf 1.000)\n"
    (tmp_path / "pairs.csv").write_text(f"a,b,same\n{photo},{other},no\n{photo},{gone},no\n")
    out, err = german(known, "verify", "--pairs", tmp_path / "pairs.csv")
    assert re.search(r"nein +-?0,\d{3}\n", out)
    assert "50,0 % der Paare mit bekannter Antwort" in out
    out, _ = german(known, "cluster", faces / "lfw10" / "Hugo_Chavez")
    assert "10 Gesichter in 1 Gruppe" in out
    out, _ = german(known, "watch", "--source", faces / "street.mp4", "--frames", 1)
    assert re.match(r" +0,00 s  unbekannt, ", out)


@pytest.mark.slow
def test_people(
    german: German, process: Command, known: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    photo = lfw["Tony Blair"][8]
    out, err = german(known, "enroll", "Ana", photo, tmp_path / "gone.jpg", "--keep-apart")
    assert out == "Ana: 1 Gesicht erfasst\n"
    out, _ = german(known, "people")
    assert out.splitlines()[0].split() == ["Person", "Gesichter", "seit"]
    out, _ = german(known, "rename", "Ana", "Bea")
    assert "Ana" in out
    german(known, "merge", "Bea", "Tony Blair")
    german(known, "undo")
    out, err = german(known, "forget", "Colin Powell")
    assert out.startswith("Colin Powell vergessen: 5 Gesichter gelöscht")
    assert "kith undo" in err
    # as users run it
    out, err = _in_german(process(tmp_path / "empty", "--language", "de", "people"))
    assert (out, err) == ("", "Noch ist niemand erfasst. Jemanden hinzufügen: kith enroll NAME FOTO...\n")


@pytest.mark.slow
def test_models(german: German, known: Path, tmp_path: Path) -> None:
    out, _ = german(known, "models")
    assert out.split()[:4] == ["Modell", "Kennung", "Netz", "Länge"]
    out, _ = german(known, "models", "use", "sface")
    assert out.startswith("Jetzt entscheidet sface.")
    out, _ = german(known, "models", "compare", "sface", "sface")
    assert "Unverändert: 10 Personen." in out
    german(known, "models", "back")
    german(known, "models", "export", "sface", tmp_path / "out")
    out, _ = german(known, "evaluate", "--against", "sface")
    assert "50 Gesichter, 10 Personen: 100 Paare einer Person, 1.125 zweier." in out
    assert "Gleichfehlerrate" in out
    out, _ = german(known, "doctor")
    assert out.splitlines()[1].split()[:2] == ["gut", "Bibliotheken"]


@pytest.mark.slow
def test_demo(german: German, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    folder = tmp_path / "Fotos"
    folder.mkdir()
    for person in ("Tony Blair", "Hugo Chavez", "Colin Powell"):
        for photo in lfw[person][:6]:
            shutil.copy(photo, folder)
    out, _ = german(tmp_path / "data", "demo", folder, "--out", tmp_path / "out")
    assert out.startswith(f"1. Die Gesichter in {folder} nach Personen sortieren\n   3 Personen (")
    assert re.search(r"Trainiert in \d+ s: 1[78] Gesichter, 3 Personen\.", out)
    assert re.search(r" +1\.000 +\d+,\d % +\d+,\d %", out)
