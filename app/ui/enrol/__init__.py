"""Enrolling someone with the camera."""
