"""The language that this process speaks, as the trainer does too."""

from trainer.language import LANGUAGES, Language, asked, language, of_system, refusal, shown, use

__all__ = ["LANGUAGES", "Language", "asked", "language", "of_system", "refusal", "shown", "use"]
