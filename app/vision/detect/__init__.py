"""Face detectors behind one protocol, and the scan that finds small and large faces with any of them."""

from app.vision.detect.base import FaceDetector
from app.vision.detect.mtcnn import MtcnnDetector
from app.vision.detect.scan import scan, scan_fast
from app.vision.detect.yunet import YuNetDetector

__all__ = ["FaceDetector", "MtcnnDetector", "YuNetDetector", "scan", "scan_fast"]
