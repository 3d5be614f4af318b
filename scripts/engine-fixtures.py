"""Writes test/fixtures/engine/*.safetensors: outputs and gradients that PyTorch computes in float32. The engine's tests
compare the engine with them.

Run where Debian's python3-torch is installed; CI reads the committed files and needs no PyTorch:
    env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS=1 /usr/bin/python3 scripts/engine-fixtures.py

This script writes the safetensors format itself, from its public description, so that the fixtures also test the
engine's reader.
"""

import json
import struct
from pathlib import Path

import torch

FOLDER = Path(__file__).parent.parent / "test" / "fixtures" / "engine"
STEPS, BATCH, INPUTS, HIDDEN = 7, 4, 3, 5
MODULES = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def write(name, tensors, metadata):
    header, data = {"__metadata__": {key: str(text) for key, text in metadata.items()}}, b""
    for key, tensor in tensors.items():
        array = tensor.detach().contiguous().numpy()
        dtype = {"float32": "F32", "float64": "F64", "uint8": "U8"}[str(array.dtype)]
        header[key] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


def recurrent_case(cell, layers, with_initial):
    """The loss is a fixed weighted sum of every output and of the final states, so it enters at every step."""
    module = MODULES[cell](INPUTS, HIDDEN, layers)
    tensors = {"x": torch.randn(STEPS, BATCH, INPUTS, requires_grad=True)}
    states = ["h", "c"] if cell == "lstm" else ["h"]
    for state in states:
        tensors[f"{state}0"] = torch.randn(layers, BATCH, HIDDEN, requires_grad=True)
        tensors[f"d{state.upper()}n"] = torch.randn(layers, BATCH, HIDDEN)
    tensors["dOutput"] = torch.randn(STEPS, BATCH, HIDDEN)

    initial = [tensors[f"{state}0"] for state in states]
    initial = (initial[0] if len(initial) == 1 else tuple(initial)) if with_initial else None
    output, final = module(tensors["x"], initial)
    finals = final if cell == "lstm" else (final,)
    loss = (output * tensors["dOutput"]).sum()
    for state, value in zip(states, finals):
        loss = loss + (value * tensors[f"d{state.upper()}n"]).sum()
        tensors[f"{state}n"] = value
    loss.backward()

    tensors["output"] = output
    tensors["dx"] = tensors["x"].grad
    for state in states:
        if with_initial:
            tensors[f"d{state.upper()}0"] = tensors[f"{state}0"].grad
        else:
            del tensors[f"{state}0"]
    for name, parameter in module.named_parameters():
        tensors[name] = parameter
        tensors[f"d.{name}"] = parameter.grad
    return tensors


def recurrent_fixtures():
    for cell in MODULES:
        tensors = {}
        for layers in (1, 2, 3):
            for with_initial in (False, True):
                case = f"{layers}.{'initial' if with_initial else 'zeros'}"
                for name, tensor in recurrent_case(cell, layers, with_initial).items():
                    tensors[f"{case}.{name}"] = tensor
        write(cell, tensors, {"torch": torch.__version__, "module": MODULES[cell].__name__})


def training_fixture():
    """Six clipped AdamW steps along given gradients, both losses, a linear layer and the one-cycle schedule."""
    tensors = {}
    steps, count, clip, rate = 6, 11, 1.0, 0.05
    weights = torch.nn.Parameter(torch.randn(count))
    optimizer = torch.optim.AdamW([weights], lr=rate, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
    tensors["adamw.initial"] = weights.detach().clone()
    gradients = torch.randn(steps, count) * torch.tensor([0.01, 0.1, 1, 3, 0.2, 10])[:, None]
    norms, values = [], []
    for step in range(steps):
        weights.grad = gradients[step].clone()
        norms.append(torch.nn.utils.clip_grad_norm_([weights], clip))
        optimizer.step()
        values.append(weights.detach().clone())
    tensors["adamw.gradients"] = gradients
    tensors["adamw.norms"] = torch.stack(norms)
    tensors["adamw.values"] = torch.stack(values)

    batch, horizon = 6, 4
    quantiles, quantile_weights = torch.tensor([0.1, 0.5, 0.9]), torch.tensor([1.0, 5.0, 1.0])
    y, mask = torch.randn(batch, horizon), (torch.rand(batch, horizon) > 0.3).to(torch.uint8)
    y_hat = torch.randn(batch, horizon, 3, requires_grad=True)
    error = y[..., None] - y_hat
    each = quantile_weights * torch.maximum(quantiles * error, (quantiles - 1) * error)
    loss = each[mask.bool()].sum() / (mask.sum() * quantile_weights.sum())
    loss.backward()
    tensors |= {"loss.y": y, "loss.mask": mask, "pinball.yHat": y_hat, "pinball.dYHat": y_hat.grad, "pinball.loss": loss}

    y_hat = torch.randn(batch, horizon, requires_grad=True)
    loss = torch.nn.functional.mse_loss(y_hat[mask.bool()], y[mask.bool()])
    loss.backward()
    tensors |= {"mse.yHat": y_hat, "mse.dYHat": y_hat.grad, "mse.loss": loss}

    linear = torch.nn.Linear(INPUTS, HIDDEN)
    x, dy = torch.randn(BATCH, INPUTS, requires_grad=True), torch.randn(BATCH, HIDDEN)
    y = linear(x)
    y.backward(dy)
    tensors |= {"linear.x": x, "linear.dy": dy, "linear.y": y, "linear.dx": x.grad}
    for name, parameter in linear.named_parameters():
        tensors |= {f"linear.{name}": parameter, f"linear.d.{name}": parameter.grad}

    total = 20
    tensors["oneCycle"] = schedule(total, lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.1, total, pct_start=0.1))
    write("training", tensors, {"torch": torch.__version__})


def layers_fixture():
    """SiLU, embedding and cross-entropy, with their gradients."""
    tensors = {}
    x, dy = (3 * torch.randn(40)).requires_grad_(), torch.randn(40)
    y = torch.nn.functional.silu(x)
    y.backward(dy)
    tensors |= {"silu.x": x, "silu.dy": dy, "silu.y": y, "silu.dx": x.grad}

    embedding = torch.nn.Embedding(6, 4)
    symbols, dy = torch.tensor([5, 0, 2, 2, 5, 5, 1]), torch.randn(7, 4)
    y = embedding(symbols)
    y.backward(dy)
    tensors |= {"embedding.symbols": symbols.to(torch.uint8), "embedding.dy": dy, "embedding.y": y}
    tensors |= {"embedding.weight": embedding.weight, "embedding.d.weight": embedding.weight.grad}

    logits, symbols = (3 * torch.randn(12, 7)).requires_grad_(), torch.randint(7, (12,))
    mask = (torch.rand(12) > 0.3).to(torch.uint8)
    loss = torch.nn.functional.cross_entropy(logits[mask.bool()], symbols[mask.bool()])
    loss.backward()
    tensors |= {"crossEntropy.logits": logits, "crossEntropy.symbols": symbols.to(torch.uint8), "crossEntropy.mask": mask}
    tensors |= {"crossEntropy.dLogits": logits.grad, "crossEntropy.loss": loss}

    write("layers", tensors, {"torch": torch.__version__})


def schedule(total, make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = make(optimizer)
    rates = []
    for _ in range(total):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return torch.tensor(rates, dtype=torch.float64)


if __name__ == "__main__":
    torch.manual_seed(20240607)
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    recurrent_fixtures()
    training_fixture()
    layers_fixture()
