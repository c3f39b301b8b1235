"""The colour wheel of Baker et al. 2007 by torchvision.

flow_colours.py HEIGHT WIDTH FLOW: reads one field (HEIGHT, WIDTH, 2) of little-endian float32 from the file FLOW and writes its
colours (HEIGHT, WIDTH, 3) to standard output. torchvision's bound is the longest motion of the field.
"""
import sys

import numpy as np
import torch
from torchvision.utils import flow_to_image

height, width = map(int, sys.argv[1:3])
flow = np.fromfile(sys.argv[3], "<f4").reshape(height, width, 2)
picture = flow_to_image(torch.from_numpy(flow).permute(2, 0, 1))
sys.stdout.buffer.write(picture.permute(1, 2, 0).contiguous().numpy().tobytes())
