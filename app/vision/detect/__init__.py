"""Face detectors behind one protocol, and the scan that finds small and large faces with any of them."""

from app.vision.detect.base import FaceDetector
from app.vision.detect.scan import BOUND, scan, scan_fast, scan_small
from app.vision.detect.yunet import YuNetDetector

__all__ = ["BOUND", "FaceDetector", "YuNetDetector", "scan", "scan_fast", "scan_small"]
