"""Triplet-loss training: a torch library of its own that knows nothing of the app."""

import os

# As soon as torchvision or an optimiser is loaded, torch makes a folder for what it compiles: by default one
# among the temporary files, which stays. Nothing is compiled here, and this folder is there already.
os.environ.setdefault(
    "TORCHINDUCTOR_CACHE_DIR",
    next(filter(None, map(os.environ.get, ("TMPDIR", "TEMP", "TMP"))), "/tmp"),  # noqa: S108 - nothing is put there
)
