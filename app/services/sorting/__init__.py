"""Sorting unnamed faces into people."""
