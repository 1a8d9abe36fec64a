"""Notices, two identities, an empty place."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.states import Action, EmptyContent, EmptyState, Notice, NoticeContent
from bedside_app.ui.components.states.identity import (
    Accord,
    IdentityConflict,
    IdentityContent,
    IdentityRow,
    IdentitySide,
)
from bedside_app.ui.gallery.words import pick
from bedside_app.ui.theme import Status, status

__all__ = ["identity", "identity_section", "notice_row", "notices"]


def notices(language: Language) -> tuple[NoticeContent, ...]:
    """Return a refusal and a fault."""
    return (
        NoticeContent(
            key="refused",
            title=pick(language, "Example image model 1.0, left breast", "Modèle d’image d’exemple 1.0, sein gauche"),
            status=status(Status.REFUSED, language),
            why=pick(
                language,
                "This breast was operated on. The model was built on breasts without surgery, so it gives no number.",
                "Ce sein a été opéré. Le modèle a été construit sans seins opérés~; il ne donne donc aucun chiffre.",
            ),
            to_do=pick(language, "Rely on the pathology.", "Se fier à l’anatomopathologie."),
            aside=pick(
                language, "Not a fault. The other findings stand.", "Pas une panne. Les autres résultats restent."
            ),
            action=pick(language, "Model card", "Fiche du modèle"),
        ),
        NoticeContent(
            key="failed",
            title="EXAMPLE 2.0",
            status=status(Status.FAILED, language),
            why=pick(
                language,
                "A fault in Bedside stopped this model. Its earlier result has been cleared.",
                "Une panne de Bedside a arrêté ce modèle. Son ancien résultat a été effacé.",
            ),
            to_do=pick(language, "Try again. The case is saved.", "Réessayer. Le dossier est enregistré."),
            action=pick(language, "Try again", "Réessayer"),
            action_icon="rotate-ccw",
        ),
    )


def notice_row(language: Language) -> QWidget:
    """Return the notices below each other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for content in notices(language):
        column.addWidget(Notice(content, language))
    return holder


def _side(language: Language, number: int, born: str) -> IdentitySide:
    name, sex = pick(language, "Name", "Nom"), pick(language, "Sex", "Sexe")
    return IdentitySide(
        pick(language, f"Side {number}", f"Côté {number}"),
        ("DICOM", "HL7 v2")[number - 1],
        (
            IdentityRow(name, "DEMONSTRATION, Anna Maria", Accord.AGREES),
            IdentityRow(pick(language, "Born", "Naissance"), born, Accord.DIFFERS),
            IdentityRow(sex, pick(language, "Female", "Femme") if number == 1 else "–", Accord.ABSENT),
        ),
    )


def identity(language: Language) -> IdentityContent:
    """Return a conflict of birth dates."""
    return IdentityContent(
        title=pick(language, "Two birth dates in one folder", "Deux dates de naissance dans un dossier"),
        text=pick(
            language,
            "The images and the laboratory results may belong to two patients. No model has run until you decide.",
            "Les images et les analyses peuvent être de deux patients. Aucun modèle n’a tourné avant votre décision.",
        ),
        status=status(Status.BLOCKED, language),
        sides=(
            _side(language, 1, pick(language, "2 Jan 1976", "2 janv. 1976")),
            _side(language, 2, pick(language, "1 Feb 1976", "1 févr. 1976")),
        ),
        differing=(pick(language, "birth date", "date de naissance"),),
        hints=(
            pick(
                language,
                "Day and month look swapped. Bedside never corrects a birth date by itself.",
                "Jour et mois semblent inversés. Bedside ne corrige jamais une date de naissance.",
            ),
        ),
    )


def identity_section(language: Language) -> QWidget:
    """Return the conflict, and an empty worklist below it."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addWidget(IdentityConflict(identity(language), language))
    content = EmptyContent(
        title=pick(language, "No patients on this computer", "Aucun patient sur cet ordinateur"),
        text=pick(
            language,
            "Drop a folder, disc, ZIP or file anywhere in this window.",
            "Déposez un dossier, disque, ZIP ou fichier n’importe où dans cette fenêtre.",
        ),
        actions=(
            Action("folder", pick(language, "Choose folder", "Choisir un dossier"), "folder-open", primary=True),
            Action("files", pick(language, "Choose files", "Choisir des fichiers"), "file-text"),
        ),
        caption="FHIR R4, HL7 v2",
    )
    column.addWidget(EmptyState(content, drop_zone=True))
    return holder
