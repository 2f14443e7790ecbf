"""Networks that are published as torch files, turned into ONNX once, in a process of its own.

python -m app.vision.convert KIND SOURCE TARGET
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.core.errors import ModelError

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
    if target.is_file():
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            made = Path(folder) / target.name
            _run(kind, source, made)
            made.replace(target)
    except OSError as error:
        raise ModelError(f"{target} cannot be written", why=error.strerror or str(error)) from error
    return target


def _run(kind: str, source: Path, target: Path) -> None:
    command = [sys.executable, "-m", __spec__.name, kind, str(source), str(target)]
    quiet = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(  # noqa: S603 - our own module
        command, env=quiet, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise ModelError(
            f"the model file {source} cannot be used",
            why=(done.stderr.strip().splitlines() or ["its conversion failed"])[-1],
            remedy="Use another file, or switch to another model",
        )


def _onet(source: Path, target: Path) -> None:
    import torch
    from facenet_pytorch.models.mtcnn import ONet

    from trainer.export import write_graph

    network = ONet(pretrained=False)
    network.load_state_dict(torch.load(source, map_location="cpu", weights_only=True))
    outputs = ("box", "landmarks", "certainty")
    write_graph(network.eval(), torch.randn(2, 3, 48, 48), target, outputs=outputs)


def _backbone(kind: str, source: Path, target: Path) -> None:
    from app.vision.weights import load_backbone
    from trainer.export import export_onnx

    export_onnx(load_backbone(kind, source), target, unit=False)


def main(arguments: list[str]) -> int:
    """Convert one file; the reason of a failure is the last line on standard error."""
    kind, source, target = arguments
    if kind == "onet":
        _onet(Path(source), Path(target))
    else:
        _backbone(kind, Path(source), Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
