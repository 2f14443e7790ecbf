"""What was written of faces for other programs is remembered, to be taken out again."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "written_out",
        sa.Column("face_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("inside", sa.Boolean(), primary_key=True),
        *(sa.Column(name, sa.Double(), nullable=False) for name in "xywh"),
        sa.Column("name_sum", sa.Integer(), nullable=False),
        sa.Column("tagged", sa.Boolean(), nullable=False),
        sa.Column("checksum", sa.Integer()),
    )
