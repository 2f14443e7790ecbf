"""The commonest launch, told apart before the command line's own libraries are loaded."""

import os
from collections.abc import Sequence
from pathlib import Path


def data_folder() -> Path:
    """The data folder where none is named: KITH_DATA_DIR, else the system's place for such."""
    if named := os.environ.get("KITH_DATA_DIR"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("kith", appauthor=False)


def is_plain(arguments: Sequence[str]) -> bool:
    """Whether nothing but the window is asked for, with nothing chosen."""
    return list(arguments) in ([], ["gui"])
