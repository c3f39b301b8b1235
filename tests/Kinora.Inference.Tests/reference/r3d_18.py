# The probabilities that PyTorch, torchvision and OpenCV give for a video by a checkpoint of Kinora.
# usage: r3d_18.py CHECKPOINT VIDEO FRAMES   (FRAMES: numbers of the frames, comma separated)
import json, struct, sys
import cv2, numpy, torch, torchvision

torch.set_num_threads(1)
with open(sys.argv[1], "rb") as file:
    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    body = file.read()
types = {"F32": numpy.float32, "I64": numpy.int64}
state = {
    name: torch.from_numpy(numpy.frombuffer(body[slice(*about["data_offsets"])], types[about["dtype"]]).reshape(about["shape"]).copy())
    for name, about in header.items()
    if name != "__metadata__"
}
labels = json.loads(header["__metadata__"]["kinora.labels"])
network = torchvision.models.video.r3d_18(num_classes=len(labels))
network.load_state_dict(state)
network.eval()

wanted = [int(number) for number in sys.argv[3].split(",")]
video, frames = cv2.VideoCapture(sys.argv[2]), []
while True:
    there, frame = video.read()
    if not there:
        break
    frames.append(frame)
clip = numpy.stack([cv2.cvtColor(cv2.resize(frames[number], (112, 112), interpolation=cv2.INTER_LINEAR), cv2.COLOR_BGR2RGB) for number in wanted])
x = torch.from_numpy(clip).permute(3, 0, 1, 2).float() / 255
mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
x = (x - mean[:, None, None, None]) / std[:, None, None, None]
with torch.no_grad():
    probabilities = network(x[None]).softmax(-1)[0]
print(json.dumps(dict(zip(labels, probabilities.tolist()))))
