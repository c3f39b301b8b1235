"""200 steps of a small network with each optimiser, label smoothing, clipped gradients and an average: training_parts.py THREADS.

The average is torchvision's reference trainings' ExponentialMovingAverage: AveragedModel with use_buffers and this avg_fn.
"""
from same_settings import torch, write  # First: it sets what the other modules are made from.
from fast_conv3d import Conv3d
from torch import nn
from torch.optim.swa_utils import AveragedModel

STEPS, BATCHES, CLASSES, DECAY, LARGEST = 200, 8, 5, 0.9, 2.0


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = Conv3d(3, 8, 3, padding=1)
        self.bn = nn.BatchNorm3d(8)
        self.fc = nn.Linear(8, CLASSES)

    def forward(self, x):
        x = nn.functional.max_pool3d(torch.relu(self.bn(self.conv(x))), 2)
        return self.fc(x.mean([2, 3, 4]))


OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-4),
    "Adam": lambda p: torch.optim.Adam(p, lr=1e-3, weight_decay=1e-4),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=1e-2),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=1e-3, momentum=0.9, weight_decay=1e-4),
}

torch.manual_seed(3)
clips = torch.randn(BATCHES, 4, 3, 4, 12, 12)
labels = torch.randint(CLASSES, (BATCHES, 4))
first = Net().state_dict()
result = {"clips": clips, "labels": labels}
result.update({f"first.{name}": value.clone() for name, value in first.items()})
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
for case, make in OPTIMIZERS.items():
    model = Net()
    model.load_state_dict(first)
    optimizer = make(model.parameters())
    average = AveragedModel(model, avg_fn=lambda old, new, _: DECAY * old + (1 - DECAY) * new, use_buffers=True)
    losses, norms = [], []
    for step in range(STEPS):
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(clips[step % BATCHES]), labels[step % BATCHES])
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), LARGEST))
        optimizer.step()
        average.update_parameters(model)
        losses.append(loss.detach())
    result[f"{case}.losses"] = torch.stack(losses)
    result[f"{case}.norms"] = torch.stack(norms)
    result.update({f"{case}.model.{name}": value for name, value in model.state_dict().items()})
    result.update({f"{case}.average.{name}": value for name, value in average.state_dict().items()})
write(result)
