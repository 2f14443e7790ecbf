"""The language that this process speaks, as the trainer does too."""

from trainer.language import LANGUAGES, Language, language, of_system, shown, use

__all__ = ["LANGUAGES", "Language", "language", "of_system", "shown", "use"]
