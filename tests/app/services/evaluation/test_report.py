"""Reports hold what was found, and no name in them does anything."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from app.core.language import Language
from app.core.progress import ignore_progress
from app.core.text import quote
from app.domain.evaluation import Evaluation, Sample, Verdicts, WorstPair
from app.domain.failure import Failure
from app.services.evaluation.measure import Source, measure
from app.services.evaluation.report.document import document
from app.services.evaluation.report.page import page
from app.services.evaluation.report.table import HEAD, table
from tests.app.services.evaluation.conftest import MODEL, made_up

_NOW = datetime(2026, 1, 2, 9, 5, tzinfo=UTC)
_ENGLISH, _GERMAN = Language("en"), Language("de_DE")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "{{ 7*7 }}{% raw %}",
    "Zoë & \udcff 名前",
)


class Tags(HTMLParser):
    """Tags and attributes of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def found() -> Evaluation:
    """Two models on people with hostile names."""
    faces = replace(made_up(len(HOSTILE), 4, noise=1.0), names=HOSTILE)
    faces = replace(
        faces,
        vectors=(faces.vectors[0], made_up(len(HOSTILE), 4, noise=0.4).vectors[0]),  # the second is better
        samples=lambda rows: [
            Sample(HOSTILE[int(faces.people[row])], None, HOSTILE[int(faces.people[row])], b"\xff\xd8\xff")
            for row in rows
        ],
    )
    source = Source("folder", HOSTILE[1], (Failure(HOSTILE[0], quote(HOSTILE[2])),))
    models = [replace(MODEL, name=HOSTILE[0]), replace(MODEL, name=HOSTILE[2])]
    return measure(source, faces, models, [None, None], ignore_progress, None)


def test_the_page_shows_names_and_obeys_none(found: Evaluation) -> None:
    text = page(found, _NOW, _ENGLISH)
    read = Tags(text)
    assert not [tag for tag, _ in read.tags if tag in ("script", "iframe", "object", "link", "a", "form")]
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    sources = [attributes["src"] for tag, attributes in read.tags if tag == "img"]
    assert sources
    assert all(source is not None and source.startswith("data:image/jpeg;base64,") for source in sources)
    for name in HOSTILE[:-1]:
        assert name.strip() in read.text
    assert "\\xff" in read.text
    text.encode("utf-8")
    assert "http" not in text.replace("http://x", "").replace("http-equiv", "")  # nothing is fetched


def test_no_cell_is_a_formula(found: Evaluation) -> None:
    rows = list(csv.reader(io.StringIO(table(found))))
    assert tuple(rows[0]) == HEAD
    assert {len(row) for row in rows} == {len(HEAD)}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'+1+1" in cells
    numbers = [float(row[4]) for row in rows[1:] if row[4]]
    assert min(numbers) < 0  # negative ones are still numbers


def test_the_document_has_its_keys(found: Evaluation) -> None:
    whole = json.loads(json.dumps(document(found), allow_nan=False))
    assert whole.keys() == {"judged", "models", "changes", "failed"}
    assert whole["judged"].keys() == {"material", "source", "people", "faces", "unrecognisable", "pairs"}
    assert len(whole["models"]) == 2
    one = whole["models"][0]
    assert one.keys() == {
        "name",
        "id",
        "eer",
        "tar",
        "curve",
        "histogram",
        "identification",
        "as_set",
        "slices",
        "worst",
        "accuracy",
    }
    assert one["eer"].keys() == {"value", "low", "high"}
    assert one["tar"][0].keys() == {"fmr", "tar", "low", "high", "threshold", "counted"}
    assert one["curve"].keys() == {"fmr", "tar", "fnmr", "threshold"}
    assert len({len(column) for column in one["curve"].values()}) == 1
    places = {"people", "own", "fpir", "fnir", "low", "high", "threshold", "basis"}
    assert one["identification"][0].keys() == places
    assert one["slices"][0].keys() == {"kind", "name", "faces", "genuine", "tar", "impostor", "fmr"}
    assert one["worst"][0].keys() == {"same", "similarity", "a", "b"}
    assert one["worst"][0]["a"].keys() == {"person", "face", "path"}
    assert whole["changes"][0].keys() == {"fmr", "tar", "low", "high"}


def test_a_face_without_a_picture_has_its_place(found: Evaluation) -> None:
    gone = Sample("Ana", 3, "", b"")
    model = replace(found.models[0], worst=(WorstPair(True, 0.1, gone, gone),))
    assert page(replace(found, models=(model,), changes=()), _NOW, _ENGLISH).count("no picture") == 2


def test_the_page_is_written_in_the_readers_language(found: Evaluation) -> None:
    english, german = (Tags(page(found, _NOW, one)) for one in (_ENGLISH, _GERMAN))
    assert [dict(read.tags)["html"]["lang"] for read in (english, german)] == ["en", "de-DE"]
    for one, other in (
        ("Comparing two faces", "Zwei Gesichter vergleichen"),
        ("cosine similarity", "Kosinus-Ähnlichkeit"),  # in a drawing
        ("2 January 2026, 09:05", "2. Januar 2026, 09:05"),
        ("1,000", "1.000"),
    ):
        assert one in english.text
        assert other in german.text
        assert other not in english.text
    share = found.models[0].tar[0].tar.value
    assert f"{100 * share:.1f} %" in english.text
    assert f"{100 * share:.1f} %".replace(".", ",") in german.text


def test_the_page_says_what_the_settings_come_to(found: Evaluation) -> None:
    said = Verdicts(1e-3, probes=1200, right=1100, unsure=60, wrong=10, strangers=1, named=0)
    model = replace(found.models[0], verdicts=said)
    judged = replace(found.judged, unrecognisable=1, sampled=True)
    text = Tags(page(replace(found, judged=judged, models=(model,), changes=()), _NOW, _GERMAN)).text
    assert "1.100 von 1.200 Gesichtern" in text
    assert "1 weiteres Gesicht" in text
    assert "Zufallsauswahl" in text
