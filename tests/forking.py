"""Processes forked off this one, which has imported everything: they begin at once."""

import gc
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path


def warm(*modules: str) -> None:
    """Import modules and what runs networks, before the first fork; start nothing that a fork would lack."""
    from app.engine.loading import load_models_code
    from app.vision import models, runtime

    for name in modules:
        import_module(name)
    load_models_code()
    runtime._openvino()
    for name in ("yunet", "onet", models.DEFAULT_RECOGNISER):
        if file := models.find_weights(models.card(name), Path()):
            models.file_hash(file)  # which is known from then on
    freeze()


def freeze() -> None:
    """Leave what there is by now out of what is collected: forks need not copy what is never freed."""
    gc.collect()
    gc.freeze()


def fork(work: Callable[[], object]) -> int:
    """Do something in a process of its own, which ends as a program does, without this one's ways of ending.

    Args:
        work: What it does. `SystemExit` ends it with its code; whatever else it raises is told on standard
            error, and ends it with 1.

    Returns:
        The number of the process, which is to be waited for.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001, as the interpreter would
            traceback.print_exc()
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:  # even where nobody listens any more
                os._exit(code)
    return child
