"""The network and the graph that is written from it say the same."""

# ruff: noqa: E402 - imports wait for the check that they can succeed

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the recipe's own environment is not here: PyTorch is not installed")

import onnxruntime

from bedside_app.inference.letterbox import SIDE
from models.breast_us.recipe.export import ensemble_bytes
from models.breast_us.recipe.gate import Gate
from models.breast_us.recipe.network import Network
from models.breast_us.recipe.train import loss_of


def network(seed: int) -> Network:
    """Return a network with random weights and norms that have seen something."""
    torch.manual_seed(seed)
    made = Network()
    for layer in made.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.weight.data.uniform_(0.8, 1.2)
            layer.bias.data.normal_(0, 0.2)
    made.train()
    made(torch.rand(4, 1, 64, 64))
    made.eval()
    return made


@pytest.mark.slow
def test_the_written_graph_says_what_the_network_says() -> None:
    one, other = network(1), network(2)
    images = torch.rand(2, 1, SIDE, SIDE)
    with torch.no_grad():
        plain = [each(images) for each in (one, other)]
        mirror = [each(images.flip(3)) for each in (one, other)]
        places = [(each.saliency(images) + each.saliency(images.flip(3)).flip(3)) / 2 for each in (one, other)]
    gate = Gate(np.linspace(-0.01, 0.01, plain[0].traits.shape[1]), 0.25)
    session = onnxruntime.InferenceSession(
        ensemble_bytes([(one, gate), (other, gate)], quantised=False), providers=["CPUExecutionProvider"]
    )
    outline, malignancy, strangeness, saliency = session.run(None, {"image": images.numpy()})
    outlines = [(here.outline + there.outline.flip(3)) / 2 for here, there in zip(plain, mirror, strict=True)]
    verdicts = [(here.verdict + there.verdict) / 2 for here, there in zip(plain, mirror, strict=True)]
    strange = [gate.strangeness(each.traits.numpy()) for each in plain + mirror]
    assert outline == pytest.approx(np.mean([each.numpy() for each in outlines], 0), abs=1e-4)
    assert malignancy == pytest.approx(np.stack([each.numpy() for each in verdicts], 1), abs=1e-4)
    assert strangeness == pytest.approx(np.mean(strange, 0), abs=1e-3)
    assert saliency == pytest.approx(np.mean([each.numpy() for each in places], 0), abs=1e-5)


@pytest.mark.slow
def test_the_places_add_up_to_what_the_picture_adds_to_the_logit() -> None:
    made = network(3)
    image = torch.rand(1, 1, SIDE, SIDE)
    with torch.no_grad():
        total = float(made.saliency(image).sum())
        step = 1e-3
        look = made._look(image)
        seen = torch.cat(look.seen(), 1)
        slope = (made.verdict(made.hidden(seen * (1 + step))) - made.verdict(made.hidden(seen * (1 - step)))) / (
            2 * step
        )
    assert total == pytest.approx(float(slope), rel=0.02, abs=1e-4)


def test_a_perfect_answer_costs_less_than_its_opposite() -> None:
    made = network(4)
    masks = torch.zeros(2, 1, 32, 32)
    masks[:, :, 8:20, 8:20] = 1
    answer = made(torch.rand(2, 1, 32, 32))
    right = answer._replace(outline=(masks * 2 - 1) * 9, verdict=torch.tensor([9.0, -9.0]))
    wrong = answer._replace(outline=(1 - masks * 2) * 9, verdict=torch.tensor([-9.0, 9.0]))
    truth = (masks, torch.tensor([1.0, 0.0]), torch.tensor([4.0, 3.0]))
    assert loss_of(right, *truth) < loss_of(wrong, *truth)
