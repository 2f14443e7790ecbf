"""Reading an ONNX file of unknown origin: bounded, plain numbers and known operators only.

An ONNX file holds no code, but it can name files outside itself, operators that only some library has, and
sizes that no machine can hold. What is refused here is refused with its reason; what only running shows, such
as memory and time, is found by `apart`, in a process of its own.
"""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import onnx
import onnx.inliner
from google.protobuf.message import DecodeError

from app.core.errors import ModelError
from app.core.text import Text, quote, say
from app.vision.graphs import branches

LARGEST = 1 << 30
"""Bytes of a file that is read at all. The largest face recognisers published have some 500 MB."""
MOST_NODES = 50_000
OLDEST_OPSET = 7
_STANDARD = ("", "ai.onnx")
_UNBOUNDED = {"Loop", "Scan", "SequenceMap"}
"""Operators whose time and memory depend on the data."""


def read(path: Path) -> onnx.ModelProto:
    """Read and check a file.

    Raises:
        ModelError: It cannot be read, is no ONNX file, or holds what Kith does not run.
    """
    return parse(_bytes(path), path.name)


def parse(data: bytes, name: str) -> onnx.ModelProto:
    """Read and check a model's bytes.

    Args:
        data: As an ONNX file holds them.
        name: What to call the file in an error.

    Raises:
        ModelError: They are no ONNX model, or one that Kith does not run.
    """
    try:
        model: onnx.ModelProto = onnx.ModelProto.FromString(data)
    except (DecodeError, ValueError, RecursionError) as error:
        raise refused(
            name, say("it is not an ONNX file, or is damaged"), say("Take another copy of it")
        ) from error
    if not model.graph.node:
        raise refused(name, say("it is not an ONNX file, or is empty"), say("Take another copy of it"))
    if model.functions:
        model = onnx.inliner.inline_local_functions(model)
    _check_versions(model, name)
    _check_nodes(all_graphs(model), name)
    return model


def refused(name: str, why: Text, remedy: Text) -> ModelError:
    """The error for a file that is not taken."""
    return ModelError(say("{name} cannot be taken as a recogniser", name=name), why=why, remedy=remedy)


def all_graphs(model: onnx.ModelProto) -> Iterator[onnx.GraphProto]:
    """The model's graph and those within its nodes."""
    left = [model.graph]
    while left:
        graph = left.pop()
        yield graph
        left += [inner for node in graph.node for inner in branches(node)]


def _bytes(path: Path) -> bytes:
    """The whole of a file, after looking at its kind and size."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise refused(path.name, say("this is not a regular file"), say("Give an ONNX file"))
        if found.st_size > LARGEST:
            megabytes = found.st_size // 1_000_000
            raise refused(
                path.name,
                say("the file is too large ({megabytes} MB)", megabytes=megabytes),
                say("Give a smaller network"),
            )
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise refused(
            path.name, say("there is no such file"), say("It may have been moved or renamed: choose it again")
        ) from error
    except OSError as error:
        raise refused(
            path.name, quote(error.strerror or say("the file cannot be read")), say("Take another copy of it")
        ) from error


def _check_versions(model: onnx.ModelProto, name: str) -> None:
    foreign = sorted({one.domain for one in model.opset_import} - {*_STANDARD})
    if foreign and any(node.domain in foreign for graph in all_graphs(model) for node in graph.node):
        raise refused(
            name,
            say("it uses operators of {domains}, which are no part of ONNX", domains=foreign[0][:60]),
            say("Export it again with standard operators only"),
        )
    opset = max((one.version for one in model.opset_import if one.domain in _STANDARD), default=0)
    newest = onnx.defs.onnx_opset_version()
    if not OLDEST_OPSET <= opset <= newest:
        raise refused(
            name,
            say("it is written for version {version} of ONNX's operators", version=opset),
            say(
                "Export it again for a version between {oldest} and {newest}",
                oldest=OLDEST_OPSET,
                newest=newest,
            ),
        )


def _check_nodes(graphs: Iterable[onnx.GraphProto], name: str) -> None:
    count = 0
    for graph in graphs:
        count += len(graph.node)
        if count > MOST_NODES:
            raise refused(
                name, say("it has more than {most} nodes", most=MOST_NODES), say("Give a smaller network")
            )
        if any(map(_is_outside, _tensors(graph))) or graph.sparse_initializer:
            raise refused(
                name,
                say("its weights lie in another file"),
                say("Save it as one file: onnx.save(model, path, save_as_external_data=False)"),
            )
        for node in graph.node:
            if node.op_type in _UNBOUNDED or node.domain not in _STANDARD:
                raise refused(
                    name,
                    say("it uses the operator {operator}", operator=node.op_type[:60]),
                    say("Export it again without that operator"),
                )


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    """The tensors that a graph holds itself."""
    yield from graph.initializer
    for node in graph.node:
        for field in node.attribute:
            if field.HasField("t"):
                yield field.t
            yield from field.tensors


def _is_outside(tensor: onnx.TensorProto) -> bool:
    return tensor.data_location == onnx.TensorProto.EXTERNAL or bool(tensor.external_data)
