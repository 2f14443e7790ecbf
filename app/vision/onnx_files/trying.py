"""Trying a graph out: which pictures it takes, and whether what it gives is an embedding."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import onnx

from app.core.text import quote, say
from app.vision.graphs import ONE_BY_ONE, plain
from app.vision.onnx_files import tidying
from app.vision.onnx_files.checking import refused
from app.vision.runtime import Network, Use, open_network

NCHW, NHWC = "NCHW", "NHWC"
SIDES = (112, 160, 128, 224)
"""Sides that are tried where the graph takes any: what published face recognisers read."""
SMALLEST_SIDE, LARGEST_SIDE = 32, 512
SMALLEST, LARGEST = 32, 4096
"""Numbers an embedding may have."""
_ALIKE = 0.999
"""Cosine that one picture's embeddings must have, alone and in a batch, and twice in a row."""
_DIMENSIONS = (1, 3)
"""Where the colours are, by layout: NCHW, NHWC."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recogniser's graph takes and gives.

    Attributes:
        inputs: The layouts and sides in pixels that it takes.
        dimension: Numbers of an embedding.
        metadata: What the file says of itself.
    """

    inputs: tuple[tuple[str, int], ...]
    dimension: int
    metadata: dict[str, str]


def bring_in(model: onnx.ModelProto, name: str) -> tuple[bytes, Facts]:
    """Bring a checked model into our form and try it out.

    Args:
        model: As `checking.read` gives it; it is changed.
        name: What to call the file in an error.

    Raises:
        ModelError: It is no recogniser of faces: its input is no picture, its output no embedding.
    """
    metadata = {one.key: one.value for one in model.metadata_props}
    try:
        model = plain(model)
        _check_input(model, name)
        output = _embedding_output(model, name)
        tidying.keep_only(model, output)
        tidying.as_floats(model)
        tidying.forget_origin(model)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        raise refused(
            name, quote(str(error).rstrip(".") or type(error).__name__), say("Give another file")
        ) from error
    graph, facts = _in_batches(model, name) or _one_by_one(model, name)
    return graph, replace(facts, metadata=metadata)


def pictures(layout: str, side: int, count: int, seed: int = 0) -> Floats:
    """Random pictures (count, ...) of a layout, with values from 0 to 255."""
    shape = (3, side, side) if layout == NCHW else (side, side, 3)
    return np.random.default_rng(seed).uniform(0, 255, (count, *shape)).astype(np.float32)


def _check_input(model: onnx.ModelProto, name: str) -> None:
    taken = model.graph.input
    if len(taken) != 1:
        raise refused(
            name,
            say("it has {count} inputs, not one picture", count=len(taken)),
            say("Give a network that reads one picture"),
        )
    if not list(_entrances(taken[0])):
        raise refused(
            name,
            say("its input {shape} is no square colour picture", shape=_shape_text(taken[0])),
            say(
                "Give a network that reads colour pictures of {least} to {most} pixels",
                least=SMALLEST_SIDE,
                most=LARGEST_SIDE,
            ),
        )


def _entrances(taken: onnx.ValueInfoProto) -> Iterator[tuple[str, int]]:
    """Layouts and sides that the declared shape allows."""
    dims = [max(0, one.dim_value) for one in taken.type.tensor_type.shape.dim]
    dims = dims or [0, 0, 0, 0]
    if len(dims) != 4:
        return
    for layout, colour in zip((NCHW, NHWC), _DIMENSIONS, strict=True):
        rows = {dims[2] if layout == NCHW else dims[1], dims[3] if layout == NCHW else dims[2]} - {0}
        sides = sorted(rows) if rows else SIDES
        square = len(rows) <= 1 and all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in sides)
        if dims[colour] in (0, 3) and square:
            yield from product((layout,), sides)


def _shape_text(value: onnx.ValueInfoProto) -> str:
    dims = value.type.tensor_type.shape.dim
    return "(" + ", ".join(str(one.dim_value or "?") for one in dims) + ")"


