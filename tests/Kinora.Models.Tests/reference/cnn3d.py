"""c3d, the 3D CNNs of a two-stream system and video3dcnn_s, written in PyTorch.

Usage: cnn3d.py OUT.safetensors DTYPE THREADS NAME CHANNELS T H W CLASSES [eval | WIDTH [DENSE]]

Two clips, and training too; with "eval" one clip in evaluation mode only.
"""
import sys

from recording import nn, record

out, dtype, threads, name = sys.argv[1:5]
channels, frames, height, width, classes = map(int, sys.argv[5:10])
rest = sys.argv[10:]
train = rest != ["eval"]
sizes = [int(size) for size in rest] if train else []


def he(*layers):
    for layer in layers:
        nn.init.kaiming_normal_(layer.weight)


class C3d(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv3d(channels, 64, 3, padding=1)
        self.conv2 = nn.Conv3d(64, 128, 3, padding=1)
        self.conv3a = nn.Conv3d(128, 256, 3, padding=1)
        self.conv3b = nn.Conv3d(256, 256, 3, padding=1)
        self.conv4a = nn.Conv3d(256, 512, 3, padding=1)
        self.conv4b = nn.Conv3d(512, 512, 3, padding=1)
        self.conv5a = nn.Conv3d(512, 512, 3, padding=1)
        self.conv5b = nn.Conv3d(512, 512, 3, padding=1)
        self.fc6 = nn.Linear(8192, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, classes)
        self.dropout = nn.Dropout(0.5)
        he(*[layer for layer in self.modules() if isinstance(layer, nn.Conv3d)])

    def forward(self, x):
        pool = nn.functional.max_pool3d
        x = pool(self.conv1(x).relu(), (1, 2, 2))
        x = pool(self.conv2(x).relu(), 2)
        x = pool(self.conv3b(self.conv3a(x).relu()).relu(), 2)
        x = pool(self.conv4b(self.conv4a(x).relu()).relu(), 2)
        x = pool(self.conv5b(self.conv5a(x).relu()).relu(), 2, padding=(0, 1, 1))
        # Pools at 16x112 too, where Kinora does not: it must be the identity there.
        x = nn.functional.adaptive_avg_pool3d(x, (1, 4, 4)).flatten(1)
        x = self.dropout(self.fc6(x).relu())
        x = self.dropout(self.fc7(x).relu())
        return self.fc8(x)


class Cnn3dV1(nn.Module):
    def __init__(self, width=32, dense=1024):
        super().__init__()
        self.conv1 = nn.Conv3d(channels, width, 3, padding=1)
        self.conv2 = nn.Conv3d(width, 2 * width, 3, padding=1)
        self.conv3 = nn.Conv3d(2 * width, 4 * width, 3, padding=1)
        self.conv4 = nn.Conv3d(4 * width, 8 * width, 3, padding=1)
        self.fc1 = nn.Linear(784 * width, dense)
        self.fc2 = nn.Linear(dense, dense // 2)
        self.fc3 = nn.Linear(dense // 2, classes)
        self.dropout = nn.Dropout(0.5)
        he(self.conv1, self.conv2, self.conv3, self.conv4, self.fc1, self.fc2)

    def forward(self, x):
        pool = nn.functional.max_pool3d
        x = pool(self.conv1(x).relu(), (1, 2, 2))
        x = pool(self.conv2(x).relu(), 2)
        x = pool(self.conv3(x).relu(), 2)
        x = pool(self.conv4(x).relu(), 2)
        x = nn.functional.adaptive_avg_pool3d(x, (2, 7, 7)).flatten(1)
        x = self.fc1(x).relu()
        x = self.dropout(self.fc2(x).relu())
        return self.fc3(x)


class Cnn3dV2(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        inputs = channels
        for i in range(4):
            self.add_module(f"conv{i + 1}", nn.Conv3d(inputs, width << i, 3, padding=1))
            self.add_module(f"bn{i + 1}", nn.BatchNorm3d(width << i))
            inputs = width << i
        self.fc1 = nn.Linear(inputs, inputs)
        self.fc2 = nn.Linear(inputs, classes)
        self.drop_channels = nn.Dropout3d(0.1)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        for i, pool in enumerate([(1, 2, 2), 2, 2, 1], start=1):
            x = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)).relu()
            x = self.drop_channels(nn.functional.max_pool3d(x, pool))
        x = nn.functional.adaptive_avg_pool3d(x, 1).flatten(1)
        x = self.dropout(self.fc1(self.dropout(x)).relu())
        return self.fc2(x)


class Video3dCnnS(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        inputs = channels
        for i, growth in enumerate([1, 2, 4, 8, 8], start=1):
            self.add_module(f"conv{i}", nn.Conv3d(inputs, width * growth, 3, padding=1))
            self.add_module(f"bn{i}", nn.BatchNorm3d(width * growth))
            inputs = width * growth
        self.dropout = nn.Dropout(0.2)
        self.fc1 = nn.Linear(inputs, inputs // 2)
        self.fc2 = nn.Linear(inputs // 2, classes)

    def forward(self, x):
        for i, pool in enumerate([(1, 2, 2), 2, 2, 2, (1, 2, 2)], start=1):
            x = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)).relu()
            x = nn.functional.max_pool3d(x, pool)
        x = nn.functional.adaptive_avg_pool3d(x, 1).flatten(1)
        return self.fc2(self.dropout(self.fc1(x).relu()))


make = {"c3d": C3d, "cnn3d_v1": Cnn3dV1, "cnn3d_v2": Cnn3dV2, "cnn3d_flow": Cnn3dV2, "video3dcnn_s": Video3dCnnS}[name]
record(out, lambda: make(*sizes), (2 if train else 1, channels, frames, height, width), dtype, int(threads), train=train)
