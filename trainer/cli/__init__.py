"""The command line: train, evaluate, export."""
