"""Data that ships with Kith: the model manifest, icons and translations."""
