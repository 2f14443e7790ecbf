"""Writing reports to files."""

from datetime import datetime
from pathlib import Path

from app.core.errors import UsageError
from app.core.language import Language, language
from app.core.text import quote, say
from app.domain.evaluation import Evaluation
from app.services.evaluation.report.page import page
from app.services.evaluation.report.table import table


def save(
    found: Evaluation, *, html: Path | None = None, csv: Path | None = None, spoken: Language | None = None
) -> None:
    """Write the page, the table, or both.

    Args:
        found: What was found.
        html: Where to write the page.
        csv: Where to write the table, which is data: the same in every language.
        spoken: The language of the page; None for that of this process.

    Raises:
        UsageError: A file cannot be written.
    """
    if html is not None:
        _write(html, page(found, datetime.now().astimezone(), spoken or language()))
    if csv is not None:
        _write(csv, "\ufeff" + table(found))  # by the mark spreadsheets know that it is UTF-8


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise UsageError(
            say("{path} cannot be written", path=path),
            why=quote(error.strerror or error),
            remedy=say("Choose another place"),
        ) from error
