#!/usr/bin/env python3
"""Videos a second: ./kinora serve, asked by several clients at once, beside ./kinora predict over the same files in one command.

usage: serve_throughput.py RUN FOLDER [--videos 24] [--clients 4] [--jobs 1] [--turns 3]

RUN is a run or a checkpoint, FOLDER holds clips in any depth. One server runs all the time; in turns it is sent every clip and waited for,
and predict, with its start, looks at them. A server does more for a video than predict: beside looking at it as a whole it looks at every
window of its timeline, each as large a piece of work for the network; it decodes in a process of its own, makes pictures, and stores all.
So the number of clips that went through the network is told as well.
"""
import argparse, concurrent.futures, contextlib, json, os, pathlib, signal, statistics, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENDINGS = {".avi", ".mp4", ".mkv", ".mov", ".webm", ".mpg"}


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), os.uname().machine)


def predict(model, clips):
    """The seconds that one command took for all clips."""
    start = time.perf_counter()
    done = subprocess.run([ROOT / "kinora", "predict", *clips, "--model", model], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"kinora predict ended with {done.returncode}: {done.stderr}")
    return time.perf_counter() - start


@contextlib.contextmanager
def server(model, jobs):
    """The address of a server that runs meanwhile."""
    with tempfile.TemporaryDirectory() as data:
        limits = ["--rate", "100000", "--queue", "10000", "--jobs", str(jobs)]
        command = [ROOT / "kinora", "serve", "--model", model, "--data", data, "--port", "0", *limits]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            said = []
            for line in process.stderr:
                said.append(line)
                if line.startswith("serving at "):
                    yield line.split()[2]
                    process.send_signal(signal.SIGTERM)
                    break
            else:
                sys.exit(f"the server did not start: {''.join(said)}")


def get(address, path):
    return json.load(urllib.request.urlopen(f"{address}api/v1/predictions/{path}"))


def ask(address, clip):
    """The id of a job that is done."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{clip.name}"\r\nContent-Type: video/mp4\r\n\r\n'
    body = head.encode() + clip.read_bytes() + b"\r\n--edge--\r\n"
    request = urllib.request.Request(f"{address}api/v1/predictions?wait=60", body, {"Content-Type": "multipart/form-data; boundary=edge"})
    view = json.load(urllib.request.urlopen(request))
    while view["state"] in ("queued", "running"):
        time.sleep(0.1)
        view = get(address, view["id"])
    if view["state"] != "done":
        sys.exit(f"{clip}: {view}")
    return view["id"]


def told(name, seconds, videos):
    rates = sorted(videos / one for one in seconds)
    print(f"{name}: {statistics.median(rates):.2f} videos/s ({rates[0]:.2f} to {rates[-1]:.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("folder")
    parser.add_argument("--videos", type=int, default=24)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    found = sorted(path for path in pathlib.Path(options.folder).rglob("*") if path.suffix.lower() in ENDINGS)
    clips = found[:: max(1, len(found) // options.videos)][: options.videos]
    if not clips:
        sys.exit(f"{options.folder} holds no clips")
    serving, predicting = [], []
    with server(options.run, options.jobs) as address, concurrent.futures.ThreadPoolExecutor(options.clients) as clients:
        # The first turn warms both up.
        for turn in range(options.turns + 1):
            start = time.perf_counter()
            jobs = list(clients.map(lambda clip: ask(address, clip), clips))
            served = time.perf_counter() - start
            predicted = predict(options.run, clips)
            if turn > 0:
                serving.append(served)
                predicting.append(predicted)
        windows = statistics.mean(len(get(address, f"{job}/timeline")["windows"]) for job in jobs)
    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(clips)} videos, {options.clients} clients, --jobs {options.jobs}")
    told("serve", serving, len(clips))
    told("predict", predicting, len(clips))
    ratios = sorted(serve / command for serve, command in zip(serving, predicting))
    ratio = statistics.median(ratios)
    print(f"A video takes the server {ratio:.2f} of predict's time ({ratios[0]:.2f} to {ratios[-1]:.2f}); it puts {1 + windows:.1f} times as many clips through the network")


main()
