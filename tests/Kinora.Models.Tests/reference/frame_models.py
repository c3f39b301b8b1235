"""The networks that look at frames, written in PyTorch. Usage: frame_models.py OUT DTYPE THREADS NAME N C T H W"""
import sys

import recording  # before torchvision: it replaces nn.Conv3d
import torch
import torchvision
from torch import nn

out, dtype, threads, name = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
shape = [int(size) for size in sys.argv[5:]]
CLASSES = 5


def headless(make):
    """torchvision's network without its last layer; that layer draws no random numbers either."""
    linear, nn.Linear = nn.Linear, lambda *_: nn.Identity()
    try:
        return make()
    finally:
        nn.Linear = linear


def frames_of(x):
    return x.permute(0, 2, 1, 3, 4).reshape(-1, x.shape[1], *x.shape[3:])


class CnnLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = headless(torchvision.models.resnet18)
        self.lstm = nn.LSTM(512, 512, 2, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(512, CLASSES)

    def forward(self, x):
        _, (hidden, _) = self.lstm(self.backbone(frames_of(x)).view(len(x), x.shape[2], -1))
        return self.fc(self.dropout(hidden[-1]))


class TemporalAttention(nn.Module):
    def __init__(self, features, size):
        super().__init__()
        self.size = size
        self.query_proj = nn.Linear(features, size)
        self.key_proj = nn.Linear(features, size)
        self.value_proj = nn.Linear(features, features)

    def forward(self, x):
        scores = self.query_proj(x) @ self.key_proj(x).transpose(-2, -1) / self.size**0.5
        return scores.softmax(-1) @ self.value_proj(x)


class CnnRnn(nn.Module):
    def __init__(self, cell=nn.LSTM, layers=1, bidirectional=True, attention=True):
        super().__init__()
        self.backbone = headless(torchvision.models.resnet18)
        self.rnn = cell(512, 256, layers, batch_first=True, bidirectional=bidirectional)
        features = 512 if bidirectional else 256
        self.attention = TemporalAttention(features, 256) if attention else nn.Identity()
        self.dropout = nn.Dropout(0.3)
        self.fc = nn.Linear(features, CLASSES)

    def forward(self, x):
        x, _ = self.rnn(self.backbone(frames_of(x)).view(len(x), x.shape[2], -1))
        return self.fc(self.dropout(self.attention(x).mean(1)))


class CnnRnnPartlyFrozen(CnnRnn):
    """layer4 alone is trained; batch norm before it stays in evaluation mode."""

    def __init__(self):
        super().__init__(nn.GRU, 2, False, False)
        self.frozen = [self.backbone.conv1, self.backbone.bn1, self.backbone.layer1, self.backbone.layer2, self.backbone.layer3]
        for module in self.frozen:
            module.requires_grad_(False)

    def train(self, mode=True):
        super().train(mode)
        for module in self.frozen:
            module.eval()


class ConvNetRnn(nn.Module):
    def __init__(self, cell="gru", norm=True, dense=(64,)):
        super().__init__()
        channels = [shape[1], 16, 32, 64, 64]
        self.convs = nn.Sequential(*[nn.Conv2d(a, b, 3, padding=1) for a, b in zip(channels, channels[1:])])
        self.norms = nn.Sequential(*[nn.BatchNorm2d(b) for b in channels[1:]] if norm else [])
        self.rnn = {"gru": nn.GRU, "lstm": nn.LSTM}[cell](64, 64, batch_first=True)
        self.add_module(cell, self.rnn)
        del self._modules["rnn"]
        self.cell = cell
        sizes = [64, *dense]
        self.dense = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(0.3)
        self.fc = nn.Linear(sizes[-1], CLASSES)

    def forward(self, x):
        count, frames = len(x), x.shape[2]
        x = frames_of(x)
        for i, conv in enumerate(self.convs):
            x = conv(x)
            x = self.norms[i](x) if len(self.norms) else x
            x = nn.functional.max_pool2d(torch.relu(x), 2)
        _, state = getattr(self, self.cell)(x.mean([2, 3]).view(count, frames, -1))
        x = (state if self.cell == "gru" else state[0])[-1]
        for layer in self.dense:
            x = torch.relu(layer(x))
        return self.fc(self.dropout(x))


class FeaturesRnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru1 = nn.GRU(shape[1], 16, batch_first=True)
        self.gru2 = nn.GRU(16, 8, batch_first=True)
        self.dropout = nn.Dropout(0.4)
        self.fc1 = nn.Linear(8, 8)
        self.fc2 = nn.Linear(8, CLASSES)

    def forward(self, x):
        x, _ = self.gru1(x.flatten(2).transpose(1, 2))
        _, last = self.gru2(x)
        return self.fc2(torch.relu(self.fc1(self.dropout(last[-1]))))


class FeaturesTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.positions = nn.Parameter(torch.empty(128, 128))
        self.norm = nn.LayerNorm(shape[1])
        self.projection = nn.Linear(shape[1], 128)
        nn.init.normal_(self.positions, std=0.02)
        self.layer1 = nn.TransformerEncoderLayer(128, 4, 256, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(128, CLASSES)

    def forward(self, x):
        x = self.projection(self.norm(x.flatten(2).transpose(1, 2).contiguous())) + self.positions[: x.shape[2]]
        return self.fc(self.dropout(self.layer1(x).mean(1)))


class Tsn(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = headless(backbone)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(512 if backbone is torchvision.models.resnet18 else 2048, CLASSES)

    def forward(self, x):
        features = self.backbone(frames_of(x)).view(len(x), x.shape[2], -1)
        return self.fc(self.dropout(features)).mean(1)


class StackedTsn(Tsn):
    """The temporal stream: ResNet-18 on stacks of three fields of flow, their channels in the order u1 v1 u2 v2 u3 v3."""

    def __init__(self):
        plain = nn.Conv2d

        class Widened(plain):
            def __init__(self, inputs, *rest, **named):
                super().__init__(6 if inputs == 3 else inputs, *rest, **named)

        nn.Conv2d = Widened
        try:
            super().__init__(torchvision.models.resnet18)
        finally:
            nn.Conv2d = plain

    def forward(self, x):
        stacks = [torch.cat([x[:, :, t + i] for i in range(3)], 1) for t in range(0, x.shape[2], 3)]
        return super().forward(torch.stack(stacks, 2))


networks = {
    "cnnlstm": CnnLstm,
    "cnnrnn": CnnRnn,
    "cnnrnn_partly_frozen": CnnRnnPartlyFrozen,
    "convnet_rnn": ConvNetRnn,
    "convnet_rnn_lrcn": lambda: ConvNetRnn("lstm", False, ()),
    "features_rnn": FeaturesRnn,
    "features_transformer": FeaturesTransformer,
    "tsn": lambda: Tsn(torchvision.models.resnet18),
    "tsn_stacked": StackedTsn,
    "resnet50_frame": lambda: Tsn(torchvision.models.resnet50),
}
recording.record(out, networks[name], shape, dtype, threads)
