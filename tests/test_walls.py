"""Every wall of pyproject.toml's import-linter contracts holds, and falls to a forbidden import.

No function is long.
"""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_LINES = 44
"""Most lines of a function in the app and the trainer, its docstring included."""
_LINTER = Path(sys.executable).with_name("lint-imports")

# contract, module that gets the import, what it must not import
_FORBIDDEN = [
    ("layers", "app.services.intruder", "app.ui"),
    ("layers", "app.gallery.intruder", "app.services"),
    ("layers", "app.gallery.intruder", "app.vision"),
    ("layers", "app.clustering.intruder", "app.recognition"),
    ("layers", "app.core.intruder", "trainer"),
    ("layers", "app.core.intruder", "app.domain.face"),
    ("layers", "app.domain.intruder", "app.gallery.people"),
    ("domain", "app.domain.intruder", "sqlalchemy"),
    ("trainer", "trainer.intruder", "app.domain.face"),
    ("trainer-rooms", "trainer.triplets.intruder", "trainer.training.loop"),
    ("trainer-rooms", "trainer.metrics.intruder", "trainer.pictures"),
    ("trainer-rooms", "trainer.intruder", "trainer.errors"),
    ("qt", "app.services.intruder", "PySide6.QtCore"),
    ("qt", "trainer.intruder", "pyqtgraph"),
    ("window", "app.ui.intruder", "torch"),
    ("window", "app.ui.intruder", "cv2"),
    ("window", "app.ui.intruder", "app.gallery.people"),
    ("torch", "app.gallery.intruder", "torch"),
    ("torch", "app.clustering.intruder", "trainer.triplets.distance"),
    ("engine", "app.engine.handlers.intruder", "torch"),
    ("engine", "app.engine.handlers.intruder", "trainer.triplets.distance"),
    ("sql", "app.recognition.intruder", "sqlalchemy"),
    ("sql", "app.services.intruder", "alembic"),
    ("sql", "app.services.intruder", "sqlalchemy.orm"),
    ("services", "app.services.photos.intruder", "app.services.people.browse"),
    ("services", "app.services.models.intruder", "app.services.training.recipe"),
]
# the same for what a wall lets through
_ALLOWED = [
    ("layers", "app.services.guest", "app.gallery.people"),
    ("qt", "app.ui.guest", "PySide6.QtCore"),
    ("layers", "app.ui.guest", "app.domain.face"),
    ("domain", "app.domain.guest", "numpy"),
    ("sql", "app.gallery.guest", "alembic"),
    ("services", "app.services.training.guest", "app.services.models.catalogue"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code in which a test may misbehave."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(_ROOT / "pyproject.toml", copy)
    for package in ("app", "trainer"):
        shutil.copytree(_ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def _lint(house: Path, contract: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_LINTER, "--no-logo", "--cache-dir", house / "cache", "--contract", contract],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )


def _lint_with(house: Path, contract: str, module: str, imported: str) -> subprocess.CompletedProcess[str]:
    path = house / f"{module.replace('.', '/')}.py"
    path.write_text(f"import {imported}\n", encoding="utf-8")
    try:
        return _lint(house, contract)
    finally:
        path.unlink()


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "module", "imported"), _FORBIDDEN)
def test_a_forbidden_import_breaks_its_wall(house: Path, contract: str, module: str, imported: str) -> None:
    result = _lint_with(house, contract, module, imported)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "0 kept, 1 broken" in result.stdout
    assert module in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "module", "imported"), _ALLOWED)
def test_a_wall_lets_through_what_belongs(house: Path, contract: str, module: str, imported: str) -> None:
    result = _lint_with(house, contract, module, imported)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_a_circle_of_packages_is_found(house: Path) -> None:
    result = _lint_with(house, "circles", "app.ui.look.intruder", "app.ui.shell.rail")
    assert result.returncode == 1, result.stdout + result.stderr
    assert ".look -> .shell" in result.stdout


@pytest.mark.processes
def test_the_code_as_it_is_keeps_every_wall(house: Path) -> None:
    contracts = sorted({"circles", *(contract for contract, _, _ in _FORBIDDEN)})
    kept = [_lint(house, contract) for contract in contracts]
    assert [result.stdout[-2000:] for result in kept if result.returncode] == []


@pytest.mark.slow
def test_no_function_is_long() -> None:
    files = [path for package in ("app", "trainer") for path in (_ROOT / package).rglob("*.py")]
    assert len(files) > 400
    assert [found for path in files for found in _long(path)] == []


def _long(path: Path) -> list[str]:
    """The functions of a file that have too many lines."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        f"{path.relative_to(_ROOT)}:{node.lineno} {node.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, functions) and (node.end_lineno or 0) - node.lineno >= _LINES
    ]


_OUTLIVING = {"bridge", "_bridge", "context", "_context", "thumbnails", "pictures"}
"""What windows and dialogs are given, and what is still there when they are gone."""


def test_what_is_heard_of_that_outlives_a_widget_ends_with_it() -> None:
    """Qt forgets a widget's own method as it goes, but goes on to call a lambda, which finds it deleted."""
    files = [*(_ROOT / "app" / "ui").rglob("*.py")]
    assert len(files) > 100
    assert [found for path in files for found in _heard_on(path)] == []


def test_a_lambda_that_is_called_on_is_found(tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text("self._context.bridge.changed.connect(lambda _: 1)\nself.bar.moved.connect(lambda: 1)\n")
    assert _heard_on(file) == [f"{file}:1"]


def _heard_on(path: Path) -> list[str]:
    """Where a file has a lambda called by what outlives its widgets."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    return [
        f"{path}:{call.lineno}"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "connect"
        and any(isinstance(given, ast.Lambda) for given in call.args)
        and _OUTLIVING & set(ast.unparse(call.func).split("."))
    ]
