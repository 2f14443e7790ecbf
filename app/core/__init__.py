"""What every layer shares: types, errors, settings, progress and paths. Standard library and numpy only."""
