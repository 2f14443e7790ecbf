"""The first tables: people, faces with chips and embeddings, photos, models, state and journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MEASURES = ("eyes", "sharpness", "exposure", "contrast", "yaw", "pitch", "roll", "detection", "overall")


def upgrade() -> None:
    """Create them."""
    _people()
    _faces()
    _embeddings()
    _journal()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Integer(), sa.ForeignKey("person.id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "person_living_name", "person", ["name_key"], unique=True, sqlite_where=sa.text("removed = 0")
    )
    op.create_index("person_merged_into", "person", ["merged_into"])
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("path", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("sha256", sa.String(64)),
        sa.Column("size", sa.Integer()),
        sa.Column("mtime_ns", sa.Integer()),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )


def _faces() -> None:
    op.create_table(
        "face",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photo.id")),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("x", "y", "w", "h")),
        sa.Column("landmarks", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in MEASURES),
        sqlite_autoincrement=True,
    )
    op.create_index("face_person", "face", ["person_id"])
    op.create_index("face_photo", "face", ["photo_id"])
    op.create_table(
        "chip",
        sa.Column("face_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("landmarks", sa.LargeBinary(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
    )


def _embeddings() -> None:
    op.create_table(
        "model",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("backbone", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("weights_path", sa.Text()),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("parent_id", sa.Text(), sa.ForeignKey("model.id")),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "embedding",
        sa.Column("model_id", sa.Text(), sa.ForeignKey("model.id"), primary_key=True),
        sa.Column("face_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )
    op.create_index("embedding_face", "embedding", ["face_id"])
    op.create_table(
        "state",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "journal_change",
        sa.Column(
            "entry_id", sa.Integer(), sa.ForeignKey("journal.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("table_name", sa.String(6), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
    )
    op.create_index("journal_change_row", "journal_change", ["table_name", "row_id"])
