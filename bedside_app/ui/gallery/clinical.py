"""Findings, options and tables. Every drug and every figure here is made up."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Link, Run
from bedside_app.ui.components.cards import (
    Benefit,
    Card,
    Cell,
    Column,
    FindingList,
    FindingRow,
    GridTable,
    OptionCard,
    OptionContent,
    OptionState,
    Reason,
    ReasonKind,
    TableRow,
)
from bedside_app.ui.gallery.basics import caption
from bedside_app.ui.gallery.words import pick
from bedside_app.ui.theme import Status, StatusContent, Tone, Weight, status

__all__ = ["finding_row", "option_card_row", "options", "rows", "table_row"]


def _figure(text: str, unit: str = "") -> tuple[Run, ...]:
    unit_run = (Run(f"\u00a0{unit}", Weight.REGULAR, fact="demo"),) if unit else ()
    return (Run(text, Weight.SEMIBOLD, fact="demo", tabular=True), *unit_run)


def rows(language: Language) -> tuple[FindingRow, ...]:
    """Return one finding in each of its states."""
    none = pick(language, "No number", "Aucun chiffre")
    cleared = status(Status.CLEARED, language).word
    return (
        FindingRow(
            key="condition",
            title=pick(language, "Alive at 10 y, first → second", "En vie à 10 ans, premier → second"),
            status=StatusContent(Status.CONDITION, pick(language, "If confirmed", "Si confirmé")),
            scope="EXAMPLE v1.0",
            value=(*_figure("51.5"), Run(" → "), *_figure("58.0", "%")),
            interval=pick(language, "No interval published", "Aucun intervalle publié"),
        ),
        FindingRow(
            key="uncertain",
            title=pick(language, "Example mass: malignant", "Masse d’exemple~: maligne"),
            status=status(Status.UNCERTAIN, language),
            scope=pick(language, "category stands", "catégorie maintenue"),
            value=_figure("44", "%"),
            interval=pick(language, "95 % interval 31–57", "IC à 95~%~: 31–57"),
        ),
        FindingRow(
            key="refused",
            title=pick(language, "Left image not scored", "Image gauche non évaluée"),
            status=status(Status.REFUSED, language),
            scope=pick(language, "out of the model’s scope", "hors du champ du modèle"),
            value=none,
            action=pick(language, "Why?", "Pourquoi~?"),
        ),
        FindingRow(
            key="missing",
            title=pick(language, "Late risk (EXAMPLE)", "Risque tardif (EXAMPLE)"),
            status=status(Status.MISSING, language),
            scope=pick(language, "start of treatment", "début du traitement"),
            value=none,
            action=pick(language, "Enter date", "Saisir la date"),
        ),
        FindingRow(
            key="failed",
            title="EXAMPLE v2.0",
            status=status(Status.FAILED, language),
            scope="0a1b",
            value=cleared,
            action=pick(language, "Try again", "Réessayer"),
        ),
        FindingRow(
            key="normal",
            title=pick(
                language,
                "Selected row with a title so long that it is shortened",
                "Ligne choisie au titre si long qu’il est abrégé",
            ),
            status=status(Status.NORMAL, language),
            scope=pick(language, "laboratory, 4 May", "laboratoire, 4 mai"),
            value=_figure("7", "µmol/L"),
            interval="± 1",
        ),
    )


def finding_row(language: Language) -> Card:
    """Return the card of findings."""
    more = Link(pick(language, "All 9", "Les 9"))
    caption_text = pick(language, "with interval and scope", "avec intervalle et champ")
    card = Card(pick(language, "Findings", "Résultats"), caption_text, more)
    shown = FindingList(pick(language, "Findings", "Résultats"))
    shown.show_rows(rows(language))
    shown.setFixedHeight(shown.natural_height())
    shown.setCurrentIndex(shown.model().index(5, 0))
    card.add(shown)
    card.body.addStretch(1)
    return card


def _benefit(language: Language, figure: str, base: float, added: float) -> Benefit:
    return Benefit(
        figure=Run(figure, Weight.SEMIBOLD, fact="demo", spoken=f"{figure} / 100"),
        caption=pick(language, "of 100 alive at 10 y", "sur 100 en vie à 10 ans"),
        base=base,
        added=added,
        counts=pick(language, "Figures count: alpha, beta. Not gamma.", "Chiffres~: alpha, bêta. Sans gamma."),
    )


def options(language: Language) -> tuple[OptionContent, ...]:
    """Return one option in each of its states."""
    return (*_offered(language), *_without_figures(language))


def _offered(language: Language) -> tuple[OptionContent, ...]:
    gain = Reason(ReasonKind.FOR, pick(language, "5 more of 100 alive than with C", "5 de plus sur 100 qu’avec C"))
    cost = Reason(ReasonKind.AGAINST, pick(language, "Example harm 11 %", "Effet d’exemple 11~%"))
    gap = Reason(ReasonKind.OPEN, pick(language, "Test unknown, beta needs it", "Test inconnu, requis (bêta)"))
    return (
        OptionContent(
            key="a",
            letter="A",
            title=pick(
                language, "ALPHAexample–betaexample × 4, then gamma", "ALPHAexemple–bêtaexemple × 4, puis gamma"
            ),
            state=OptionState.SUGGESTED,
            status=status(Status.SUGGESTED, language),
            benefit=_benefit(language, "58", 51, 7),
            reasons=(gain, cost),
        ),
        OptionContent(
            key="b",
            letter="B",
            title=pick(language, "Gamma and delta", "Gamma et delta"),
            state=OptionState.CONDITIONAL,
            status=status(Status.CONDITION, language, condition="score ≤ 12"),
            benefit=_benefit(language, "55", 51, 4),
            reasons=(cost, gap),
        ),
        OptionContent(
            key="c",
            letter="C",
            title=pick(language, "Gamma alone", "Gamma seul"),
            state=OptionState.POSSIBLE,
            status=status(Status.POSSIBLE, language),
            no_figure=pick(language, "No number, waits for the biopsy", "Aucun chiffre, en attente de la biopsie"),
            reasons=(gap,),
        ),
    )


def _without_figures(language: Language) -> tuple[OptionContent, ...]:
    return (
        OptionContent(
            key="d",
            title=pick(language, "Gamma and epsilon", "Gamma et epsilon"),
            state=OptionState.EXCLUDED,
            status=status(Status.EXCLUDED, language),
            notes=(
                (
                    *_figure("1"),
                    Run(pick(language, " node: outside the label.", " ganglion~: hors AMM."), tone=Tone.TEXT),
                ),
                pick(language, "Would return: 5 nodes or more.", "Reviendrait~: 5 ganglions ou plus."),
                pick(language, "Never ranked, stays visible.", "Jamais classé, reste visible."),
            ),
        ),
        OptionContent(
            key="e",
            title=pick(language, "Gamma and zeta", "Gamma et zêta"),
            state=OptionState.BLOCKED,
            status=status(Status.BLOCKED, language),
            notes=(pick(language, "Not cleared: needs the kidney function.", "Non levé~: fonction rénale requise."),),
        ),
        OptionContent(
            key="f",
            title=pick(language, "Gamma alone", "Gamma seul"),
            state=OptionState.COMPUTING,
            status=status(Status.COMPUTING, language),
            notes=(
                pick(
                    language,
                    "A test was entered. The earlier figures are cleared until the new ones are ready.",
                    "Un test a été saisi. Les anciens chiffres sont effacés jusqu’aux nouveaux.",
                ),
            ),
            percent=40,
        ),
        OptionContent(
            key="g",
            title=pick(language, "Dose of delta", "Dose de delta"),
            state=OptionState.CLEARED,
            status=status(Status.CLEARED, language),
            notes=(pick(language, "Rests on a rejected value.", "Repose sur une valeur rejetée."),),
        ),
    )


def option_card_row(language: Language) -> Card:
    """Return the options side by side, four and three."""
    card = Card(padded=True)
    card.add(caption(pick(language, "Option card in all its states", "Carte d’option dans tous ses états")))
    shown = options(language)
    for part in (shown[:4], shown[4:]):
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for content in part:
            line.addWidget(OptionCard(content, language, title_lines=2 if part is shown else 1), 1)
        for _ in range(4 - len(part)):
            line.addStretch(1)
        card.add(holder)
    return card


def table_row(language: Language) -> Card:
    """Return a table of limits with a tinted row."""
    titles = [pick(language, *pair) for pair in (("Limits", "Limites"), ("Value", "Valeur"), ("Limit", "Seuil"))]
    columns = (
        Column(titles[0], stretch=2),
        Column(titles[1], number=True, width=72),
        Column(titles[2], stretch=2),
        Column(pick(language, "Verdict", "Avis"), right=True),
    )
    hold, go = status(Status.HOLD, language), status(Status.GO, language)
    table = GridTable(
        titles[0],
        columns,
        (
            TableRow(
                (
                    Cell(pick(language, "Example count", "Numération"), strong=True),
                    Cell(_figure("0.7"), "×10⁹/L"),
                    Cell(pick(language, "1.0 or more", "1,0 ou plus"), tone=Tone.TEXT2),
                    Cell(status=hold),
                ),
                Tone.STOP,
            ),
            TableRow(
                (
                    Cell(pick(language, "Example clearance", "Clairance"), strong=True),
                    Cell(_figure("88"), "mL/min"),
                    Cell(pick(language, "25 or more", "25 ou plus"), tone=Tone.TEXT2),
                    Cell(status=go),
                ),
            ),
        ),
    )
    card = Card()
    card.add(table)
    return card
