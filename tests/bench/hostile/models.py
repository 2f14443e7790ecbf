"""Files of networks: pickles that run something, graphs that name files, headers that lie."""

import io
import json
import os
import pickle
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.bench.hostile.sandbox import Case, Place
from tests.bench.hostile.texts import DEEP, NAMES

Write = Callable[[Place], bytes]


class _Call:
    """Unpickled, it is a call."""

    def __init__(self, function: Any, *given: Any) -> None:
        self._call = function, given

    def __reduce__(self) -> Any:
        return self._call


def _named(module: str, name: str, *given: str) -> bytes:
    """A pickle that calls whatever a module calls so, without any import of it here."""
    words = b"".join(b"X" + struct.pack("<I", len(one.encode())) + one.encode() for one in given)
    return b"\x80\x02c" + f"{module}\n{name}\n".encode() + b"(" + words + b"tR."


def _pickles(canary: str) -> dict[str, bytes]:
    touch, write = f"touch '{canary}'", f"open({canary!r}, 'w').close()"
    return {
        "os.system": pickle.dumps(_Call(os.system, touch)),
        "open": pickle.dumps(_Call(open, canary, "w")),
        "exec": pickle.dumps(_Call(exec, write)),
        "eval": pickle.dumps(_Call(eval, write)),
        "os.popen": _named("os", "popen", touch),
        "nt": _named("nt", "system", touch),
        "subprocess": _named("subprocess", "getoutput", touch),
        "runpy": _named("runpy", "_run_code", write),
        "numpy": _named("numpy.testing._private.utils", "runstring", write, "{}"),
        "torch": _named("torch.utils._config_module", "exec", write),
        "torch.hub": _named("torch.hub", "load", "/tmp", canary),
        "timeit": _named("timeit", "timeit", write),
        "cprofile": _named("cProfile", "run", write),
        "torch.load": _named("torch", "load", canary),
        "deep": b"\x80\x02" + b"(" * 1_000_000 + b"t" * 1_000_000 + b".",
        "memo": b"\x80\x02" + b"]r\xff\xff\xff\xff" + b".",
        "a long of 2 GB": b"\x80\x02\x8b\xff\xff\xff\x7f" + b"1.",
        "bytes of 8 EB": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 63) + b".",
        "laughs": b"\x80\x02]q\x00("
        + b"h\x00" * 20
        + b"e"
        + b"".join(b"]q" + bytes([n]) + b"(" + (b"h" + bytes([n - 1])) * 20 + b"e" for n in range(1, 60))
        + b".",
    }


_MAGIC = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({}, 2)


def _zipped(data: bytes, **more: bytes) -> bytes:
    """As torch writes a file, with that pickle."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/version", b"3\n")
        archive.writestr("archive/byteorder", b"little")
        for name, content in more.items():
            archive.writestr(f"archive/{name}", content)
    return made.getvalue()


def _forms(data: bytes) -> dict[str, bytes]:
    return {
        "plain": data,
        "legacy": _MAGIC + data,
        "zip": _zipped(data),
        "script": _zipped(data, **{"constants.pkl": data, "code/__torch__.py": b"import os\n"}),
    }


def pickles() -> Iterator[Case]:
    """Each call in each form of file, given to each reader of torch's files."""
    for called in _pickles(""):
        for form in _forms(b""):
            for number, reader in enumerate(_READERS):

                def make(
                    place: Place, called: str = called, form: str = form, reader: _Reader = reader
                ) -> list[list[Any]]:
                    file, words = reader(place.here)
                    file.write_bytes(_forms(_pickles(str(place.canary))[called])[form])
                    return [words]

                program = "trainer" if reader in _TRAINERS else "kith"
                yield Case("pickles", f"{called}, {form}, reader {number}", make, program)


_Reader = Callable[[Path], tuple[Path, list[Any]]]


def _published(here: Path) -> tuple[Path, list[Any]]:
    return here / "x.pt", ["models", "add", "vggface2", "--weights", here / "x.pt"]


def _recogniser(here: Path) -> tuple[Path, list[Any]]:
    return here / "x.onnx", ["models", "add", here / "x.onnx", "--name", "x"]


def _weights(here: Path) -> tuple[Path, list[Any]]:
    words = ["export", here.with_name("out") / "x.onnx", "--backbone", "inception_resnet_v1", "--weights"]
    return here / "x.pt", [*words, here / "x.pt"]


