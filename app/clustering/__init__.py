"""Whose faces belong together? A similarity graph, its communities, and what must hold in the result."""
