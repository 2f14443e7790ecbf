"""Kith: the desktop application and its engine."""
