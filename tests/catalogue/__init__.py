"""The catalogue of translations: gathered from the code, kept complete, compiled."""
