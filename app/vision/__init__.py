"""From pictures and cameras to faces: decode, detect, align, measure, embed, track."""

import os

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # else damaged videos spill onto standard error
os.environ.setdefault(
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "3"
)  # seconds that a camera may hold a read up, not 10

import cv2

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # its hints are for its own developers