def _checkpoint(here: Path) -> tuple[Path, list[Any]]:
    return here / "x.safetensors", [
        "export",
        here.with_name("out") / "x.onnx",
        "--weights",
        here / "x.safetensors",
    ]


_TRAINERS = (_weights, _checkpoint)
_READERS: tuple[_Reader, ...] = (_published, _recogniser, *_TRAINERS)


def _weight(name: str = "w", shape: tuple[int, ...] = (64, 3)) -> onnx.TensorProto:
    return numpy_helper.from_array(np.ones(shape, np.float32), name)


def _model(
    nodes: list[onnx.NodeProto] | None = None, weights: list[onnx.TensorProto] | None = None, **more: Any
) -> onnx.ModelProto:
    """A network that means pictures of 32 pixels for 64 numbers each."""
    nodes = nodes or [
        helper.make_node("GlobalAveragePool", ["x"], ["a"]),
        helper.make_node("Flatten", ["a"], ["b"]),
        helper.make_node("Gemm", ["b", "w"], ["y"], transB=1),
    ]
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 32, 32])
    given = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 64])
    graph = helper.make_graph(nodes, "g", [taken], [given], weights or [_weight()])
    return helper.make_model(graph, opset_imports=more.pop("opsets", [helper.make_opsetid("", 17)]), **more)


def _outside(location: str, **keys: str) -> bytes:
    tensor = _weight()
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": location, **keys}.items():
        tensor.external_data.add(key=key, value=value)
    return bytes(_model(weights=[tensor]).SerializeToString())


def _dims(*dims: int) -> bytes:
    tensor = _weight()
    tensor.ClearField("dims")
    tensor.dims.extend(dims)
    return bytes(_model(weights=[tensor]).SerializeToString())


def _filled(*shape: int) -> bytes:
    """A graph that makes a tensor of that shape as it runs."""
    nodes = [
        helper.make_node("ConstantOfShape", ["s"], ["a"]),
        helper.make_node("ReduceSum", ["a"], ["b"], keepdims=0),
        helper.make_node("GlobalAveragePool", ["x"], ["c"]),
        helper.make_node("Flatten", ["c"], ["d"]),
        helper.make_node("Gemm", ["d", "w"], ["e"], transB=1),
        helper.make_node("Add", ["e", "b"], ["y"]),
    ]
    weights = [_weight(), numpy_helper.from_array(np.array(shape, np.int64), "s")]
    return bytes(_model(nodes, weights).SerializeToString())


def _nested(depth: int) -> bytes:
    """Branches within branches, as bytes: protobuf's own writer would not go so deep."""

    def field(number: int, data: bytes) -> bytes:
        size, head = len(data), bytearray([number << 3 | 2])
        while size > 127:
            head.append(size & 127 | 128)
            size >>= 7
        return bytes([*head, size]) + data

    graph = b""
    for _ in range(depth):
        attribute = field(1, b"then_branch") + field(6, graph) + b"\xa0\x01\x05"
        graph = field(1, field(4, b"If") + field(5, attribute))
    return b"\x08\x08" + field(7, graph) + field(8, b"\x10\x11")


def _functions(laughs: int = 0) -> bytes:
    """Functions that call themselves, or each the one before it ten times."""
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("own", 1)]

    def function(name: str, calls: str, times: int) -> onnx.FunctionProto:
        inner = [
            helper.make_node(
                calls, ["x" if n == 0 else f"v{n}"], ["y" if n == times - 1 else f"v{n + 1}"], domain="own"
            )
            for n in range(times)
        ]
        return helper.make_function("own", name, ["x"], ["y"], inner, opsets)

    if laughs:
        first = helper.make_function(
            "own", "f0", ["x"], ["y"], [helper.make_node("Neg", ["x"], ["y"])], opsets
        )
        functions = [first, *(function(f"f{n}", f"f{n - 1}", 10) for n in range(1, laughs))]
        model = _model([helper.make_node(f"f{laughs - 1}", ["x"], ["y"], domain="own")], opsets=opsets)
    else:
        functions = [function("f", "g", 1), function("g", "f", 1)]
        model = _model([helper.make_node("f", ["x"], ["y"], domain="own")], opsets=opsets)
    model.functions.extend(functions)
    return bytes(model.SerializeToString())


