"""How evenly a window runs while it watches a clip, and how many frames it shows: what `bench_live` reports.

"kith" is the real window; "naive" and "facenet" are a bare window that finds and embeds the faces of each
frame on its own thread, as many programs do: with Kith's own networks, and with facenet-pytorch's.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.arrays import Image
from tests.bench.face_set import sface_reader
from tests.bench.window_busy import Pulse, kith


def naive(video: str, seconds: float, *, facenet: bool) -> dict[str, float]:
    """A bare window whose own thread reads, detects, embeds and paints, frame by frame."""
    app = QApplication([])
    label, capture = QLabel(), cv2.VideoCapture(video)
    label.resize(1280, 720)
    label.show()
    read = _facenet() if facenet else _every_face()
    fps, began = capture.get(cv2.CAP_PROP_FPS), time.perf_counter()

    def look() -> None:
        due = (time.perf_counter() - began) * fps
        while capture.get(cv2.CAP_PROP_POS_FRAMES) < due - 1 and capture.grab():
            pass  # too late for this one
        ok, picture = capture.read()
        if ok:
            image = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
            read(image)
            height, width, _ = image.shape
            label.setPixmap(QPixmap(QImage(image.data, width, height, QImage.Format.Format_RGB888)))

    timer, pulse = QTimer(), Pulse()
    timer.timeout.connect(look)
    timer.start(round(1000 / fps))
    label.installEventFilter(pulse)
    pulse.run(app, seconds)
    return pulse.report(seconds)


def _every_face() -> Callable[[Image], object]:
    """Kith's own networks, on every face of every frame."""
    reader = sface_reader()

    def read(image: Image) -> object:
        faces = reader.faces_at(image, reader.find_fast(image))
        return reader.read([face for face in faces if face is not None], mirror=False)

    return read


def _facenet() -> Callable[[Image], object]:
    from tests.bench.peers import FacenetPytorch

    return FacenetPytorch().read


def main() -> None:
    """Run one of them and print its report as JSON in the last line."""
    what, folder, video, seconds = sys.argv[1:]
    if what == "kith":
        report = kith(Path(folder), video, None, float(seconds))
    else:
        report = naive(video, float(seconds), facenet=what == "facenet")
    print(json.dumps(report), flush=True)
    os._exit(0)  # whatever still runs


if __name__ == "__main__":
    main()
