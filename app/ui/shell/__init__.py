"""The frame around the pages: window, rail, notices, running jobs, and what every page works with."""
