"""Prints the frames that torchvision's VideoClips takes of videos of N frames at another rate: resampled.py FROM:TO:N ..."""
import math
import sys
import warnings

import torch
from torchvision.datasets.video_utils import VideoClips

warnings.simplefilter("ignore")
for case in sys.argv[1].split():
    rate, wanted, frames = case.split(":")
    rate, wanted, frames = float(rate), float(wanted), int(frames)
    numbers = VideoClips._resample_video_idx(int(math.floor(frames * (wanted / rate))), rate, wanted)
    print(*torch.arange(frames)[numbers].tolist())
