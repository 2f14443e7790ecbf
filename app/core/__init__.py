"""What every layer shares: errors, settings, progress and paths. Standard library and numpy only."""
