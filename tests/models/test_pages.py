"""Pages of the cards as they stand in `docs/models`."""

from __future__ import annotations

import re

from bedside_app.inference.packs.find import find_packs
from models.pages import index, page

CARDS = {pack.id: pack.card for pack in find_packs().packs}


def test_index_names_every_pack_and_links_its_page() -> None:
    text = index(CARDS)
    assert set(re.findall(r"\]\((\w+)\.md\)", text)) == set(CARDS)
    for mark in {card.verification for card in CARDS.values()}:
        assert f"- {mark}: " in text


def test_page_has_a_heading_for_each_part_and_the_source_of_each_figure() -> None:
    for card in CARDS.values():
        text = page(card)
        assert text.startswith(f"# {card.title.en}\n")
        assert "\n## How well it did\n" in text
        for figure in card.performance:
            assert figure.source in text
