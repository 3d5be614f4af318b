"""PyTorch's recurrent layers in float32, timed and compared with ours.

Protocol: a greeting, then one answer to each line:
  prepare train|infer CELL BATCH STEPS INPUTS HIDDEN LAYERS   -> ready
  run COUNT                                                    -> milliseconds of each run
  check CELL LAYERS STEPS RATE CLIP WEIGHTS CASE               -> JSON: the largest difference of the outputs, the losses
train = forward, mean squared error on the last step, backward, clipping, Adam; infer = forward over the window, head.
Needs Debian's python3-torch, and libopenblas0-pthread: with the reference BLAS, GRU and RNN are 40 times slower."""

import json
import os
import struct
import sys
import time

import torch

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
MODULES = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def training_step(net, head, adam, x, y, clip):
    adam.zero_grad(set_to_none=True)
    loss = torch.nn.functional.mse_loss(head(net(x)[0][-1])[:, 0], y)
    loss.backward()
    torch.nn.utils.clip_grad_norm_([*net.parameters(), *head.parameters()], clip)
    adam.step()
    return loss


def optimizer(net, head, rate):
    return torch.optim.Adam([*net.parameters(), *head.parameters()], rate)


def prepare(task, cell, *shape):
    batch, steps, inputs, hidden, layers = map(int, shape)
    net, head = MODULES[cell](inputs, hidden, layers), torch.nn.Linear(hidden, 1)
    x, y = torch.randn(steps, batch, inputs), torch.randn(batch)
    if task == "train":
        adam = optimizer(net, head, 1e-3)
        return lambda: training_step(net, head, adam, x, y, 1.0)

    def infer():
        with torch.inference_mode():
            head(net(x)[0][-1])

    return infer


def run(work, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return " ".join(map(str, times))


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), bytearray(file.read())
    header.pop("__metadata__", None)
    return {
        name: torch.frombuffer(data[entry["data_offsets"][0] : entry["data_offsets"][1]], dtype=torch.float32).reshape(entry["shape"]).clone()
        for name, entry in header.items()
    }


def check(cell, layers, steps, rate, clip, weights, case):
    """`load_state_dict` takes our file as it is: strict, every name and shape."""
    state, given = read_safetensors(weights), read_safetensors(case)
    net = MODULES[cell](given["x"].shape[2], given["output"].shape[2], int(layers))
    net.load_state_dict(state, strict=True)
    head = torch.nn.Linear(given["output"].shape[2], 1)
    head.load_state_dict({"weight": given["head.weight"], "bias": given["head.bias"]})
    with torch.no_grad():
        difference = (net(given["x"])[0] - given["output"]).abs().max().item()
    adam = optimizer(net, head, float(rate))
    losses = [training_step(net, head, adam, given["x"], given["y"], float(clip)).item() for _ in range(int(steps))]
    return json.dumps({"output_difference": difference, "losses": losses})


def blas():
    with open("/proc/self/maps") as maps:
        libraries = {line.split()[-1] for line in maps if "blas" in line}
    return ", ".join(sorted(os.path.basename(library) for library in libraries)) or "no BLAS"


torch.randn(64, 64) @ torch.randn(64, 64)
print("ready PyTorch", torch.__version__, "with", blas(), flush=True)
work = None
for line in sys.stdin:
    name, *words = line.split()
    try:
        if name == "prepare":
            work = prepare(*words)
            answer = "ready"
        elif name == "run":
            answer = run(work, int(words[0]))
        else:
            answer = check(*words)
    except Exception as error:
        answer = f"error {type(error).__name__}: {error}".replace("\n", " ")
    print(answer, flush=True)
