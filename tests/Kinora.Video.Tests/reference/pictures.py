"""Makes pictures with OpenCV, Pillow and torchvision for the tests to compare with.

pictures.py CASES: CASES is a file of JSON lines, each {"do", "height", "width", "with": [...]}, followed after an empty line
by the RGB bytes of all cases. Writes, for every case, height and width (two little-endian int32) and the RGB bytes
(floats for the case that is about them).
"""
import json
import struct
import sys

import cv2
import numpy as np
from PIL import Image, ImageEnhance


def transforms():
    from torchvision import transforms as module  # slow to import, and few cases need it
    return module


def bilinear():
    return transforms().InterpolationMode.BILINEAR


def crop_center_square(frame):
    """As in Keras' video classification examples."""
    y, x = frame.shape[0:2]
    min_dim = min(y, x)
    start_x = (x // 2) - (min_dim // 2)
    start_y = (y // 2) - (min_dim // 2)
    return frame[start_y : start_y + min_dim, start_x : start_x + min_dim]


def three(gray):
    return np.repeat(np.asarray(gray)[:, :, None], 3, axis=2)


def torchvision_tensor_resize(frame, height, width):
    """What torchvision's presets for video do: resize the tensor, without antialiasing."""
    import torch
    tensor = torch.from_numpy(frame.copy()).permute(2, 0, 1)
    return transforms().functional.resize(tensor, [height, width], antialias=False).permute(1, 2, 0).numpy()


def turned_hue(frame, turns):
    return transforms().functional.adjust_hue(Image.fromarray(frame), turns)


def rand_augment(frame, name, magnitude, negative):
    from torchvision.transforms import autoaugment
    space = autoaugment.RandAugment()._augmentation_space(31, frame.shape[:2])
    strengths, signed = space[name]
    strength = float(strengths[magnitude].item()) if strengths.ndim > 0 else 0.0
    if signed and negative:
        strength *= -1.0
    return autoaugment._apply_op(Image.fromarray(frame), name, strength, transforms().InterpolationMode.NEAREST, None)


def ten_crop(frame, side, height, width, number):
    resized = transforms().functional.resize(Image.fromarray(frame), side, interpolation=bilinear())
    return transforms().functional.ten_crop(resized, (height, width))[number]


DO = {
    "opencv bilinear": lambda f, h, w: cv2.resize(f, (w, h)),
    "opencv area": lambda f, h, w: cv2.resize(f, (w, h), interpolation=cv2.INTER_AREA),
    # As the first notebook: floats in [0, 1], written as float32.
    "opencv bilinear of floats": lambda f, h, w: cv2.resize(f.astype(np.float32) / 255.0, (w, h)),
    "opencv gray": lambda f: three(cv2.cvtColor(f, cv2.COLOR_RGB2GRAY)),
    "opencv gray, then bilinear": lambda f, h, w: three(cv2.resize(cv2.cvtColor(f, cv2.COLOR_RGB2GRAY), (w, h))),
    "pillow bilinear": lambda f, h, w: Image.fromarray(f).resize((w, h), Image.BILINEAR),
    "pillow gray": lambda f: three(Image.fromarray(f).convert("L")),
    "pillow brightness": lambda f, factor: ImageEnhance.Brightness(Image.fromarray(f)).enhance(factor),
    "pillow saturation": lambda f, factor: ImageEnhance.Color(Image.fromarray(f)).enhance(factor),
    "torchvision hue": turned_hue,
    "torchvision randaugment": rand_augment,
    "torchvision ten crop": ten_crop,
    "opencv blur": lambda f, sigma: cv2.GaussianBlur(f, (0, 0), sigma),
    "pillow contrast": lambda f, factor: ImageEnhance.Contrast(Image.fromarray(f)).enhance(factor),
    "keras square": lambda f, h, w: cv2.resize(crop_center_square(f), (w, h)),
    "torchvision short side": lambda f, side, h, w: transforms().Compose(
        [transforms().Resize(side, interpolation=bilinear()), transforms().CenterCrop((h, w))])(Image.fromarray(f)),
    "torchvision exact": lambda f, h, w, ch, cw: transforms().Compose(
        [transforms().Resize((h, w), interpolation=bilinear()), transforms().CenterCrop((ch, cw))])(Image.fromarray(f)),
    "torchvision tensor": torchvision_tensor_resize,
    "torchvision resized crop": lambda f, top, left, ch, cw, h, w: transforms().functional.resized_crop(
        Image.fromarray(f), top, left, ch, cw, (h, w), interpolation=bilinear()),
    "pillow flip": lambda f: Image.fromarray(f).transpose(Image.FLIP_LEFT_RIGHT),
}

with open(sys.argv[1], "rb") as file:
    cases = []
    while (line := file.readline().strip()):
        cases.append(json.loads(line))
    for case in cases:
        height, width = case["height"], case["width"]
        frame = np.frombuffer(file.read(height * width * 3), np.uint8).reshape(height, width, 3)
        result = np.asarray(DO[case["do"]](frame, *case["with"]))
        assert result.dtype == (np.float32 if "floats" in case["do"] else np.uint8) and result.shape[2] == 3, case
        sys.stdout.buffer.write(struct.pack("<ii", *result.shape[:2]) + result.tobytes())
