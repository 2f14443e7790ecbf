"""Where frames come from: cameras, streams and video files, and what is wrong where none come."""

from app.vision.sources.address import is_live, is_source
from app.vision.sources.apart import get_ready
from app.vision.sources.video import Frame, VideoSource

__all__ = ["Frame", "VideoSource", "get_ready", "is_live", "is_source"]
