"""An open data folder and what is true of the whole of it."""

from app.services.workspace.workspace import Workspace

__all__ = ["Workspace"]
