"""Triplet-loss training: a torch library of its own that knows nothing of the app."""
