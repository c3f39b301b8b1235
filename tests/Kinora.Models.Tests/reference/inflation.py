"""torchvision's resnet18 on one picture, without its max pooling, which r3d_18 has not.

Usage: inflation.py OUT.safetensors

The state under flat.NAME; the picture; what follows the first ReLU (stem), the first convolution of layer1 with batch norm and
ReLU (first), and all of layer1 (layer1). Everything that is not an integer is float64.
"""
import sys

import torch
from recording import ramp, write
import torchvision

torch.set_num_threads(2)
torch.manual_seed(42)
model = torchvision.models.resnet18().double()
for name, value in model.named_buffers():
    # As if it had been trained: the statistics are no longer 0 and 1, and half of the values pass the ReLU.
    if value.is_floating_point():
        value.uniform_(0.5, 1.5) if name.endswith("running_var") else value.uniform_(-0.2, 0.2)
model.eval()
picture = ramp((1, 3, 32, 32), torch.float64)
with torch.no_grad():
    stem = model.relu(model.bn1(model.conv1(picture)))
    block = model.layer1[0]
    first = torch.relu(block.bn1(block.conv1(stem)))
    layer1 = model.layer1(stem)
tensors = {f"flat.{name}": value for name, value in model.state_dict().items()}
write(sys.argv[1], {**tensors, "picture": picture, "stem": stem, "first": first, "layer1": layer1}, {})
