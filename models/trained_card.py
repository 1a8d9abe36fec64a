"""Turns the words of a trained pack (`card.yaml`) and what its evaluation found (`report.json`) into its card.

Every figure of the report stands on the card with its interval; nothing is left out because it looks bad. The bars are
those that were set before; whether each is met is computed here, not written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bedside_app.foundation.bounded import yaml_file
from bedside_app.inference.packs.card import read_card
from bedside_app.inference.packs.find import CARD, digest
from models.card_source import SOURCE, words

__all__ = ["REPORT", "trained_card", "trained_pack"]

REPORT: Final = "report.json"
_TABLE: Final = "out_of_fold.csv"
_FILES: Final = ("LICENCE.txt", "model.onnx", _TABLE, REPORT, "vectors.json")
_LEVEL: Final = 0.95

Plain = dict[str, Any]

_MEASURES: Final[Mapping[str, str]] = {
    "auc": "AUC, within folds | AUC, à l’intérieur des plis",
    "auc_pooled": "AUC, all folds pooled | AUC, tous plis confondus",
    "auc_birads": "AUC of the radiologist’s BI-RADS category alone | AUC de la seule catégorie BI-RADS du radiologue",
    "ece": "expected calibration error | erreur de calibration attendue",
    "calibration_slope": "calibration slope | pente de calibration",
    "calibration_intercept": "calibration intercept | ordonnée de calibration",
    "brier": "Brier score | score de Brier",
    "sensitivity_at_limit": "sensitivity at the suspicion limit | sensibilité au seuil de suspicion",
    "specificity_at_limit": "specificity at the suspicion limit | spécificité au seuil de suspicion",
    "specificity_at_98_sensitivity": "specificity at 98 % sensitivity | spécificité à 98 % de sensibilité",
    "dice": "Dice of the outline, mean | Dice du contour, moyenne",
    "dice_median": "Dice of the outline, median | Dice du contour, médiane",
    "holds_benign": "set holds benign lesions | l’ensemble contient les lésions bénignes",
    "holds_malignant": "set holds malignant lesions | l’ensemble contient les lésions malignes",
    "decides": "set holds one class only | l’ensemble ne contient qu’une classe",
    "mean_change_benign": "mean change of the probability, benign | variation moyenne de probabilité, bénignes",
    "mean_change_malignant": "mean change of the probability, malignant | variation moyenne de probabilité, malignes",
    "calls_changed": "patients called otherwise | patientes jugées autrement",
    "refused": "refused by the gate | refusées par le filtre",
    "called_suspicious": "called suspicious | jugées suspectes",
    "nothing_outlined": "nothing outlined | rien de délimité",
}
_STROKES: Final[Mapping[str, str]] = {
    "as they are": "pictures as they are, without the mirror image | images telles quelles, sans l’image miroir",
    "strokes removed": "callipers and letters removed | repères et lettres effacés",
    "callipers painted at the lesion": "callipers painted at the lesion | repères peints sur la lésion",
    "callipers and letters painted elsewhere": (
        "callipers and letters painted elsewhere | repères et lettres peints ailleurs"
    ),
}
_KINDS: Final[Mapping[str, str]] = {
    "scanner": "scanner | appareil",
    "size": "lesion covering | lésion couvrant",
    "birads": "BI-RADS",
    "pathology": "pathology | histologie",
    "views": "images of the lesion: | images de la lésion :",
}
_BARS: Final = (  # issue of the pack: measure, path in the report, bar, whether at least
    ("AUC by patient, cross-validation | AUC par patiente, validation croisée", ("headline", "auc"), 0.95, True),
    ("mean Dice of the outline | Dice moyen du contour", ("dice",), 0.88, True),
    ("expected calibration error | erreur de calibration attendue", ("headline", "ece"), 0.05, False),
    ("AUC on BUSI, shared half | AUC sur BUSI, moitié partagée", ("busi", "all", "auc"), 0.90, True),
    ("strangers refused | images étrangères refusées", ("gate", "strangers_refused"), 0.99, True),
    (
        "breast ultrasounds refused out of fold | échographies mammaires refusées hors pli",
        ("gate", "breast_ultrasounds_refused"),
        0.02,
        False,
    ),
)


def trained_pack(folder: Path) -> dict[str, bytes]:
    """Return the files of a trained pack that are made of others: its card."""
    source, report = yaml_file(folder / SOURCE), json.loads((folder / REPORT).read_text(encoding="utf-8"))
    recipe = (path for path in (folder / "recipe").iterdir() if path.suffix in (".py", ".md"))
    names = (*_FILES, *(f"recipe/{path.name}" for path in recipe))
    card = trained_card(folder.name, source, report)
    card["files"] = {name: digest((folder / name).read_bytes()) for name in sorted(names)}
    data = (json.dumps(card, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    read_card(data, name=folder.name)
    return {CARD: data}


def trained_card(pack_id: str, source: Plain, report: Plain) -> Plain:
    """Return the card without the digests of its files."""
    return {
        "format": "bedside.card/1",
        "id": pack_id,
        "version": source["version"],
        "title": words(source["title"]),
        "purpose": words(source["purpose"]),
        "task": source["task"],
        "tumours": source["tumours"],
        "about": "primary",
        "verification": "TRAINED",
        "population": {
            "words": words(source["population"]),
            "exclusions": words(source["exclusions"]),
            "conditions": [],
        },
        "inputs": [],
        "outputs": [_output(name, given) for name, given in source["outputs"].items()],
        "headline": source["headline"],
        "image": source["image"] | {key: words(source["image"][key]) for key in ("words", "source")},
        "parameters": _parameters(report["parameters"]),
        "trained": {
            "members": len(report["members"]),
            "folds": words(source["folds"]),
            "bars": [_bar(measure, path, bar, at_least, report) for measure, path, bar, at_least in _BARS],
            "subgroups": list(_subgroups(report["subgroups"])),
            "tried": [words(text) for text in source["tried"]],
        },
        "uncertainty": {"kind": "ensemble", "words": words(source["uncertainty"])},
        "performance": list(_performance(source, report)),
        "calibration": words(source["calibration"]),
        "training_data": words(source["training"]),
        "limits": [
            words(limit["text"]) | {"source": words(limit["source"]), "review": "read"} for limit in source["limits"]
        ],
        "citations": [
            {
                "text": citation["text"],
                **({"doi": citation["doi"]} if "doi" in citation else {}),
                "review": "read" if citation["read"] != "nothing" else "needed",
                "read": citation["read"],
            }
            for citation in source["citations"]
        ],
        "licence": source["licence"],
    }


def _output(name: str, given: Plain) -> Plain:
    classes = given.get("classes", {})
    kind = given.get("kind") or ("code" if classes else "quantity")
    found: Plain = {
        "name": name,
        "kind": kind,
        "unit": given.get("unit") or {"code": "code", "boolean": "bool"}.get(kind, "1"),
        "label": words(given["label"]),
        "fact": given["fact"],
    }
    if classes:
        found["classes"] = [
            {"code": str(code), "label": words(label), "threshold": threshold}
            for code, (label, threshold) in classes.items()
        ]
        found["thresholds_source"] = words(given["thresholds"])
    return found


def _parameters(found: Plain) -> Plain:
    return {
        **found["calibration"],
        "suspicion_limit": found["suspicion_limit"],
        "sensitivity": found["sensitivity_of_limit"],
        **found["conformal"],
        "gate_limit": found["gate_limit"],
        "bands": found["bands"],
        "patients": found["patients"],
    }


def _rounded(value: float) -> float:
    """Return a figure as the card writes it: four decimals, which no interval here is narrow enough to need."""
    return round(value, 4)


def _estimate(found: Plain) -> Plain:
    """Return the value, interval and number of a figure of the report.

    The interval is widened to hold the value where resampling inflates a figure beyond its own estimate.
    """
    if found["value"] is None:
        return {"value": None, "interval": None, "n": found["n"]}
    value = _rounded(found["value"])
    if found["low"] is None:
        return {"value": value, "interval": None, "n": found["n"]}
    low, high = min(_rounded(found["low"]), value), max(_rounded(found["high"]), value)
    return {"value": value, "interval": {"low": low, "high": high, "level": _LEVEL}, "n": found["n"]}


def _bar(measure: str, path: tuple[str, ...], bar: float, at_least: bool, report: Plain) -> Plain:
    found = report
    for key in path:
        found = found[key]
    told = _estimate(found)
    return {
        "measure": words(measure),
        "bar": bar,
        "at_least": at_least,
        "value": told["value"],
        "interval": told["interval"],
        "met": told["value"] >= bar if at_least else told["value"] <= bar,
    }


def _subgroups(found: Plain) -> Iterator[Plain]:
    for kind, groups in found.items():
        for group, told in groups.items():
            figures = [
                {"measure": words(_MEASURES[key])} | _estimate(told[key])
                for key in ("auc", "sensitivity_at_limit", "specificity_at_limit", "dice")
                if told.get(key) is not None
            ]
            counts = {"patients": told["patients"], "malignant": told["malignant"]}
            yield {"kind": words(_KINDS[kind]), "group": group, **counts, "figures": figures}


def _performance(source: Plain, report: Plain) -> Iterator[Plain]:
    """Yield every figure of the report that is not of a subgroup."""
    own, external = source["development"], source["external"]
    figures = [(_MEASURES[key], found) for key, found in report["headline"].items()]
    figures += [(_MEASURES[key], report[key]) for key in ("dice", "dice_median")]
    figures += [
        (_joined(_MEASURES[key], "without the mirror image | sans l’image miroir"), found)
        for key, found in report["without_the_mirror_image"].items()
    ]
    figures += [(_MEASURES[key], found) for key, found in report["conformal"].items()]
    figures += [
        (f"cancer in BI-RADS band {band['category']} | cancer dans la bande BI-RADS {band['category']}", found)
        for band in report["bands"]
        if (found := band["malignant"])["n"]
    ]
    figures += [figure for way in _STROKES for figure in _of_strokes(way, report["strokes"][way])]
    figures += list(_of_saliency(report["strokes"]["saliency"]))
    refused_own, *strangers = _of_gate(report["gate"])
    for measure, found in (*figures, refused_own):
        yield _figure("development", own, measure, found)
    for measure, found in strangers:
        yield _figure("development", source["strangers"], measure, found)
    yield from _of_quantisation(own, report["quantisation"])
    for measure, found in _of_busi(report["busi"]):
        yield _figure("external", external, measure, found)


def _of_strokes(way: str, found: Plain) -> Iterator[tuple[str, Plain]]:
    for key, figure in found.items():
        yield _joined(_MEASURES[key], _STROKES[way]), figure


def _of_saliency(found: Plain) -> Iterator[tuple[str, Plain]]:
    moved = found["pictures_moved_by"]
    told = (
        f"saliency moves by, in pixels, when the picture moves by {moved} | "
        f"déplacement de la saillance, en pixels, quand l’image se déplace de {moved}"
    )
    yield told, found["saliency_moved_by"]
    yield "saliency follows within 8 pixels | la saillance suit à 8 pixels près", found["within_8_pixels"]


def _of_gate(found: Plain) -> Iterator[tuple[str, Plain]]:
    yield (
        "refused by the gate: breast ultrasounds not seen | refusées par le filtre : échographies mammaires non vues",
        found["breast_ultrasounds_refused"],
    )
    yield (
        "refused by the gate: strangers of kinds not seen | refusées par le filtre : types étrangers non vus",
        found["strangers_refused"],
    )
    for kind, told in found["by_kind"].items():
        yield f"refused by the gate: {kind} | refusées par le filtre : {kind}", told["refused"]


def _of_quantisation(cohort: Plain, found: Plain) -> Iterator[Plain]:
    names = {
        "logit_mean_difference": "score changed by 8-bit weights, mean | score changé par 8 bits, moyenne",
        "logit_largest_difference": "score changed by 8-bit weights, most | score changé par 8 bits, maximum",
        "outline_mean_dice": "Dice between 8-bit and whole weights, mean | Dice, 8 bits et poids entiers, moyenne",
        "outline_least_dice": "Dice between 8-bit and whole weights, least | Dice, 8 bits et poids entiers, minimum",
        "strangeness_largest_difference": (
            "strangeness changed by 8-bit weights, most | étrangeté changée par 8 bits, maximum"
        ),
    }
    for key, measure in names.items():
        yield _figure("development", cohort, measure, {"value": found[key], "low": None, "n": found["images"]})


def _of_busi(found: Plain) -> Iterator[tuple[str, Plain]]:
    for part, told in (
        ("all", "every picture | toutes les images"),
        ("passed", "pictures that pass the gate | images que le filtre laisse passer"),
    ):
        for key, figure in found[part].items():
            yield _joined("AUC" if key == "auc" else _MEASURES[key], told), figure
    for key in ("refused", "called_suspicious", "nothing_outlined"):
        for kind, figure in found[key].items():
            yield (
                _joined(
                    _MEASURES[key],
                    {"benign": "benign | bénignes", "malignant": "malignant | malignes"}.get(
                        kind, "normal breast | sein normal"
                    ),
                ),
                figure,
            )


def _joined(measure: str, told: str) -> str:
    """Return two texts in both languages as one."""
    one, other = words(measure), words(told)
    return f"{one['en']} ({other['en']}) | {one['fr']} ({other['fr']})"


def _figure(setting: str, cohort: Plain, measure: str, found: Plain) -> Plain:
    told = _estimate(found)
    note = {}
    if found["low"] is not None and not _rounded(found["low"]) <= told["value"] <= _rounded(found["high"]):
        low, high = found["low"], found["high"]
        note = {
            "note": words(
                f"resampling inflates this figure: its bounds are {low:.3f} to {high:.3f}, widened here to hold it | "
                f"le rééchantillonnage gonfle ce chiffre : ses bornes sont {low:.3f} à {high:.3f}, élargies ici"
            )
        }
    return {
        "setting": setting,
        "cohort": words(cohort["cohort"]),
        "measure": words(measure),
        **told,
        "source": cohort["source"],
        "review": "read",
        **note,
    }
