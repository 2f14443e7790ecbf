"""Which vectors are the same as before can be told without reading them: by their checksums in an index."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Let the index of the vectors' faces hold the checksums too."""
    op.drop_index("embedding_face", "embedding")
    op.create_index("embedding_face", "embedding", ["face_id", "checksum"])
