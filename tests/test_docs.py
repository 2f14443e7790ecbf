"""The documents name only what there is."""

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_AT_THE_TOP = ("CONTRIBUTING.md", "README.md", "SECURITY.md")
_DOCUMENTS = [*(_ROOT / name for name in _AT_THE_TOP), *sorted((_ROOT / "docs").glob("*.md"))]
_PATH = re.compile(r"`((?:app|trainer|tests|resources|docs)/[\w/.-]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
_EXAMPLES = ("app/x/", "tests/app/x/", "NAME")


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: path.name)
def test_every_path_and_link_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    paths = [_ROOT / path for path in _PATH.findall(text) if not any(one in path for one in _EXAMPLES)]
    links = [document.parent / link for link in _LINK.findall(text)]
    assert [str(path) for path in paths + links if not path.exists()] == []


def test_make_targets_that_documents_name_exist() -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    named = {name for path in _DOCUMENTS for name in re.findall(r"`make ([\w-]+)", path.read_text("utf-8"))}
    assert named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []
