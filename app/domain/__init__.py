"""The nouns of Kith, one class each: plain, picklable dataclasses that every layer may hold and pass on."""
