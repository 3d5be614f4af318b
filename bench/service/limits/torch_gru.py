"""A GRU for many series, written plainly in PyTorch: the same data, sizes, steps and batch as a training of the service.

Usage: torch_gru.py SETTINGS, a JSON object with file, horizon, context, hidden, layers, batch, steps, networks, rate
and quantiles. Prints JSON: the seconds of the whole job without the import of PyTorch, those of the import, and the loss.
Needs Debian's python3-torch."""

import csv
import json
import sys
import time

started = time.perf_counter()
import torch  # noqa: E402

imported = time.perf_counter()
settings = json.loads(sys.argv[1])
horizon, context = settings["horizon"], settings["context"]


def read(path):
    values = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            values.setdefault(row["unique_id"], []).append(float(row["y"]))
    return torch.tensor(list(values.values()))


class Forecaster(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = torch.nn.GRU(1, settings["hidden"], settings["layers"], batch_first=True)
        self.head = torch.nn.Linear(settings["hidden"], horizon * len(settings["quantiles"]))

    def forward(self, past):
        return self.head(self.gru(past[..., None])[0][:, -1]).view(len(past), horizon, -1)


def scaled(windows):
    scale = windows[:, :context].abs().mean(1, keepdim=True).clamp_min(1e-6)
    return windows / scale, scale


def train(series, quantiles):
    network = Forecaster()
    adam = torch.optim.Adam(network.parameters(), settings["rate"])
    windows = series.unfold(1, context + horizon, 1).reshape(-1, context + horizon)
    for _ in range(settings["steps"]):
        batch, _ = scaled(windows[torch.randint(len(windows), (settings["batch"],))])
        error = batch[:, context:, None] - network(batch[:, :context])
        loss = torch.maximum(quantiles * error, (quantiles - 1) * error).mean()
        adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        adam.step()
    return network, loss.item()


series = read(settings["file"])
quantiles = torch.tensor(settings["quantiles"])
for n in range(settings["networks"]):
    torch.manual_seed(n)
    network, loss = train(series, quantiles)
    with torch.inference_mode():
        past, scale = scaled(series[:, -context:])
        forecasts = network(past) * scale[..., None]
print(json.dumps({"seconds": time.perf_counter() - imported, "import_seconds": imported - started, "loss": loss}))
