"""Names of people: when two spellings are one name, and when they are nearly so."""

import unicodedata
from functools import lru_cache

_UNACCENTED = str.maketrans("łøđħıæœ", "lodhiao")  # letters that Unicode does not take apart


def name_key(name: str) -> str:
    """Return what two spellings of the same name have in common: all but capitals and needless spaces.

    Names with other letters are other names, if only by an accent or by ß for ss.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", " ".join(name.split())).lower())


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """A text without capitals and accents, to search in and to find names that are nearly the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_UNACCENTED)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
