"""Building networks from weights files. Only files whose hash was checked come here."""

from pathlib import Path

from app.core.errors import ModelError
from app.core.text import quote, say
from trainer.backbones import Backbone, InceptionResnet, SFace
from trainer.storage import checkpoint

_PUBLISHED = {SFace.name: SFace.from_onnx, InceptionResnet.name: InceptionResnet.from_file}
_OURS = ".safetensors"


def load_backbone(backbone: str, path: Path) -> Backbone:
    """Build a recogniser from its publisher's file, or from a checkpoint that retraining wrote.

    Args:
        backbone: Its architecture.
        path: The file; a checkpoint of ours ends in .safetensors.

    Raises:
        ModelError: The file is missing, truncated, changed, or of another network.
    """
    try:
        if path.suffix == _OURS:
            return checkpoint.load(path)[0]
        return _PUBLISHED[backbone](path)
    except Exception as error:  # readers of damaged files raise nearly anything
        raise ModelError(
            say("the model file {source} cannot be used", source=path),
            why=quote(str(error).rstrip(".") or type(error).__name__),
            remedy=say("Use another file, or switch to another model"),
        ) from error
