"""A photo is known by what it shows, whatever its tags say, and in every place where a copy of it lies."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the table of copies and what tells a photo's pixels; both are filled as photos are seen again."""
    op.add_column("photo", sa.Column("pixels", sa.String(64)))
    op.add_column("photo", sa.Column("turn", sa.Integer()))
    op.create_index("photo_sha256", "photo", ["sha256"])
    op.create_index("photo_pixels", "photo", ["pixels"])
    op.create_table(
        "copy",
        sa.Column("path", sa.LargeBinary(), primary_key=True),
        sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photo.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
    )
    op.create_index("copy_photo", "copy", ["photo_id"])
