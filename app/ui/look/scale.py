"""How large everything in the window is, beyond what the desktop makes of it."""

import os

from app.ui.link.memory import Memory

SCALES = (1.0, 1.25, 1.5)
"""By how much it can be enlarged: even the largest fits a screen of 1280x720."""
_KEY = "window/scale"
_VARIABLE = "QT_SCALE_FACTOR"


class _Ours:
    set_here = False


def chosen(memory: Memory) -> float:
    """What the user chose."""
    return next((scale for scale in SCALES if str(scale) == memory.text(_KEY)), SCALES[0])


def keep(memory: Memory, scale: float) -> None:
    """Remember what the user chose; it holds from the next start."""
    memory.keep(_KEY, str(scale))


def enlarge(memory: Memory) -> None:
    """Have everything as large as was chosen, before the application is made, if nobody else says."""
    scale = chosen(memory)
    if scale != SCALES[0] and _VARIABLE not in os.environ:
        os.environ[_VARIABLE] = str(scale)
        _Ours.set_here = True


def let_go() -> None:
    """Leave it to the program that takes this one's place."""
    if _Ours.set_here:
        os.environ.pop(_VARIABLE, None)
        _Ours.set_here = False
