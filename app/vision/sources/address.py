"""What a source's text names: a camera, a stream or a file."""

import re
from pathlib import Path

from app.core.text import masked
from app.domain.source import camera_name, is_camera
from trainer.pictures import kinds

_URL = re.compile(r"^(rtsp|rtsps|rtmp|http|https|udp|tcp)://", re.IGNORECASE)


def is_source(text: str) -> bool:
    """Whether the text names a camera, a stream or, by its suffix, a video file."""
    return is_live(text) or kinds.by_name(Path(text)) == "video"


def is_live(text: str) -> bool:
    """Whether time passes there without us: a camera or stream, not a file."""
    return is_camera(text) or is_stream(text)


def is_stream(text: str) -> bool:
    """Whether the text is an address of the network."""
    return bool(_URL.match(text))


def called(text: str) -> str:
    """What to call a source: a camera by its number or maker, an address without its password."""
    return camera_name(text) if is_camera(text) else masked(text)
