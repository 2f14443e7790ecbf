"""An evaluation as a JSON document, a CSV table and one HTML file."""
