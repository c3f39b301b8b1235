#!/usr/bin/env python3
"""One prediction from a cold start: ./kinora predict beside a Python program of PyTorch, torchvision and OpenCV.

usage: cold_predict.py RUN CLIP [--turns 9] [--drop-caches]

RUN is a run or checkpoint of r3d_18. Both programs decode the clip, take the same frames, scale, normalise, go through the same network
with the same weights, two threads, and print the class; they take turns. With --drop-caches (as root) the system forgets what it read
from disk before every turn.
"""
import argparse, json, os, pathlib, statistics, struct, subprocess, sys, tempfile, time

PYTHON = """
import sys
import cv2, numpy, torch, torchvision
torch.set_num_threads(2)
state, labels, stride, length, size, clip = torch.load(sys.argv[1]), sys.argv[2].split(","), *map(int, sys.argv[3:6]), sys.argv[6]
network = torchvision.models.video.r3d_18(num_classes=len(labels))
network.load_state_dict(state)
network.eval()
video, frames = cv2.VideoCapture(clip), []
while True:
    there, frame = video.read()
    if not there:
        break
    frames.append(frame)
start = max(0, len(frames) - ((length - 1) * stride + 1)) // 2
chosen = [frames[min(start + i * stride, len(frames) - 1)] for i in range(length)]
pixels = numpy.stack([cv2.cvtColor(cv2.resize(frame, (size, size)), cv2.COLOR_BGR2RGB) for frame in chosen])
x = torch.from_numpy(pixels).permute(3, 0, 1, 2).float() / 255
x = (x - torch.tensor([0.485, 0.456, 0.406])[:, None, None, None]) / torch.tensor([0.229, 0.224, 0.225])[:, None, None, None]
with torch.no_grad():
    probabilities = network(x[None]).softmax(-1)[0]
print(f"{100 * probabilities.max():.1f} % {labels[probabilities.argmax()]}")
"""


def read(path):
    """The weights, labels and sampling of a checkpoint."""
    import numpy, torch

    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = file.read()
    types = {"F32": numpy.float32, "I64": numpy.int64}
    about = header.pop("__metadata__")
    state = {
        name: torch.from_numpy(numpy.frombuffer(body[slice(*one["data_offsets"])], types[one["dtype"]]).reshape(one["shape"]).copy()) for name, one in header.items()
    }
    return state, json.loads(about["kinora.labels"]), json.loads(about["kinora.preprocessing"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("clip")
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--drop-caches", action="store_true")
    options = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parent.parent
    run = pathlib.Path(options.run)
    checkpoint = run / "checkpoints/best.kinora" if run.is_dir() else run
    state, labels, preprocessing = read(checkpoint)
    sampler, size = preprocessing["sampler"], int(preprocessing["geometry"].split("x")[-1])
    with tempfile.TemporaryDirectory() as folder:
        import torch

        weights = os.path.join(folder, "weights.pth")
        torch.save(state, weights)
        script = os.path.join(folder, "predict.py")
        pathlib.Path(script).write_text(PYTHON)
        commands = {
            "Kinora": [str(root / "kinora"), "predict", options.clip, "--model", str(checkpoint), "--top", "1", "--views", "1"],
            "Python": ["/usr/bin/python3", script, weights, ",".join(labels), str(sampler["stride"]), str(sampler["length"]), str(size), options.clip],
        }
        times = {name: [] for name in commands}
        for turn in range(options.turns + 1):
            for name, command in commands.items():
                if options.drop_caches:
                    os.sync()
                    pathlib.Path("/proc/sys/vm/drop_caches").write_text("3\n")
                start = time.perf_counter()
                answer = subprocess.run(command, capture_output=True, text=True)
                seconds = time.perf_counter() - start
                if answer.returncode != 0:
                    sys.exit(f"{' '.join(command)} ended with {answer.returncode}: {answer.stderr}")
                if turn == 0:
                    print(f"{name}: {' '.join(answer.stdout.split())}")
                else:
                    times[name].append(seconds)
    for name, found in times.items():
        print(f"{name}: {statistics.median(found):.2f} s ({min(found):.2f} to {max(found):.2f})")
    ratios = sorted(kinora / python for kinora, python in zip(times["Kinora"], times["Python"]))
    print(f"Kinora takes {statistics.median(ratios):.2f} of it ({ratios[len(ratios) // 4]:.2f} to {ratios[3 * len(ratios) // 4]:.2f}, the middle half of {len(ratios)} turns)")


main()
