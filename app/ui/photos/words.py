"""What the Photos page says of how much there is, and of what was read."""

from app.domain.photo import Counts, Folder, ImportReport
from app.domain.skipped import left_out
from app.ui.look.texts import facts, number, tr, tr_n


def how_much(counts: Counts, folder: Folder | None) -> str:
    """How many photos and faces there are, in a folder or in all, and how many faces are new."""
    photos, faces = (folder.photos, folder.faces) if folder is not None else (counts.photos, counts.faces)
    new = counts.unnamed if folder is None else 0
    return facts(
        tr_n("{n} photo", "{n} photos", photos),
        tr_n("{n} face", "{n} faces", faces),
        tr("{count} new", count=number(new)) if new else "",
    )


def was_read(report: ImportReport) -> str:
    """What came of reading a folder."""
    folder, failed, copies = report.folder.name or report.folder, len(report.failed), report.copies
    return facts(
        tr_n("{n} photo read in {folder}", "{n} photos read in {folder}", report.photos, folder=folder),
        tr_n("{n} video", "{n} videos", report.videos) if report.videos else "",
        tr_n("{n} could not be read", "{n} could not be read", failed) if failed else "",
        tr_n("{n} of them a copy", "{n} of them copies", copies) if copies else "",
        left_out(report.skipped),
    )
