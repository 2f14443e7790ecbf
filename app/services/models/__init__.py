"""Models that recognise: which there are, adding, comparing and exporting them, and which one decides."""
