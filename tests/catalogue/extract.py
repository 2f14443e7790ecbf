"""Every sentence of the code: the literals given to the functions that say something."""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from jinja2.nodes import Call, Const, Name, TemplateData

from app.cli.usage import unwrapped
from trainer.cli.options import descriptions

ROOT = Path(__file__).parents[2]
_SINGLE = ("say", "tr")
_COUNTED = ("say_n", "tr_n")
_FOR_PROGRAMMERS = ("ValueError", "TypeError", "RuntimeError", "BugError")
_LOGGED = ("debug", "info", "warning", "error", "exception")
_HANDLED = frozenset((*_SINGLE, *_COUNTED, *_FOR_PROGRAMMERS, *_LOGGED))
"""Calls whose literals are translated, or read by no user."""
_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
REPORTS = ROOT / "resources" / "reports"


@dataclass(frozen=True, order=True)
class Message:
    """A sentence as translators get it.

    Attributes:
        text: In English.
        plural: Of any number but one; "" where nothing is counted.
        context: Where the words alone are unclear.
    """

    text: str
    plural: str = ""
    context: str = ""


def messages() -> dict[Message, list[str]]:
    """All of them, each with the files that say it.

    Raises:
        ValueError: Something else than a literal is given.
    """
    found: dict[Message, list[str]] = {}
    for path in sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "trainer").rglob("*.py")]):
        _gather(found, path, of_code(path.read_text(encoding="utf-8"), str(path)))
    commands = sorted((ROOT / "app" / "cli").glob("*.py"))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in commands]
    names = {name for tree in trees for name in registered(tree)}
    for path, tree in zip(commands, trees, strict=True):
        _gather(found, path, of_commands(tree, names))
    _gather(found, ROOT / "trainer" / "config.py", map(Message, descriptions().values()))
    for path in sorted(REPORTS.glob("*.j2")):
        _gather(found, path, _of_report(path.read_text(encoding="utf-8")))
    return found


def _gather(found: dict[Message, list[str]], path: Path, said: Iterator[Message]) -> None:
    for message in said:
        places = found.setdefault(message, [])
        if (place := path.relative_to(ROOT).as_posix()) not in places:
            places.append(place)


def of_code(source: str, name: str = "") -> Iterator[Message]:
    """The sentences of a module, in order."""
    for node in sentences(ast.parse(source)):
        kind = called(node)
        literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        expected = len(node.args) if kind in _SINGLE else 2
        if len(literals) < max(expected, 1) or not all(isinstance(one, str) for one in literals[:2]):
            raise ValueError(f"{name}:{node.lineno}: not a literal: {ast.unparse(node)}")
        yield _message(kind, [str(one) for one in literals])


def registered(tree: ast.AST) -> Iterator[str]:
    """Names of the functions that a module makes commands of, its own or another's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in {"register", "command"}:
            yield from (argument.id for argument in node.args if isinstance(argument, ast.Name))


def of_commands(tree: ast.AST, names: Collection[str]) -> Iterator[Message]:
    """The help of the commands in a module: their docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield Message(unwrapped(ast.get_docstring(node) or ""))


def sentences(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of a module that say something."""
    sayers = saying(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in sayers and not _passes_on(node):
            yield node


def is_joined(node: ast.expr) -> bool:
    """Whether a text is put together from pieces."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and any(
            isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str))
            for one in (node.left, node.right)
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("format", "join") and isinstance(node.func.value, ast.Constant)
    return isinstance(node, ast.JoinedStr)


def is_line(node: ast.expr) -> bool:
    """Whether what somebody reads is put together with commas, colons or dots between its parts."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        parts = [node.func.value]
    else:
        parts = [one for one in ast.iter_child_nodes(node) if is_joined(node) and isinstance(one, ast.expr)]
    texts = (one.value for one in parts if isinstance(one, ast.Constant))
    return any(isinstance(one, str) and re.search(r"[,:;·] ", one) for one in texts)


def unsaid(tree: ast.AST) -> Iterator[str]:
    """Literals of several words that nobody says, and that are no docstring and no line of the log."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(id(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _HANDLED:
            skipped |= {id(one) for one in ast.walk(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in skipped else None
        if isinstance(text, str) and _WORDS.search(text):
            yield text


def saying(tree: ast.AST) -> set[str]:
    """Which of the functions that say something a module has: by import, or as its own."""
    imports = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] in ("text", "texts")
    ]
    return {alias.name for node in imports for alias in node.names} & {*_SINGLE, *_COUNTED}


def called(node: ast.Call) -> str:
    """The name of the function that is called; "" of a method."""
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _passes_on(node: ast.Call) -> bool:
    """Whether it only hands on what it was given, as one of these functions does within another."""
    return isinstance(node.args[0], ast.Name) and node.args[0].id in ("template", "one")


def _message(kind: str, literals: list[str]) -> Message:
    if kind in _COUNTED:
        return Message(literals[0], literals[1])
    return Message(literals[0], context=literals[1] if len(literals) > 1 else "")


def left_as_is(source: str) -> str:
    """The words of a report's template that are in no call, and so the same in every language."""
    nodes = Environment().parse(source).find_all(TemplateData)  # noqa: S701 - parsed, never shown
    page = " ".join(node.data for node in nodes)
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>|[^\w\s]", " ", page, flags=re.DOTALL).split())


def _of_report(source: str) -> Iterator[Message]:
    for node in Environment().parse(source).find_all(Call):  # noqa: S701 - parsed, never shown
        if isinstance(node.node, Name) and node.node.name in _SINGLE + _COUNTED:
            literals = [str(arg.value) for arg in node.args if isinstance(arg, Const)]
            yield _message(node.node.name, literals)
