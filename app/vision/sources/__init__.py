"""Where frames come from: cameras, streams and video files, and what is wrong where none come."""

from app.vision.sources.address import is_live, is_source
from app.vision.sources.apart import ready_for
from app.vision.sources.video import Frame, VideoSource

__all__ = ["Frame", "VideoSource", "is_live", "is_source", "ready_for"]
