"""Take the code's sentences over into the translations, compile them, and name what is left to translate."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Translation
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.catalogue.extract import ROOT, Message, messages

FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de",)
_HEADER = "# Kith in another language; `make translations` takes new sentences over."
_NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""Gathering the same sentences again leaves the file as it is."""


def read(path: Path, language: str) -> Catalog:
    """A .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(old: Catalog, found: dict[Message, list[str]], language: str) -> Catalog:
    """A catalogue of just what the code says, with the translations there are."""
    new = Catalog(
        locale=language,
        project="Kith",
        header_comment=_HEADER,
        creation_date=_NO_TIME,
        revision_date=_NO_TIME,
        fuzzy=False,
    )
    for message in sorted(found):
        known = old.get(message.text, message.context or None)
        fits = known is not None and known.pluralizable == bool(message.plural)
        new.add(
            (message.text, message.plural) if message.plural else message.text,
            known.string if known is not None and fits else None,
            context=message.context or None,
        )
    return new


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without a translation."""
    return [str(one.id) for one in catalogue if one.id and not (forms(one) and all(forms(one)))]


def forms(message: Translation) -> tuple[str, ...]:
    """What a language makes of a sentence: one form, or one for each kind of number."""
    return tuple(message.string or ()) if message.pluralizable else (str(message.string or ""),)


def main() -> int:
    """Update every language; 1 if one is not complete."""
    found, incomplete = messages(), 0
    for language in LANGUAGES:
        path = FOLDER / f"{language}.po"
        catalogue = updated(read(path, language), found, language)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        for one in missing(catalogue):
            print(f"{language}: not translated: {one}")  # noqa: T201 - this is its output
            incomplete = 1
    return incomplete


if __name__ == "__main__":
    sys.exit(main())
