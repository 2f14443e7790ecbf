"""Libraries that the benches compare with and that need help to be imported."""

import sys
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from types import ModuleType


def face_recognition() -> ModuleType:
    """Import face_recognition (dlib).

    Its models package finds its files through `pkg_resources`, which setuptools has no longer: where it is
    missing, a stand-in answers the one question that is asked.
    """
    if "pkg_resources" not in sys.modules and find_spec("pkg_resources") is None:
        stand_in = ModuleType("pkg_resources")
        vars(stand_in)["resource_filename"] = lambda package, path: str(files(package) / path)
        sys.modules["pkg_resources"] = stand_in
    return import_module("face_recognition")
