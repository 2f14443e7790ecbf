"""What is looked at after the photos of two people were read and sorted."""

from sqlalchemy import text

from app.services.sorting.folder import Clusters
from app.services.workspace import Workspace


def main_clusters(found: Clusters) -> list[set[str]]:
    """The first letters of the files in each cluster of three or more."""
    return [{place.path.name[0] for place in cluster} for cluster in found.clusters if len(cluster) > 2]


def active_faces(workspace: Workspace) -> int:
    """How many faces take part."""
    with workspace.db.read() as session:
        return int(session.execute(text("SELECT count(*) FROM face WHERE state = 'active'")).scalar_one())
