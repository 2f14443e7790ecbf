"""The people enrolled and their faces: looking at them, and correcting who is who."""
