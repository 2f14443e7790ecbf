"""How good a backbone is on labelled pictures, as a document and as charts."""
