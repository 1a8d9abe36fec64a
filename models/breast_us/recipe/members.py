"""The trained networks in the work folder, each with the traits that its gate is fitted on.

`python -m models.breast_us.recipe.members WORK` collects the traits of every finished member: after training, once.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from bedside_app.inference.letterbox import SIDE
from models.breast_us.recipe.augment import augmented, painted
from models.breast_us.recipe.data import Dataset, load
from models.breast_us.recipe.folds import training_rows
from models.breast_us.recipe.gate import Gate, fit_gate
from models.breast_us.recipe.network import Network
from models.breast_us.recipe.predict import predicted

__all__ = ["Traits", "collect", "finished", "fold_of", "main", "member", "network_of", "traits_of"]


def finished(work: Path) -> tuple[str, ...]:
    """Return the names of the members that are trained to the end and have answered for their fold."""
    return tuple(sorted(path.stem for path in work.glob("fold[1-5]-seed*.npz") if path.stem.count("-") == 1))


def fold_of(name: str) -> int:
    """Return the fold that a member has not seen."""
    return int(name.split("-", maxsplit=1)[0].removeprefix("fold"))


def network_of(work: Path, name: str) -> Network:
    """Return the averaged network of a member."""
    network = Network()
    network.load_state_dict(torch.load(work / f"{name}.pt", weights_only=True)["average"])
    network.eval()
    return network


def collect(work: Path, name: str) -> None:
    """Write the traits of a member's training patients, half as they are and half augmented, and of the strangers."""
    data, network = load(work, work / "cache.npz"), network_of(work, name)
    rows = training_rows(data.fold, data.case, fold_of(name))
    own = np.concatenate([data.images[rows[::2]], _varied(data, rows[1::2], fold_of(name))])
    with np.load(work / "strangers.npz") as strangers:
        squares, kinds, sources = strangers["squares"], strangers["kinds"], strangers["sources"]
    np.savez_compressed(
        work / f"{name}-traits.npz",
        own=predicted(network, own).traits,
        strange=predicted(network, squares).traits,
        kinds=kinds,
        sources=sources,
    )


def _varied(data: Dataset, rows: NDArray[np.int64], seed: int) -> NDArray[np.uint8]:
    """Return some images as training saw them: painted, moved, re-toned."""
    chance, generator = random.Random(seed), torch.Generator().manual_seed(seed)
    images = np.stack([painted(data.images[row], data.masks[row], chance) for row in rows])
    squares = torch.from_numpy(images).float().div(255).unsqueeze(1)
    moved, _ = augmented(squares, torch.zeros_like(squares), SIDE, generator)
    return moved[:, 0].mul(255).round().byte().numpy()  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a member's gate is fitted on: breast ultrasounds (n, t), strangers (m, t), and the strangers' names (m,)."""

    own: NDArray[np.float32]
    strange: NDArray[np.float32]
    kinds: NDArray[np.str_]
    sources: NDArray[np.str_]


def traits_of(work: Path, name: str) -> Traits:
    """Return what `collect` wrote."""
    with np.load(work / f"{name}-traits.npz") as kept:
        return Traits(kept["own"], kept["strange"], kept["kinds"], kept["sources"])


def member(work: Path, name: str) -> tuple[Network, Gate]:
    """Return a member's network, and its gate against all strangers."""
    traits = traits_of(work, name)
    return network_of(work, name), fit_gate(traits.own, traits.strange)


def main() -> None:
    """Collect the traits of the finished members that have none yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for name in finished(options.work):
        if not (options.work / f"{name}-traits.npz").is_file():
            collect(options.work, name)
            print(f"{name}: traits collected", flush=True)


if __name__ == "__main__":
    main()
