"""Inputs that mean harm, and the program they are given to: what `measure_hostile` and its test use."""
