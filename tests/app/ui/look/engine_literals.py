"""Every text in the engine's code that could reach the window, as templates of `app.ui.look.engine_texts`.

Found by reading the code, not by running it: all modules that the engine imports, anywhere in them, and in
these every literal of more than one word, with "{}" for each value that is put into it. Left out is what is
written for programs and programmers: docstrings, errors that are bugs, SQL, and what `NOT_SHOWN` names.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[4]
_LEFT_OUT = (
    "app/cli/",
    "app/ui/",
    "app/core/language.py",
    "app/core/text.py",
    "trainer/text.py",
    "app/services/models/card.py",  # a document for others
    "trainer/cli/",
    # of the trainer's own command line:
    "trainer/data/files.py",
    "trainer/training/distributed.py",
    "trainer/evaluation/",
    "trainer/metrics/galleries.py",
    "trainer/metrics/identification.py",
    "trainer/metrics/lfw.py",
    "trainer/metrics/retrieval.py",
)
_PROGRAMMERS = {"ValueError", "TypeError", "RuntimeError", "KeyError", "OSError", "NotImplementedError"}
_SQL = re.compile(r"(PRAGMA|SELECT|INSERT|DELETE|UPDATE|BEGIN|ATTACH|VACUUM|CREATE|DROP)\b")
SINGLE_WORDS = frozenset(
    {"Done", "Evaluating", "Retraining", "libraries", "device", "gallery", "recogniser", "detector"}
)
"""Texts of one word, which look like any other string in the code; a test sees that each is still there."""
NOT_SHOWN = frozenset(
    {
        "cuda: {}",  # a device, taken apart by the window
        "cosine of the embeddings brought to unit length",  # in a file for programs
        "RGB, (value - {}) * {}, {}x{}",  # an exported file's own description
        "disk I/O error",  # SQLite's words, by which its errors are told apart
        "disk is full",
        "engine client",  # threads and processes
        "engine writer",
        "is locked",
        "job {}",
        "not a database",
        "removed = 0",  # of an index
        "single window",
        "unable to open",
        " and {} scores of faces with other people",
        "{}; transferred by {} impostor pairs scored by both models",  # kept with thresholds
    }
)


def templates() -> set[str]:
    """All of them."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in _reached())
    return {text for tree in trees for text in _texts(tree)} - NOT_SHOWN


def words() -> set[str]:
    """All literals, of a single word too."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in _reached())
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _reached() -> set[Path]:
    """The modules that the engine imports, directly or not, at their top or within a function."""
    left = list((_ROOT / "app" / "engine").rglob("*.py"))
    reached: set[Path] = set()
    while left:
        path = left.pop()
        if path not in reached and not path.relative_to(_ROOT).as_posix().startswith(_LEFT_OUT):
            reached.add(path)
            left += _imports(ast.parse(path.read_text(encoding="utf-8")))
    return reached


def _imports(tree: ast.AST) -> Iterator[Path]:
    """Files of this repository that a module imports."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            base = _ROOT.joinpath(*name.split("."))
            own = name.split(".")[0] in ("app", "trainer")
            yield from (
                one for one in (base.with_suffix(".py"), base / "__init__.py") if own and one.is_file()
            )


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts at and below a node."""
    if (template := _template(node)) is not None and _is_prose(template):
        yield template
    for child in _children(node):
        yield from _texts(child)


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What is below a node, without what nobody is to read, and without an f-string's own pieces."""
    if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _name(node.func) in _PROGRAMMERS):
        return
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        is_annotation = child in (getattr(node, "annotation", None), getattr(node, "returns", None))
        is_piece = isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)
        if not is_docstring and not is_annotation and not is_piece:
            yield child


def _name(function: ast.expr) -> str:
    return ast.unparse(function).split(".")[-1]


def _is_prose(text: str) -> bool:
    """Whether it is made of words, and more than one."""
    bare = text.strip()
    return " " in bare and re.search(r"[a-z]{2}", bare) is not None and not _SQL.match(bare)
