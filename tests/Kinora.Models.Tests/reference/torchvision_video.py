"""A network of torchvision for clips.

Usage: torchvision_video.py OUT.safetensors DTYPE THREADS NAME T H W CLASSES [eval]

Two clips, and training too; with "eval" one clip in evaluation mode only.
"""
import sys

from recording import nn, record
import torchvision

out, dtype, threads, name = sys.argv[1:5]
frames, height, width, classes = map(int, sys.argv[5:9])
train = len(sys.argv) == 9


class Window(nn.AvgPool3d):
    """Averages over what there is where clips are smaller than torchvision takes."""

    def forward(self, x):
        return nn.functional.avg_pool3d(x, [min(sizes) for sizes in zip(self.kernel_size, x.shape[2:])], self.stride)


def build():
    model = getattr(torchvision.models.video, name)(num_classes=classes)
    if name == "s3d" and (frames < 13 or min(height, width) < 209):
        model.avgpool = Window(model.avgpool.kernel_size, model.avgpool.stride)
    return model


record(out, build, (2 if train else 1, 3, frames, height, width), dtype, int(threads), train=train)
