"""The score to beat by a sequence model on frozen features: scikit-learn's logistic regression on the mean and deviation of
the same features, same clips, same folds.

Usage: frozen_features.py DATA WEIGHTS.safetensors GROUP
  DATA     a folder of folders of clips, one a class
  WEIGHTS  MobileNetV2 under torchvision's names, trained with TensorFlow's padding
  GROUP    a regular expression that finds the group in a file's name: '^([a-z]+)_' the person, '_(seq[0-9]+)_' the recording

16 frames evenly over a clip, whole frame to 224x224 (Pillow, bilinear), values in [-1, 1], 1,280 features a frame; each group
left out once.
"""
import json
import pathlib
import re
import struct
import sys

import cv2
import numpy
import torch
import torchvision
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

data, weights, group = pathlib.Path(sys.argv[1]), sys.argv[2], re.compile(sys.argv[3])


def load(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, blob = json.loads(file.read(length)), file.read()
    types = {"F16": numpy.float16, "F32": numpy.float32, "I64": numpy.int64}
    return {
        name: torch.from_numpy(numpy.frombuffer(blob[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"]).copy())
        for name, entry in header.items()
        if name != "__metadata__"
    }


class SameConv2d(torch.nn.Conv2d):
    """TensorFlow's padding: what does not divide evenly goes to the right and bottom."""

    def forward(self, x):
        pads = []
        for size, kernel, stride in zip(x.shape[:1:-1], self.kernel_size[::-1], self.stride[::-1]):
            total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            pads += [total // 2, total - total // 2]
        return torch.nn.functional.conv2d(torch.nn.functional.pad(x, pads), self.weight, self.bias, self.stride, 0, 1, self.groups)


network = torchvision.models.mobilenet_v2()
network.load_state_dict(load(weights))
for module in network.modules():
    if isinstance(module, torch.nn.Conv2d):
        module.__class__ = SameConv2d
network.eval()


def features(path):
    capture, frames = cv2.VideoCapture(str(path)), []
    while True:
        found, frame = capture.read()
        if not found:
            break
        frames.append(frame)
    chosen = numpy.linspace(0, len(frames) - 1, 16, dtype=int)
    pictures = [Image.fromarray(cv2.cvtColor(frames[i], cv2.COLOR_BGR2RGB)).resize((224, 224), Image.BILINEAR) for i in chosen]
    x = torch.from_numpy(numpy.stack([numpy.asarray(picture) for picture in pictures])).permute(0, 3, 1, 2).float()
    with torch.no_grad():
        return network.features((x / 255 - 0.5) / 0.5).mean([2, 3]).numpy()


clips = sorted(path for path in data.glob("*/*") if path.suffix in (".avi", ".mp4"))
labels = numpy.array([path.parent.name for path in clips])
groups = numpy.array([group.search(path.name).group(1) for path in clips])
seen = [features(path) for path in clips]
print(f"{len(clips)} clips, {len(set(labels))} classes, {len(set(groups))} groups")
for name, x in {
    "mean": numpy.stack([f.mean(0) for f in seen]),
    "mean and deviation": numpy.stack([numpy.concatenate([f.mean(0), f.std(0)]) for f in seen]),
}.items():
    right, by_group = 0, {}
    for train, test in LeaveOneGroupOut().split(x, labels, groups):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1, max_iter=5000)).fit(x[train], labels[train])
        hits = (model.predict(x[test]) == labels[test]).sum()
        right += hits
        by_group[str(groups[test[0]])] = f"{hits}/{len(test)}"
    print(f"{name}: {right}/{len(clips)} = {100 * right / len(clips):.1f} %   {by_group}")
