"""How it looks and reads: colours, style sheet, icons and words."""
