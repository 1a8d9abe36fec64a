"""Train folds one after another: `python -m models.breast_us.recipe.train DATA WORK --folds 1 2 3 4 5`.

After every epoch WORK holds all that is needed to go on; started again, it goes on there. Every epoch has random
numbers of its own, so that a run that was cut off gives what an uncut one gives. WORK/pid holds the process.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import argparse
import copy
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.breast_us.recipe.augment import augmented, painted
from models.breast_us.recipe.data import Dataset, load
from models.breast_us.recipe.folds import training_rows
from models.breast_us.recipe.network import Answer, Network, pretrained
from models.breast_us.recipe.predict import predicted

__all__ = ["loss_of", "main", "train"]

SIDES: Final = (160,) * 8 + (224,) * 7  # one entry an epoch: coarse first, which halves the cost
BATCH: Final = 24
RATE: Final = 1e-3
DECAY: Final = 0.02
SMOOTHING: Final = 0.03
BIRADS_SHARE: Final = 0.3  # of the loss: the radiologist's category steadies the features; it is not exported
AVERAGING: Final = 0.99  # moving average of the weights, a step; the averaged network is the result
CLEANED: Final = 0.4  # share of images taken without their strokes


@dataclass(slots=True)
class _State:
    """All that an epoch changes."""

    network: Network
    average: Network
    optimiser: torch.optim.Optimizer
    schedule: Any
    epoch: int = 0

    def save(self, path: Path) -> None:
        """Write everything to `path`, whole or not at all."""
        kept = {name: getattr(self, name).state_dict() for name in ("network", "average", "optimiser", "schedule")}
        torch.save({**kept, "epoch": self.epoch}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def restore(self, path: Path) -> None:
        """Go on from what `save` wrote."""
        kept = torch.load(path, weights_only=True)
        for name in ("network", "average", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(kept[name])
        self.epoch = kept["epoch"]


def loss_of(answer: Answer, masks: Tensor, malignant: Tensor, birads: Tensor) -> Tensor:
    """Return the loss: smoothed cross-entropy of the class, the category's, cross-entropy and Dice of the outline."""
    outline, verdict, grades = answer.outline.float(), answer.verdict.float(), answer.birads.float()
    inside = torch.sigmoid(outline)
    overlap = (inside * masks).sum((1, 2, 3))
    dice = 1 - (2 * overlap + 1) / (inside.sum((1, 2, 3)) + masks.sum((1, 2, 3)) + 1)
    above = (birads[:, None] > torch.tensor([2.0, 3.0, 4.0])).float()
    entropy = functional.binary_cross_entropy_with_logits
    verdict_loss = entropy(verdict, malignant * (1 - 2 * SMOOTHING) + SMOOTHING)
    return verdict_loss + BIRADS_SHARE * entropy(grades, above) + dice.mean() + entropy(outline, masks)


def train(data: Dataset, fold: int, work: Path, seed: int = 1) -> Network:
    """Return the averaged network trained on every patient outside `fold` who is not held back.

    Fold 0 leaves nobody out but those.
    """
    rows = training_rows(data.fold, data.case, fold)
    state = _fresh(len(rows) // BATCH, seed * 100 + fold)
    checkpoint = work / f"fold{fold}-seed{seed}.pt"
    if checkpoint.is_file():
        state.restore(checkpoint)
    while state.epoch < len(SIDES):
        begun = time.perf_counter()
        loss = _epoch(state, data, rows, np.random.SeedSequence((seed, fold, state.epoch)))
        state.epoch += 1
        state.save(checkpoint)
        took = time.perf_counter() - begun
        print(f"fold {fold} epoch {state.epoch}/{len(SIDES)}: loss {loss:.4f}, {took:.0f} s", flush=True)
    return state.average


def _fresh(steps: int, seed: int) -> _State:
    torch.manual_seed(seed)
    network = pretrained().to(memory_format=torch.channels_last)
    decayed = [weight for weight in network.parameters() if weight.ndim > 1]
    others = [weight for weight in network.parameters() if weight.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps * len(SIDES) + 1, pct_start=0.2)
    return _State(network, copy.deepcopy(network), optimiser, schedule)


def _epoch(state: _State, data: Dataset, rows: NDArray[np.int64], seeds: np.random.SeedSequence) -> float:
    """Show every row once and return the mean loss."""
    first, second, third = (int(value) for value in seeds.generate_state(3))
    chance, generator = random.Random(first), torch.Generator().manual_seed(second)
    torch.manual_seed(third)
    order = np.random.default_rng(first).permutation(rows)
    side, losses = SIDES[state.epoch], []
    state.network.train()
    for start in range(0, len(order) - BATCH + 1, BATCH):
        images, masks, malignant, birads = _batch(data, order[start : start + BATCH], chance)
        images, masks = augmented(images, masks, side, generator)
        with torch.autocast("cpu", torch.bfloat16):
            answer = state.network(images.to(memory_format=torch.channels_last))
        loss = loss_of(answer, masks, malignant, birads)
        state.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(state.network.parameters(), 5.0)
        state.optimiser.step()
        state.schedule.step()
        _follow(state.average, state.network)
        losses.append(float(loss.detach()))
    return float(np.mean(losses))


def _batch(data: Dataset, rows: NDArray[np.int64], chance: random.Random) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return images, masks, classes and categories of some rows, painted but not yet moved."""
    images = []
    for row in rows:
        source = data.plain if chance.random() < CLEANED else data.images
        images.append(painted(source[row], data.masks[row], chance))
    return (
        torch.from_numpy(np.stack(images)).float().div_(255).unsqueeze(1),
        torch.from_numpy(data.masks[rows]).float().unsqueeze(1),
        torch.from_numpy(data.malignant[rows]).float(),
        torch.from_numpy(data.birads[rows]).float(),
    )


def _follow(average: Network, network: Network) -> None:
    """Move the averaged weights a step towards the network's."""
    with torch.no_grad():
        for mean, now in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - AVERAGING)
            else:
                mean.copy_(now)


def _out_of_fold(network: Network, data: Dataset, fold: int, path: Path) -> None:
    """Write what the network says of the patients that it has not seen: as they are, mirrored, and without strokes."""
    rows = np.nonzero(data.fold == fold)[0]
    seen = predicted(network, data.images[rows])
    mirror = predicted(network, data.images[rows], mirrored=True)
    bare = predicted(network, data.plain[rows])
    np.savez_compressed(
        path,
        rows=rows,
        logits=seen.logits,
        mirrored=mirror.logits,
        bare=bare.logits,
        outlines=np.rint(seen.outlines * 255).astype(np.uint8),
        outlines_mirrored=np.rint(mirror.outlines * 255).astype(np.uint8),
        traits=seen.traits,
    )


def main() -> None:
    """Train the wanted folds that are not finished yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of BUS-BRA")
    parser.add_argument("work", type=Path, help="checkpoints, out-of-fold answers, cache")
    parser.add_argument("--folds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    (options.work / "pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    torch.set_num_threads(options.threads)
    data = load(options.data, options.work / "cache.npz")
    for fold in options.folds:
        answers = options.work / f"fold{fold}-seed{options.seed}.npz"
        if answers.is_file():
            continue
        network = train(data, fold, options.work, options.seed)
        if fold:
            _out_of_fold(network, data, fold, answers)
        print(f"fold {fold} finished", flush=True)
    (options.work / "pid").unlink()


if __name__ == "__main__":
    main()
