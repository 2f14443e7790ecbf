"""What people have a right to: to withdraw, to know who looked, and that a model lets go of them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns and tables; of earlier models it is not known whom they learnt from."""
    no = sa.text("0")
    op.add_column("consent", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("consent", sa.Column("withdrawn_at", sa.DateTime()))
    op.add_column("model", sa.Column("forgotten", sa.Integer(), nullable=False, server_default=no))
    op.create_table(
        "learnt",
        sa.Column("model_id", sa.Text(), sa.ForeignKey("model.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.Integer(), primary_key=True),
    )
    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("person", sa.Integer()),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
