"""Handing over: names and photos in from other programs, and out to them."""
