"""Writing reports to files."""

from datetime import datetime
from pathlib import Path

from app.core.files import check_writable, write_text
from app.core.language import Language, language
from app.domain.evaluation import Evaluation
from app.services.evaluation.report.page import page
from app.services.evaluation.report.table import table


def check(html: Path | None, csv: Path | None, *, overwrite: bool) -> None:
    """Make sure that a page and a table can be written, before what is in them is worked out for minutes.

    Raises:
        UsageError: They cannot, or are there and may not be overwritten.
    """
    for path in filter(None, (html, csv)):
        check_writable(path, overwrite=overwrite)


def save(
    found: Evaluation,
    data: Path,
    *,
    html: Path | None = None,
    csv: Path | None = None,
    spoken: Language | None = None,
    overwrite: bool = False,
) -> None:
    """Write the page, the table, or both.

    Args:
        found: What was found.
        data: The data folder.
        html: Where to write the page.
        csv: Where to write the table, which is data: the same in every language.
        spoken: The language of the page; None for that of this process.
        overwrite: Files that are there may be replaced.

    Raises:
        UsageError: A file cannot be written, or is there and may not be overwritten.
    """
    if html is not None:
        write_text(
            html, page(found, datetime.now().astimezone(), spoken or language()), data, overwrite=overwrite
        )
    if csv is not None:
        marked = "\ufeff" + table(found)  # by the mark spreadsheets know that it is UTF-8
        write_text(csv, marked, data, overwrite=overwrite)
