"""Networks that are published as torch files, turned into ONNX once, in a process of its own.

python -m app.vision.convert KIND SOURCE TARGET
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.core.errors import KithError, ModelError
from app.core.files import writing_model
from app.core.text import Text, quote, say
from app.vision.models import file_hash

_SECONDS = 300


def converted(kind: str, source: Path, sha256: str, cache: Path) -> Path:
    """Return the ONNX form of a torch file, made if it is not there yet.

    Args:
        kind: "onet" (facenet-pytorch's landmark network), or a backbone of the trainer.
        source: The file; its hash was checked.
        sha256: Its hash, under which the result is kept.
        cache: Folder of the results.

    Raises:
        ModelError: It cannot be converted; the text says why.
    """
    target = cache / f"{kind}-{sha256[:16]}.onnx"
    with writing_model(target):
        if not _is_whole(target):
            cache.mkdir(parents=True, exist_ok=True)
            _make(kind, source, target)
    return target


def _is_whole(target: Path) -> bool:
    """Whether a result is there as it was made: its hash lies beside it."""
    note = _note(target)
    return target.is_file() and note.is_file() and note.read_bytes() == file_hash(target).encode()


def _note(target: Path) -> Path:
    return target.with_suffix(".sha256")


def _make(kind: str, source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        _run(kind, source, made)
        _note(made).write_bytes(file_hash(made).encode())
        _note(made).replace(_note(target))
        made.replace(target)


def _run(kind: str, source: Path, target: Path) -> None:
    command = [sys.executable, "-m", __spec__.name, kind, str(source), str(target)]
    quiet = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, env=quiet, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _unusable(
            source, say("its conversion took longer than {seconds} seconds", seconds=_SECONDS)
        ) from None
    if done.returncode:
        raise _unusable(
            source, quote((done.stderr.strip().splitlines() or [say("its conversion failed")])[-1])
        )


def _unusable(source: Path, why: Text) -> ModelError:
    return ModelError(
        say("the model file {source} cannot be used", source=source),
        why=why,
        remedy=say("Use another file, or switch to another model"),
    )


def _onet(source: Path, target: Path) -> None:
    import torch
    from facenet_pytorch.models.mtcnn import ONet

    from trainer.storage.export import write_graph

    network = ONet(pretrained=False)
    network.load_state_dict(torch.load(source, map_location="cpu", weights_only=True))
    outputs = ("box", "landmarks", "certainty")
    write_graph(network.eval(), torch.randn(2, 3, 48, 48), target, outputs=outputs)


def _backbone(kind: str, source: Path, target: Path) -> None:
    from app.vision.weights import load_backbone
    from trainer.storage.export import export_onnx

    export_onnx(load_backbone(kind, source), target, unit=False)


def main(arguments: list[str]) -> int:
    """Convert one file; the reason of a failure is the last line on standard error."""
    kind, source, target = arguments
    try:
        if kind == "onet":
            _onet(Path(source), Path(target))
        else:
            _backbone(kind, Path(source), Path(target))
    except Exception as error:  # noqa: BLE001 - readers of damaged files raise nearly anything
        name = type(error).__name__
        why = (
            error.why
            if isinstance(error, KithError)
            else say("it is not a plain file of weights ({name})", name=name)
        )
        sys.stderr.write(" ".join(why.split()) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
