"""Optical flow by OpenCV as Python's users call it.

flow.py METHOD COUNT HEIGHT WIDTH FRAMES: reads COUNT RGB frames from the file FRAMES and writes the flow between
neighbours, (COUNT - 1, HEIGHT, WIDTH, 2) little-endian float32, to standard output.
"""
import sys

import cv2
import numpy as np

method, count, height, width = sys.argv[1], *map(int, sys.argv[2:5])
frames = np.fromfile(sys.argv[5], np.uint8).reshape(count, height, width, 3)
# DIS cuts the image into as many stripes as OpenCV has threads, so that its flow depends on them; Kinora has one.
cv2.setNumThreads(1)
grays = [cv2.cvtColor(np.ascontiguousarray(frame[:, :, ::-1]), cv2.COLOR_BGR2GRAY) for frame in frames]
for one, other in zip(grays, grays[1:]):
    if method == "Farneback":
        flow = cv2.calcOpticalFlowFarneback(one, other, None, 0.5, 3, 15, 3, 5, 1.2, 0)
    elif method == "TvL1":
        flow = cv2.optflow.createOptFlow_DualTVL1().calc(one, other, None)
    else:
        flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(one, other, None)
    sys.stdout.buffer.write(flow.astype("<f4").tobytes())
