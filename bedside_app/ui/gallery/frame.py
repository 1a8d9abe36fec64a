"""Banner, rail, flags, strip, footer and where a value comes from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Run
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.frame import (
    Banner,
    BannerContent,
    BannerFact,
    FlagContent,
    Flags,
    Footer,
    FooterItem,
    Lane,
    Rail,
    Section,
    SourceAction,
    SourceContent,
    SourcePopover,
    SourceRow,
    StripContent,
    TimeEvent,
    TimeStrip,
    Window,
)
from bedside_app.ui.gallery.basics import caption
from bedside_app.ui.gallery.words import LONG_NAME, pick
from bedside_app.ui.theme import Status, Tone, Weight, status

__all__ = ["banner", "flags", "frame_section", "source", "source_row", "strip"]


def banner(language: Language, name: str) -> BannerContent:
    """Return a demonstration patient of that name."""
    return BannerContent(
        name=name,
        details=pick(language, "Female · 50 y · born 2 Jan 1976", "Femme · 50 ans · née le 2 janv. 1976"),
        identifier="DEMO-000001",
        demonstration=True,
        facts=(
            BannerFact(
                pick(language, "Left breast, NST · cT1 cN0", "Sein gauche, TNS · cT1 cN0"),
                pick(language, "Grade 1 · ER+ · HER2−", "Grade 1 · RE+ · HER2−"),
                first_strong=True,
            ),
            BannerFact("Allergies", pick(language, "None known", "Aucune connue")),
            BannerFact(
                pick(language, "Identity", "Identité"),
                pick(language, "3 sources agree", "3 sources concordent"),
                icon="shield-check",
                tone=Tone.OK,
            ),
        ),
        status=status(Status.DRAFT, language),
        action=pick(language, "Review", "Relire"),
    )


def flags(language: Language) -> tuple[FlagContent, ...]:
    """Return five flags, one of which stops."""
    size = Run("10.0\u00a0mm", Weight.SEMIBOLD, fact="demo")
    caution = status(Status.CAUTION, language)
    return (
        FlagContent(
            "act",
            status(Status.ACT_FIRST, language),
            (Run(pick(language, "Mass ", "Masse ")), size, Run(pick(language, ", not biopsied", ", non biopsiée"))),
        ),
        FlagContent("heart", caution, pick(language, "Heart: cardiology first", "Cœur~: cardiologue d’abord")),
        FlagContent("clot", caution, pick(language, "Thrombosis 2016: lowers beta", "Thrombose 2016~: abaisse bêta")),
        FlagContent("liver", caution, pick(language, "Liver: repeat", "Foie~: répéter")),
        FlagContent("bone", caution, pick(language, "Bone: density", "Os~: densité")),
    )


def strip(language: Language) -> StripContent:
    """Return half a year of events."""
    start, surgery = pick(language, "start by 1 Jul", "avant le 1~juil."), pick(language, "Surgery", "Chirurgie")
    return StripContent(
        first=date(2026, 1, 1),
        last=date(2026, 7, 15),
        today=date(2026, 5, 4),
        events=(
            TimeEvent(Lane.IMAGES, date(2026, 1, 20)),
            TimeEvent(Lane.IMAGES, date(2026, 4, 28)),
            TimeEvent(Lane.LABS, date(2026, 2, 3)),
            TimeEvent(Lane.LABS, date(2026, 3, 16)),
            TimeEvent(Lane.LABS, date(2026, 5, 2)),
            TimeEvent(Lane.PATHOLOGY, date(2026, 2, 1)),
            TimeEvent(Lane.TREATMENT, date(2026, 3, 1), surgery),
            TimeEvent(Lane.TREATMENT, date(2026, 3, 25), "Alpha", date(2026, 4, 29)),
        ),
        windows=(Window(date(2026, 5, 4), date(2026, 6, 24), start),),
    )


def _sections(language: Language) -> tuple[Section, ...]:
    return (
        Section("today", pick(language, "Today", "Aujourd’hui"), "calendar-check", enabled=False),
        Section("summary", pick(language, "Summary", "Synthèse"), "layout-list"),
        Section("findings", pick(language, "Findings", "Résultats"), "list-checks", 6),
        Section("therapy", pick(language, "Therapy", "Traitement"), "route"),
        Section("missing", pick(language, "Missing", "Manquants"), "circle-dashed", 12),
        Section("sign", pick(language, "Sign", "Signature"), "signature"),
    )


def frame_section(language: Language) -> Card:
    """Return the frame around nothing: banner twice, rail, flags, strips, footer."""
    card = Card()
    card.add(Banner(banner(language, "DEMONSTRATION, Anna Maria"), language))
    card.add(Banner(banner(language, LONG_NAME), language))
    row = QHBoxLayout()
    row.setSpacing(0)
    rail = Rail(_sections(language), language)
    rail.show_section("summary")
    row.addWidget(rail)
    column = QVBoxLayout()
    column.setContentsMargins(16, 16, 16, 0)
    column.setSpacing(12)
    column.addWidget(Flags(flags(language)[:3], language))
    column.addWidget(Flags(flags(language), language))
    column.addStretch(1)
    column.addWidget(
        caption(pick(language, "Time strip: four lanes, and low", "Bandeau temporel~: quatre pistes, et bas"))
    )
    column.addWidget(TimeStrip(strip(language), language))
    column.addWidget(TimeStrip(strip(language), language, low=True))
    row.addLayout(column, 1)
    card.add(row)
    items = (FooterItem("cpu", "CPU"), FooterItem("wifi-off", pick(language, "Offline", "Hors ligne")))
    saved = FooterItem("lock", pick(language, "Saved, encrypted 10:00", "Enregistré, chiffré 10:00"))
    card.add(Footer((*items, saved), language))
    return card


def source(language: Language) -> SourceContent:
    """Return where a made-up value comes from."""
    return SourceContent(
        name=pick(language, "Example rate", "Débit d’exemple"),
        value="42 mL/min/1.73 m²" if language == "en" else "42 mL/min/1,73 m²",
        caption=pick(language, "30–55 (P30) · 4 May 2026, 09:00", "30–55 (P30) · 4 mai 2026, 09:00"),
        statuses=(status(Status.IN_SCOPE, language),),
        rows=(
            SourceRow("cpu", "EXAMPLE 2020, pack 1.0.0", pick(language, "Model", "Modèle")),
            SourceRow(
                "test-tube",
                pick(language, "Creatinine 100 µmol/L, age 50, female", "Créatinine 100 µmol/L, 50 ans, femme"),
                pick(language, "Inputs (3)", "Entrées (3)"),
            ),
            SourceRow(
                "file-text",
                pick(language, "HL7 v2 message, segment OBX 1", "Message HL7 v2, segment OBX 1"),
                pick(language, "Read from", "Lu dans"),
            ),
        ),
        actions=(
            SourceAction("open", pick(language, "Open source", "Voir la source")),
            SourceAction("card", pick(language, "Model card", "Fiche du modèle")),
        ),
    )


def source_row(language: Language) -> Card:
    """Return the popover's content on a card."""
    card = Card(padded=True)
    card.add(caption(pick(language, "Source popover", "Source d’une valeur")))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(SourcePopover(source(language), language), alignment=Qt.AlignmentFlag.AlignTop)
    card.add(holder)
    card.body.addStretch(1)
    return card