def _embedding_output(model: onnx.ModelProto, name: str) -> str:
    """The one output that is an embedding; a network may give its length too, as AdaFace does."""
    outputs = [one.name for one in model.graph.output]
    if len(outputs) == 1:
        return str(outputs[0])
    network = open_network(model, use=Use(exact=True))
    for layout, side in _entrances(model.graph.input[0]):
        found = _run(network, pictures(layout, side, 1))
        fitting = [
            output
            for output, value in zip(outputs, found or (), strict=False)
            if SMALLEST <= value.size <= LARGEST
        ]
        if len(fitting) == 1:
            return str(fitting[0])
    raise refused(
        name,
        say("it has {count} outputs, not one embedding", count=len(outputs)),
        say("Export it with the embedding as its only output"),
    )


def _in_batches(model: onnx.ModelProto, name: str) -> tuple[bytes, Facts] | None:
    """Try it on two pictures at once; None where it takes only one."""
    opened = onnx.ModelProto()
    opened.CopyFrom(model)
    tidying.open_batch(opened)
    return _tried(opened, name, 2)


def _one_by_one(model: onnx.ModelProto, name: str) -> tuple[bytes, Facts]:
    model.metadata_props.add(key=ONE_BY_ONE, value="yes")
    found = _tried(model, name, 1)
    if found is None:
        raise refused(
            name, say("it does not run on any picture"), say("Give a network that reads one picture")
        )
    return found


def _tried(model: onnx.ModelProto, name: str, batch: int) -> tuple[bytes, Facts] | None:
    """Run it on each input it may take; None where none works."""
    try:
        network = open_network(model, use=Use(exact=True))
    except RuntimeError as error:
        if batch > 1:
            return None
        raise refused(
            name, quote(_first_line(error)), say("Export it again with standard operators only")
        ) from error
    possible = list(_entrances(model.graph.input[0]))
    found = {one: _run(network, pictures(*one, batch)) for one in possible}
    working = {one: values[0] for one, values in found.items() if values and len(values[0]) == batch}
    if not working:
        return None
    (layout, side), value = next(iter(working.items()))
    if value.ndim > 2 and value.size == batch * value.shape[1]:
        tidying.flatten(model)
        return _tried(model, name, batch)
    if not _is_steady(network, layout, side, batch):
        if batch > 1:
            return None
        raise refused(
            name,
            say("it does not give one picture the same embedding twice"),
            say("Export it for inference, not for training"),
        )
    _check_output(network, value, (layout, side), name)
    graph = tidying.serialised(model)
    return graph, Facts(tuple(working), value.shape[1], {})


def _run(network: Network, batch: Floats) -> list[Floats] | None:
    try:
        return network(batch)
    except RuntimeError:  # what this graph cannot do with pictures of that shape
        return None


def _is_steady(network: Network, layout: str, side: int, batch: int) -> bool:
    """Whether a picture's embedding depends on nothing but the picture."""
    both = pictures(layout, side, batch)
    (first,), (again,) = _run(network, both) or (None,), _run(network, both[:1]) or (None,)
    if first is None or again is None:
        return False
    return bool(np.isfinite(first).all()) and _cosine(first[0], again[0]) >= _ALIKE


def _check_output(network: Network, value: Floats, entrance: tuple[str, int], name: str) -> None:
    if value.ndim != 2 or not SMALLEST <= value.shape[1] <= LARGEST:
        shape = " x ".join(map(str, value.shape[1:]))
        raise refused(
            name,
            say("it gives {count} numbers a picture, which is no embedding", count=shape or "no"),
            say("Give a network whose embedding has {least} to {most} numbers", least=SMALLEST, most=LARGEST),
        )
    other = _run(network, pictures(*entrance, len(value), seed=1))
    if other is None or not np.isfinite(value).all() or np.allclose(other[0], value, rtol=1e-6, atol=0):
        raise refused(name, say("it gives every picture the same embedding"), say("Take another copy of it"))


def _cosine(a: Floats, b: Floats) -> float:
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.dot(a, b)) / lengths if lengths > 0 else 0.0


def _first_line(error: Exception) -> str:
    """The part of a library's error that says something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:200].rstrip(".")
