"""Processes that are killed at work, and what is found of it after a restart."""
