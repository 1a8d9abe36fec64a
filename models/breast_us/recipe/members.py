"""The trained networks in the work folder, each with its gate."""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import torch

from models.breast_us.recipe.data import load, training_rows
from models.breast_us.recipe.gate import Gate, fit_gate
from models.breast_us.recipe.network import Network
from models.breast_us.recipe.predict import predicted

__all__ = ["finished", "fold_of", "gate_of", "member", "network_of"]


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


def gate_of(work: Path, name: str) -> Gate:
    """Return the member's gate, fitted on the patients it was trained on and kept beside it."""
    kept = work / f"{name}-gate.npz"
    if not kept.is_file():
        data = load(work, work / "cache.npz")
        rows = training_rows(data.fold, data.case, fold_of(name))
        gate = fit_gate(predicted(network_of(work, name), data.images[rows]).traits)
        np.savez(kept, **{field.name: getattr(gate, field.name) for field in fields(Gate)})
    with np.load(kept) as values:
        arrays = {field.name: values[field.name] for field in fields(Gate)}
    return Gate(**{**arrays, "rest": float(arrays["rest"])})


def member(work: Path, name: str) -> tuple[Network, Gate]:
    """Return a member's network and gate."""
    return network_of(work, name), gate_of(work, name)
