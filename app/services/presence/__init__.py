"""Who came and went, while the user wants it kept: visits, and what is done at arrivals and departures."""
