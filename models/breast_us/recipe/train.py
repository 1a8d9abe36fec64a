"""Train one fold: `python -m models.breast_us.recipe.train DATA FOLD OUT`. Fold 0 trains on everything that may be trained on."""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as F

from models.breast_us.recipe.augment import augmented, painted
from models.breast_us.recipe.data import HELD_BACK_CASES, Dataset, load
from models.breast_us.recipe.network import Network

EPOCHS: Final = 13
BATCH: Final = 24
RATE: Final = 1e-3
SMOOTHING: Final = 0.03
AVERAGING: Final = 0.99  # exponential moving average of the weights, per step


def loss_of(outline: torch.Tensor, verdict: torch.Tensor, masks: torch.Tensor, malignant: torch.Tensor) -> torch.Tensor:
    """Return class and outline loss: cross-entropy with smoothing, cross-entropy and Dice of the mask."""
    target = malignant * (1 - 2 * SMOOTHING) + SMOOTHING
    inside = torch.sigmoid(outline)
    overlap = (inside * masks).sum((1, 2, 3))
    dice = 1 - (2 * overlap + 1) / (inside.sum((1, 2, 3)) + masks.sum((1, 2, 3)) + 1)
    return (
        F.binary_cross_entropy_with_logits(verdict, target)
        + dice.mean()
        + F.binary_cross_entropy_with_logits(outline, masks)
    )


def batch_of(data: Dataset, rows: np.ndarray, chance: random.Random) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return images, masks and labels of some rows, painted but not yet moved."""
    images = np.stack([painted(data.images[row], data.masks[row], chance) for row in rows])
    return (
        torch.from_numpy(images).float().div_(255).unsqueeze(1),
        torch.from_numpy(data.masks[rows]).float().unsqueeze(1),
        torch.from_numpy(data.malignant[rows]).float(),
    )


@torch.no_grad()
def predict(network: Network, images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return class logits (n,), outline probabilities (n, side, side) and features, averaged over the mirror image."""
    network.eval()
    logits, outlines, features = [], [], []
    for start in range(0, len(images), 32):
        x = torch.from_numpy(images[start : start + 32]).float().div(255).unsqueeze(1)
        with torch.autocast("cpu", torch.bfloat16):
            plain, mirrored = network(x), network(x.flip(3))
        outlines.append(((torch.sigmoid(plain[0].float()) + torch.sigmoid(mirrored[0].float()).flip(3)) / 2)[:, 0].numpy())
        logits.append(((plain[1] + mirrored[1]) / 2).float().numpy())
        features.append(((plain[2] + mirrored[2]) / 2).float().numpy())
    return np.concatenate(logits), np.concatenate(outlines), np.concatenate(features)


def train(data: Dataset, fold: int, seed: int) -> Network:
    """Return the network trained on all patients outside `fold` and the held-back cases."""
    torch.manual_seed(seed * 100 + fold)
    chance, generator = random.Random(seed * 100 + fold), torch.Generator().manual_seed(seed * 100 + fold)
    rows = np.nonzero((data.fold != fold) & ~np.isin(data.patient, list(HELD_BACK_CASES)))[0]
    network = Network().to(memory_format=torch.channels_last)
    average = copy.deepcopy(network)
    steps = EPOCHS * (len(rows) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.2)
    for epoch in range(EPOCHS):
        network.train()
        begun, total = time.perf_counter(), 0.0
        order = np.random.default_rng(seed * 1000 + fold * 100 + epoch).permutation(rows)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            images, masks, malignant = batch_of(data, order[start : start + BATCH], chance)
            images, masks = augmented(images, masks, generator)
            with torch.autocast("cpu", torch.bfloat16):
                outline, verdict, _ = network(images.to(memory_format=torch.channels_last))
            loss = loss_of(outline.float(), verdict.float(), masks, malignant)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += float(loss)
            _average(average, network)
        print(f"fold {fold} epoch {epoch + 1}: loss {total / (len(rows) // BATCH):.4f}, {time.perf_counter() - begun:.0f} s", flush=True)
    return average


@torch.no_grad()
def _average(average: Network, network: Network) -> None:
    for mean, now in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        if mean.dtype.is_floating_point:
            mean.lerp_(now, 1 - AVERAGING)
        else:
            mean.copy_(now)


def main() -> None:
    """Train one fold; leave its weights and its out-of-fold predictions in OUT."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("fold", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    data = load(options.data)
    network = train(data, options.fold, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / f"fold{options.fold}-seed{options.seed}.pt")
    rows = np.nonzero(data.fold == options.fold)[0]
    if not len(rows):
        return
    logits, outlines, features = predict(network, data.images[rows])
    np.savez_compressed(
        options.out / f"fold{options.fold}-seed{options.seed}.npz",
        rows=rows,
        logits=logits,
        outlines=(outlines * 255).astype(np.uint8),
        features=features,
    )
    dice = [2 * (o > 0.5)[m > 0].sum() / ((o > 0.5).sum() + m.sum()) for o, m in zip(outlines, data.masks[rows], strict=True)]
    print(f"fold {options.fold}: AUC by image {auc(logits, data.malignant[rows]):.4f}, Dice {np.mean(dice):.4f}", flush=True)


def auc(score: np.ndarray, positive: np.ndarray) -> float:
    """Return the area under the ROC curve by ranks, ties halved."""
    order = np.concatenate([score[positive], score[~positive]])
    ranks = np.array([(order < value).sum() + ((order == value).sum() + 1) / 2 for value in order])
    n, m = int(positive.sum()), int((~positive).sum())
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


if __name__ == "__main__":
    main()
