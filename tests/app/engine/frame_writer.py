"""Writes frames of every size as fast as it can, each filled with its own number: `frame_writer.py NAME`."""

import sys

import numpy as np

from app.engine.frames import FrameWriter

writer = FrameWriter(sys.argv[1])
sizes = np.random.default_rng(0).integers(1, 1000, (64, 2))
print("ready", flush=True)  # noqa: T201
number = 0
while True:
    number += 1
    height, width = sizes[number % 64] if number % 8 else (720, 1280)
    writer.put(number, np.full((height, width, 3), number % 251, np.uint8))
