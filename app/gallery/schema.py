"""The tables of the gallery, as typed models. Migrations build exactly these; a test holds the two together.

Times are UTC. Vectors and landmarks are little-endian float32.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, func
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core import text
from app.gallery.columns import FilePath, Sentence, UtcTime

REVISION = "0024"
"""The migration that builds these tables."""
SEALED = "sealed"
"""The table of a copy that holds what is sealed in it; no gallery has it."""
SCRUB_DUE = "scrub_due"
"""Key of the state that stands from forgetting someone until the files hold no trace of them."""
NO_PICTURES = "no_pictures"
"""Key of the state that stands while no pictures of faces are kept."""
GALLERY = "gallery"
"""Key of the state that tells a gallery, and its copies, from others."""
ACTIVE_MODEL = "active_model"
"""Key of the state that says which model decides."""


def now() -> datetime:
    """The time to stamp a row with."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Holds the metadata of all tables."""


class Checked:
    """A row with a checksum of its other columns (see `sums`); without one it counts as damaged."""

    checksum: Mapped[int | None] = mapped_column(sort_order=1)


class PersonRow(Checked, Base):
    """Someone with a name. `name_key` is the name as compared: unique among the living."""

    __tablename__ = "person"
    __table_args__ = (
        Index("person_living_name", "name_key", unique=True, sqlite_where=sql("removed = 0")),
        Index("person_merged_into", "merged_into"),
        # identifiers are never used twice: the journal and open windows remember them
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    removed: Mapped[bool] = mapped_column(default=False)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    born: Mapped[str | None] = mapped_column(String(10))


class PhotoRow(Checked, Base):
    """A photo, or a video of so many `seconds`, that was read, or could not be (`failure` says why)."""

    __tablename__ = "photo"
    __table_args__ = (
        Index("photo_sha256", "sha256"),
        Index("photo_pixels", "pixels"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[Path] = mapped_column(FilePath, unique=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    mtime_ns: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    read_at: Mapped[datetime] = mapped_column(UtcTime)
    failure: Mapped[text.Text | None] = mapped_column(Sentence)
    complete: Mapped[bool] = mapped_column(default=True)
    pixels: Mapped[str | None] = mapped_column(String(64))
    turn: Mapped[int | None]
    taken: Mapped[int | None]
    seconds: Mapped[float | None]
    place: Mapped[str | None] = mapped_column(Text)


class CopyRow(Checked, Base):
    """A further place where a photo lies, with what the file there is known by; its tags may be others."""

    __tablename__ = "copy"
    __table_args__ = (Index("copy_photo", "photo_id"),)

    path: Mapped[Path] = mapped_column(FilePath, primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    mtime_ns: Mapped[int]


class FolderRow(Checked, Base):
    """A folder of the library: read as a whole, and read again as something in it changes if `watched`."""

    __tablename__ = "folder"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[Path] = mapped_column(FilePath, unique=True)
    watched: Mapped[bool] = mapped_column(default=False)


class FaceRow(Checked, Base):
    """One face: where it was, how good it is, and whose it is. Its picture lies in `ChipRow`.

    `at` is the second of the video that it was seen in.
    """

    __tablename__ = "face"
    __table_args__ = (
        Index("face_person", "person_id"),
        Index("face_photo", "photo_id"),
        # all that finding photos by their faces reads
        Index("face_seen", "state", "person_id", "photo_id", "overall"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(8))
    origin: Mapped[str] = mapped_column(String(8))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    x: Mapped[float]
    y: Mapped[float]
    w: Mapped[float]
    h: Mapped[float]
    landmarks: Mapped[bytes] = mapped_column(LargeBinary)
    eyes: Mapped[float]
    sharpness: Mapped[float]
    exposure: Mapped[float]
    contrast: Mapped[float]
    yaw: Mapped[float]
    pitch: Mapped[float]
    roll: Mapped[float]
    detection: Mapped[float]
    overall: Mapped[float]
    at: Mapped[float | None]


PLACED = func.length(FaceRow.landmarks) > 0
"""Faces whose landmarks are known: without them nothing can be embedded."""
BEST_FIRST = (FaceRow.overall.desc(), FaceRow.id)
"""How faces are ordered wherever they are listed."""


class WrittenOutRow(Checked, Base):
    """What was written of a face into the sidecar of its photo, or `inside` the photo's own file.

    The place is that of the region as fractions of the stored picture; of the name there is a sum alone.
    """

    __tablename__ = "written_out"

    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)
    inside: Mapped[bool] = mapped_column(primary_key=True)
    x: Mapped[float]
    y: Mapped[float]
    w: Mapped[float]
    h: Mapped[float]
    name_sum: Mapped[int]
    tagged: Mapped[bool]


class DenialRow(Checked, Base):
    """A face that the user said is not a person's; `person_id` is empty where that was taken back."""

    __tablename__ = "denial"
    __table_args__ = (
        Index("denial_face", "face_id"),
        Index("denial_person", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AnswerRow(Checked, Base):
    """Two faces of which the user said that they are the same person, or not; empty where taken back."""

    __tablename__ = "answer"
    __table_args__ = (
        Index("answer_face", "face_id"),
        Index("answer_other", "other_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    same: Mapped[bool | None]


class ChipRow(Checked, Base):
    """The margin crop of a face, encoded. A table of its own keeps the scan of faces free of pictures."""

    __tablename__ = "chip"

    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)
    landmarks: Mapped[bytes] = mapped_column(LargeBinary)
    image: Mapped[bytes] = mapped_column(LargeBinary)


class EmbeddingRow(Checked, Base):
    """One model's vector of one face, and its length before it was normalised (of an old row unknown)."""

    __tablename__ = "embedding"
    __table_args__ = (Index("embedding_face", "face_id", "checksum"),)

    model_id: Mapped[str] = mapped_column(ForeignKey("model.id"), primary_key=True)
    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    length: Mapped[float | None]


class ClusteredRow(Base):
    """Where a face was sorted last: the number of its cluster, or none for a lone one.

    `mark` stands for what was said of it then: another mark means that something else was said since.
    """

    __tablename__ = "clustered"

    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)
    cluster: Mapped[int | None]
    mark: Mapped[int]


class ModelRow(Checked, Base):
    """A model whose vectors the gallery may hold. `weights_path` is relative to the data folder."""

    __tablename__ = "model"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    backbone: Mapped[str] = mapped_column(Text)
    dimension: Mapped[int]
    weights_path: Mapped[str | None] = mapped_column(Text)
    thresholds: Mapped[Any] = mapped_column(JSON)
    metrics: Mapped[Any] = mapped_column(JSON)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("model.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    preprocessing: Mapped[Any | None] = mapped_column(JSON)
    licence: Mapped[str | None] = mapped_column(Text)
    forgotten: Mapped[int] = mapped_column(default=0, server_default=sql("0"))


class VisitRow(Checked, Base):
    """A person at a source, from `arrived` to `seen`, when they were seen last.

    `state` says whether they are still there. `said_id` is who the visit was said to be of before it was
    corrected, `removed` one that was deleted and can still be brought back.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("visit_person", "person_id"),
        Index("visit_arrived", "arrived"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(Text)
    arrived: Mapped[datetime] = mapped_column(UtcTime)
    seen: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(8))
    said_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[datetime | None] = mapped_column(UtcTime)
    removed: Mapped[bool] = mapped_column(default=False)


class ConsentRow(Checked, Base):
    """What a person agreed to when they were enrolled; `removed` where that enrolment was undone.

    `withdrawn_at` counts where it is `withdrawn`: undo takes back that alone.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("consent_person", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[text.Text] = mapped_column(Sentence)
    until: Mapped[date | None]
    way: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    removed: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=sql("0"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class AccessRow(Base):
    """That something was done with what is known of people: numbers alone, sealed with the row before."""

    __tablename__ = "access"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    what: Mapped[str] = mapped_column(String(12))
    person: Mapped[int | None]
    count: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))


class LearntRow(Base):
    """That a model was trained on a person."""

    __tablename__ = "learnt"

    model_id: Mapped[str] = mapped_column(ForeignKey("model.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)


class ApartRow(Checked, Base):
    """Two people of whom the user said that they are two; both are empty where that was taken back."""

    __tablename__ = "apart"
    __table_args__ = (
        Index("apart_first", "first_id"),
        Index("apart_second", "second_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    said_at: Mapped[datetime] = mapped_column(UtcTime)


class StateRow(Checked, Base):
    """Single facts about the gallery, such as which model is active."""

    __tablename__ = "state"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class ErasedRow(Checked, Base):
    """A row that was erased for good: it must not come back with an earlier copy of the gallery."""

    __tablename__ = "erased"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True)


class WrittenRow(Base):
    """What one commit touched, for other processes: numbers alone. `writer` is known to the one who wrote."""

    __tablename__ = "written"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    writer: Mapped[str] = mapped_column(String(32))
    touched: Mapped[Any] = mapped_column(JSON)


class JournalRow(Checked, Base):
    """One change of identities as the user sees it: done at `at`, and undone at `undone_at` if it was.

    One that was undone is `abandoned` once something new is done. `undoes` is an older one it takes back.
    """

    __tablename__ = "journal"
    __table_args__ = (Index("journal_undoes", "undoes"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    label: Mapped[text.Text] = mapped_column(Sentence)
    at: Mapped[datetime] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    abandoned: Mapped[bool] = mapped_column(default=False, server_default=sql("0"))
    undoes: Mapped[int | None]


class JournalChange(Checked, Base):
    """One field of one row of the table named, before and after, as part of an entry."""

    __tablename__ = "journal_change"
    __table_args__ = (Index("journal_change_row", "table_name", "row_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(String(8))
    row_id: Mapped[int]
    field: Mapped[str] = mapped_column(Text)
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
