"""Kith: the desktop application and its engine."""

import os

# Must be said before torch is loaded: its threads then sleep while they wait for each other instead of
# spinning, which on a computer that is busy with other things made an import four times as slow.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
