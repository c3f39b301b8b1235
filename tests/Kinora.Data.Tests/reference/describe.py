"""What ffprobe, ffmpeg, OpenCV and NumPy say of videos, in the terms of Kinora's data describe.

usage: describe.py FILE...     prints a JSON list
"""
import json
import subprocess
import sys

import cv2
import numpy as np

SIDE, PAIRS = 160, 5


def probe(path):
    out = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name,width,height,avg_frame_rate:frame=key_frame", "-of", "json", path],
        check=True, capture_output=True).stdout
    found = json.loads(out)
    return found["streams"][0], [frame["key_frame"] == 1 for frame in found["frames"]]


def decode(path, height, width):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-fps_mode", "passthrough", "-vf", f"scale={width}:{height}:flags=bilinear", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)


def firsts(keys):
    """The first frame of each pair: the key frame nearest to the middle of each fifth, or that middle."""
    count, last, found = len(keys), max(0, len(keys) - 2), set()
    for part in range(PAIRS):
        low, high = part * count // PAIRS, (part + 1) * count // PAIRS
        middle = min((low + high) // 2, last)
        inside = [frame for frame in range(low, high) if keys[frame] and frame <= last]
        found.add(min(inside, key=lambda frame: abs(frame - middle)) if inside else middle)
    return sorted(found)


def describe(path):
    stream, keys = probe(path)
    scale = SIDE / max(stream["height"], stream["width"])
    frames = decode(path, round(stream["height"] * scale), round(stream["width"] * scale))
    gray = np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]).astype(np.float64)
    starts = firsts(keys)
    seen = sorted({n for start in starts for n in (start, start + 1) if n < len(gray)})
    rate = stream["avg_frame_rate"].split("/")
    return {
        "frames": len(gray),
        "width": stream["width"],
        "height": stream["height"],
        "codec": stream["codec_name"],
        "frame_rate": int(rate[0]) / int(rate[1]),
        "brightness": gray[seen].mean(),
        "motion": float(np.mean([np.abs(gray[n + 1] - gray[n]).mean() for n in starts])) if len(gray) > 1 else None,
    }


print(json.dumps([describe(path) for path in sys.argv[1:]]))
