"""torch's compiler, which is not used here."""

import os


def leave_no_folder() -> None:
    """Keep torch from making a folder for what it compiles among the temporary files, where it would stay.

    It makes one as soon as torchvision or an optimiser is loaded, unless it is told of one: this is there
    already, and nothing comes into it. What does compile must not call this: others may write there.
    """
    temporary = next(filter(None, map(os.environ.get, ("TMPDIR", "TEMP", "TMP"))), "/tmp")  # noqa: S108 - as above
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", temporary)
