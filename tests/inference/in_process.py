"""Runs the worker's job in this process, through JSON as the real one does: quick, and coverage sees it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.foundation.workers import Ending, Job, JobDone, JobRefused
from bedside_app.inference.ask import Inference
from bedside_app.inference.job import answer
from bedside_app.inference.packs.card import FILES
from bedside_app.inference.packs.find import CARD, Pack, find_packs

__all__ = ["IN_PROCESS", "builtin", "copied", "edited", "run_here", "with_card"]


def run_here(job: Job, progress: Progress) -> Ending:
    """Run one job to its end, here."""
    try:
        value = answer(json.loads(json.dumps(dict(job.arguments), allow_nan=False)), progress)
    except Refusal as refusal:
        return JobRefused(refusal.code, refusal.values)
    return JobDone(json.loads(json.dumps(value, allow_nan=False)))


IN_PROCESS = Inference(run_here)


def builtin(pack_id: str) -> Pack:
    """Return a built-in pack."""
    return find_packs().pack(pack_id)


def copied(pack_id: str, folder: Path) -> Path:
    """Return a copy of a built-in pack under `folder`, without the caches of its recipe."""
    source = builtin(pack_id).folder
    target = folder / pack_id
    target.mkdir(parents=True)
    for name in (CARD, *FILES):
        shutil.copyfile(source / name, target / name)
    return target


def with_card(pack: Pack, **changes: Any) -> Pack:
    """Return a pack whose card says something else; the files stay those of the pack."""
    card = pack.card.model_copy(update=changes)
    data = card.model_dump_json().encode("utf-8")
    return replace(
        pack,
        id=card.id,
        data=data,
        about_when=card.about_when,
        counts_treatments=bool(card.treatments),
        takes_pictures=card.image is not None,
    )


def edited(folder: Path, **changes: object) -> Path:
    """Change the card of a copied pack (and the digests that it gives, so that only the change is found)."""
    from bedside_app.inference.packs.find import digest

    card = json.loads((folder / CARD).read_text("utf-8")) | changes
    card["files"] = {name: digest((folder / name).read_bytes()) for name in FILES}
    (folder / CARD).write_text(json.dumps(card), "utf-8")
    return folder
