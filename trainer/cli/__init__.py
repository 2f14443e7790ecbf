"""The command line. Help needs no torch: it is loaded with the command that is run."""
