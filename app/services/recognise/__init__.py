"""Naming faces: in pictures and in a live source."""
