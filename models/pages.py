"""Card pages for reading without the program: `docs/models/<id>.md`, and an index by tumour and question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bedside_app.foundation.words import say
from bedside_app.inference.packs.card import Card
from bedside_app.inference.packs.page import card_text

__all__ = ["INDEX", "index", "page", "pages"]

INDEX: Final = "README.md"
_BULLET: Final = "  • "
_EVERY_TUMOUR: Final = "any tumour"
_QUESTIONS: Final = {
    "diagnosis": "Is it cancer?",
    "risk": "Will it happen?",
    "staging": "How far has it come?",
    "prognosis": "What will become of it?",
    "response": "Will treatment work?",
    "toxicity": "Will treatment harm?",
    "function": "How do the organs work?",
    "dosing": "How much to give?",
}


def pages(folder: Path, cards: Mapping[str, Card]) -> dict[Path, bytes]:
    """Return the files of `docs/models` for these cards."""
    files = {folder / f"{pack_id}.md": page(card).encode("utf-8") for pack_id, card in cards.items()}
    return files | {folder / INDEX: index(cards).encode("utf-8")}


def page(card: Card) -> str:
    """Return the card's page, as `bedside models card` prints it, in Markdown."""
    return "\n".join(_markdown(card_text(card, "en").splitlines())) + "\n"


def _markdown(lines: list[str]) -> Iterator[str]:
    yield f"# {lines[0]}"
    yield ""
    heading = False
    for line in lines[2:]:  # the title's underline is not needed
        if line.startswith(_BULLET):
            yield f"- {line.removeprefix(_BULLET)}"
        elif heading:
            yield from (f"## {line}", "")
        else:
            yield line if not line else f"{line}  "
        heading = not line


def index(cards: Mapping[str, Card]) -> str:
    """Return the list of all packs: by tumour, and there by what they answer."""
    tumours = sorted({tumour for card in cards.values() for tumour in card.tumours})
    lines = [
        "# Model packs",
        "",
        "Made by `make models` from the cards; do not edit. `docs/packs.md` says what a pack is. A pack speaks only of",
        "a patient who poses its question; each page says when, with every figure's source.",
        "",
        f"{len(cards)} packs. How each was checked:",
        "",
        *(f"- {mark}: {say(f'inference.page.verification_{mark}', 'en')}" for mark in _marks(cards)),
    ]
    for tumour in (*tumours, ""):
        chosen = {
            name: card for name, card in cards.items() if (tumour in card.tumours if tumour else not card.tumours)
        }
        if chosen:
            lines += ["", f"## {(tumour or _EVERY_TUMOUR).replace('_', ' ').capitalize()}", *_table(chosen)]
    return "\n".join(lines) + "\n"


def _marks(cards: Mapping[str, Card]) -> list[str]:
    used = {card.verification for card in cards.values()}
    return [mark for mark in ("RUN", "AUTH", "REFIT", "2SRC", "1SRC", "TRAINED") if mark in used]


def _table(cards: Mapping[str, Card]) -> Iterator[str]:
    yield from ("", "| Question | Model | What it says | Checked |", "|---|---|---|---|")
    for task, question in _QUESTIONS.items():
        for name, card in cards.items():
            if card.task == task:
                row = (question, f"[{card.title.en}]({name}.md)", card.purpose.en, card.verification)
                yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
