"""The command line: `kith COMMAND`."""
