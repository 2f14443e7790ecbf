"""Photos are found by who is in them: all that this reads of faces stands in one index."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the index."""
    op.create_index("face_seen", "face", ["state", "person_id", "photo_id", "overall"])
