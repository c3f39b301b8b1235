"""What people write to extract frames or flow: one process, OpenCV's own threads as they are.

extraction.py frames|flow CLIPS OUT: extracts all videos below CLIPS into OUT, and prints the seconds it took.
frames: cv2.VideoCapture and cv2.imwrite. flow: cv2.calcOpticalFlowFarneback, and u and v bounded to 20 pixels by cv2.imwrite.
"""
import os
import pathlib
import sys
import time

import cv2
import numpy

what, clips, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def level(motion, bound=20):
    return numpy.rint(255 * (numpy.clip(motion, -bound, bound) + bound) / (2 * bound)).astype(numpy.uint8)


start = time.perf_counter()
for path in sorted(path for path in clips.rglob("*") if path.suffix in (".avi", ".mp4")):
    folder = out / path.relative_to(clips).with_suffix("")
    os.makedirs(folder, exist_ok=True)
    capture, before, number = cv2.VideoCapture(str(path)), None, 0
    while True:
        found, frame = capture.read()
        if not found:
            break
        if what == "frames":
            cv2.imwrite(str(folder / f"frame_{number:06d}.jpg"), frame)
            number += 1
            continue
        gray = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
        if before is not None:
            flow = cv2.calcOpticalFlowFarneback(before, gray, None, 0.5, 3, 15, 3, 5, 1.2, 0)
            cv2.imwrite(str(folder / f"flow_x_{number:06d}.jpg"), level(flow[..., 0]))
            cv2.imwrite(str(folder / f"flow_y_{number:06d}.jpg"), level(flow[..., 1]))
            number += 1
        before = gray
    capture.release()
print(time.perf_counter() - start)
