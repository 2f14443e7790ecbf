"""Whether a face is there, or a picture of one: head turns on request, and signs of paper and screens."""
