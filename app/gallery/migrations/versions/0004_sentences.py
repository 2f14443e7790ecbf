"""Sentences of the journal and of photos that failed are kept as templates and values, for any language.

Their columns stay: what is there in English is shown as it is. A Kith that knew English alone cannot read
what is written from now on.
"""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing of what is there changes."""