def _loop() -> bytes:
    body = helper.make_graph(
        [helper.make_node("Identity", ["c"], ["d"]), helper.make_node("Identity", ["v"], ["o"])],
        "body",
        [helper.make_tensor_value_info(n, k, []) for n, k in (("i", 7), ("c", 9), ("v", 1))],
        [helper.make_tensor_value_info(n, k, []) for n, k in (("d", 9), ("o", 1))],
    )
    node = helper.make_node("Loop", ["m", "", "x"], ["y"], body=body)
    return bytes(_model([node], [numpy_helper.from_array(np.array(1 << 62), "m")]).SerializeToString())


def _with_words(text: str) -> bytes:
    model = _model(producer_name=text[:1000].encode("utf-8", "replace").decode())
    for key in ("name", "licence", "description", "input"):
        model.metadata_props.add(key=key, value=text.encode("utf-8", "replace").decode())
    return bytes(model.SerializeToString())


def _later(make: Callable[..., bytes], *given: Any, **more: Any) -> Write:
    return lambda place: make(*given, **more)


def _at(where: Callable[[Place], str]) -> Write:
    return lambda place: _outside(where(place))


def _written(nodes: list[onnx.NodeProto] | None = None, **more: Any) -> bytes:
    return bytes(_model(nodes, **more).SerializeToString())


_OUTSIDE: dict[str, Callable[[Place], str]] = {
    "a file above": lambda place: "../outside/secret.txt",
    "an absolute path": lambda place: str(place.outside / "secret.txt"),
    "a device": lambda place: "/dev/zero",
    "another device": lambda place: "/dev/stdin",
    "memory": lambda place: "/proc/self/mem",
    "a password file": lambda place: "/etc/passwd",
    "an address": lambda place: "file:///etc/passwd",
    "nothing": lambda place: "",
    "itself": lambda place: "x.onnx",
    "a share": lambda place: "\\\\server\\share\\x",
    "NUL": lambda place: "x\0y",
}


def _broken(whole: bytes) -> Iterator[tuple[str, Write]]:
    for size in range(0, len(whole), len(whole) // 12):
        yield f"cut off at {size}", _later(bytes, whole[:size])
    rng = random.Random(0)
    for number in range(30):
        changed = bytearray(whole)
        for _ in range(rng.randint(1, 6)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        yield f"mutated {number}", _later(bytes, changed)


def _onnx_files() -> Iterator[tuple[str, Write]]:
    for name, where in _OUTSIDE.items():
        yield f"weights in {name}", _at(where)
    yield "weights far out", lambda place: _outside("x.onnx", offset=str(1 << 62), length=str(1 << 62))
    for dims in ((1 << 40,), (1 << 32, 1 << 32), (-1, 64), (0,), (1,) * 5000, (64, 3, 1 << 62)):
        yield f"weights of {str(dims)[:30]}", _later(_dims, *dims)
    for shape in ((1 << 40,), (1 << 20, 1 << 20), (1 << 31, 3), (50_000, 50_000)):
        yield f"makes {shape}", _later(_filled, *shape)
    for depth in (50, 500, 20_000):
        yield f"branches {depth} deep", _later(_nested, depth)
    yield "functions that call themselves", _later(_functions)
    for laughs in (4, 9, 30):
        yield f"functions of functions, {laughs}", _later(_functions, laughs)
    yield "a loop", lambda place: _loop()
    for domain in ("com.microsoft", "ai.onnx.ml", "ai.onnx.training", "../x", "org.pytorch.aten"):
        node = helper.make_node("PythonOp", ["x"], ["y"], domain=domain)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(domain, 1)]
        yield (
            f"an operator of {domain}",
            _later(_written, [node], opsets=opsets),
        )
    for opset in (0, 1, -5, 1 << 40):
        yield (
            f"opset {opset}",
            _later(_written, opsets=[helper.make_opsetid("", opset)]),
        )
    many = [helper.make_node("Neg", ["x" if n == 0 else f"v{n}"], [f"v{n + 1}"]) for n in range(60_000)]
    yield "60,000 nodes", _later(_written, many)
    yield (
        "a circle",
        _later(_written, [helper.make_node("Neg", ["y"], ["a"]), helper.make_node("Neg", ["a"], ["y"])]),
    )
    yield "a text of 100 MB", _later(_written, doc_string="x" * 100_000_000)
    for name, text in NAMES.items():
        yield f"called {name}", _later(_with_words, text)
    yield "metadata, deep", lambda place: _with_words(DEEP)
    yield from _broken(bytes(_model().SerializeToString()))
    yield "an archive", lambda place: _zipped(b"x")
    yield "zeros", lambda place: bytes(10_000_000)
    yield "sevens", lambda place: b"\xff" * 1_000_000


def onnx_files() -> Iterator[Case]:
    """Graphs that are given as recognisers of the user's own."""
    given = ["--size", "32", "--layout", "NCHW", "--order", "RGB"]
    for name, write in _onnx_files():

        def make(place: Place, write: Write = write) -> list[list[Any]]:
            file, words = _recogniser(place.here)
            file.write_bytes(write(place))
            return [[*words, *given]]

        yield Case("onnx", name, make)


def places() -> Iterator[Case]:
    """What is no file where one belongs."""
    kinds: dict[str, Callable[[Path, Place], object]] = {
        "a pipe": lambda path, place: os.mkfifo(path),
        "a folder": lambda path, place: path.mkdir(),
        "zeros without end": lambda path, place: path.symlink_to("/dev/zero"),
        "a link to itself": lambda path, place: path.symlink_to(path),
        "a link to a secret": lambda path, place: path.symlink_to(place.outside / "secret.txt"),
        "nothing": lambda path, place: None,
        "a hole of 1 TB": lambda path, place: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 1 << 40),
    }
    for name, put in kinds.items():
        for number, reader in enumerate(_READERS):

            def make(place: Place, put: Any = put, reader: _Reader = reader) -> list[list[Any]]:
                file, words = reader(place.here)
                put(file, place)
                return [words]

            yield Case(
                "models", f"{name}, reader {number}", make, "trainer" if reader in _TRAINERS else "kith"
            )


