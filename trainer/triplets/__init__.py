"""Triplets of a batch: distances, miners that choose, and the loss over what they chose."""
