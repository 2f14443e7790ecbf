"""Writing reports to files."""

from datetime import datetime
from pathlib import Path

from app.core.files import write_text
from app.core.language import Language, language
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
        write_text(html, page(found, datetime.now().astimezone(), spoken or language()))
    if csv is not None:
        write_text(csv, "\ufeff" + table(found))  # by the mark spreadsheets know that it is UTF-8
