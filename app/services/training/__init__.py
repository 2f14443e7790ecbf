"""Retraining the recogniser on the people enrolled, with proof."""
