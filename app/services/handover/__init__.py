"""Names and photos handed over: in from other programs, and out to them."""