def _headers() -> Iterator[tuple[str, bytes]]:
    """Files of safetensors, by what is wrong with them."""
    good = {"model.w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
    kept: dict[str, Any] = {"format": 1, "backbone": {"name": "small", "options": {}}}

    def file(header: Any, data: bytes = bytes(8), size: int | None = None) -> bytes:
        text = header if isinstance(header, bytes) else json.dumps(header).encode()
        return struct.pack("<Q", len(text) if size is None else size) + text + data

    def about(**changed: Any) -> dict[str, Any]:
        return {"__metadata__": {"trainer": json.dumps(kept | changed)}, **good}

    for size in (0, 1, 1 << 20, 1 << 40, (1 << 63) - 1, (1 << 64) - 1):
        yield f"a header of {size}", file(good, size=size)
    yield "a deep header", file(DEEP.encode())
    yield "no JSON", file(b"\xff" * 100)
    yield "a list", file([])
    yield "twice the same", file(b'{"model.w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' * 2 + b"}")
    for offsets in ([8, 0], [-8, 8], [0, 1 << 62], [0.5, 8], ["0", "8"], [0], None, [0, 8, 16]):
        yield f"offsets {offsets}", file({"model.w": {"dtype": "F32", "shape": [2], "data_offsets": offsets}})
    for shape in ([1 << 40], [-2], [1 << 32, 1 << 32], [2] * 100_000, None, "2", [[2]]):
        yield (
            f"shape {str(shape)[:20]}",
            file({"model.w": {"dtype": "F32", "shape": shape, "data_offsets": [0, 8]}}),
        )
    yield "a kind of its own", file({"model.w": {"dtype": "O", "shape": [2], "data_offsets": [0, 8]}})
    metadata: Any
    for metadata in (
        [],
        "x",
        {"trainer": 1},
        {"trainer": DEEP},
        {"trainer": "[]"},
        {"trainer": "NaN"},
        {"x" * 10**6: "y"},
    ):
        yield f"metadata {str(metadata)[:20]}", file({"__metadata__": metadata, **good})
    for name in ("../../x", "os.system", "", None, ["small"], {"a": 1}, "small\x1b[2J", "__class__"):
        yield f"backbone {name!r}"[:40], file(about(backbone={"name": name, "options": {}}))
    option: Any
    for option in (
        {"size": 1 << 40},
        {"size": -1},
        {"__class__": 1},
        {"size": "64"},
        {"size": 1e400},
        [],
        None,
    ):
        yield f"options {option}", file(about(backbone={"name": "small", "options": option}))


def checkpoints() -> Iterator[Case]:
    """Checkpoints whose headers lie, exported and gone on with."""
    for name, data in _headers():

        def export(place: Place, data: bytes = data) -> list[list[Any]]:
            file, words = _checkpoint(place.here)
            file.write_bytes(data)
            return [words]

        yield Case("checkpoints", name, export, "trainer")
