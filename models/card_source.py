"""Turns the short form of a card (`card.yaml`, what a person writes) into the card (`card.json`, what is shipped).

The short form leaves out what follows from elsewhere: an input's label, unit, kind and plausible range are those of the
fact of its name, a text is `English | French`, a source stands once for the whole card, `answers: lower` are the fact's
answers in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from bedside_app.foundation.bounded import yaml_file

__all__ = ["SOURCE", "card_of", "licence_of"]

SOURCE: Final = "card.yaml"
ROOT: Final = Path(__file__).resolve().parents[1]
SHARED: Final = Path(__file__).with_name("scope.yaml")

Plain = dict[str, Any]

_NARROW: Final = re.compile(r"[ \u00a0](?=[:;?!%»](?:\s|$|[)\],.;]))|(?<=«) ")
_DECIMAL: Final = re.compile(r"(?<![\w./])(\d+)\.(\d+)(?![\w./-]|\.\d)")
_LICENCE: Final = (
    "Equations and coefficients are published facts, cited above; graph, recipe, card and vectors: "
    "Apache-2.0 (LICENCE.txt)."
)
_ENTRY_ERRORS: Final = (
    "a bound against entry errors; the publication gives none for use | "
    "borne contre les erreurs de saisie ; la publication n’en donne pas"
)
_NO_FIGURE: Final = "no figure found in what was read | aucun chiffre trouvé dans ce qui a été lu"
_NOTHING_FOUND: Final[Plain] = {
    "cohort": "not described in what was read | non décrite dans ce qui a été lu",
    "source": "card of the pack: nothing was found",
}
_CARD: Final = frozenset(
    (
        *("title", "purpose", "task", "tumours", "about", "about_when", "alternative_to", "verification", "source"),
        *("population", "exclusions", "scope", "inputs", "outputs", "headline", "contributions", "uncertainty"),
        *("performance", "calibration", "training", "limits", "quirks", "citations", "version", "licence"),
    )
)
_INPUT: Final = frozenset(
    (
        *("fact", "kind", "meaning", "unit", "range", "range_source", "read", "codes", "answers", "numbers", "only"),
        *("optional", "role", "untreated"),
    )
)
_OUTPUT: Final = frozenset(("kind", "unit", "label", "fact", "classes", "thresholds", "applies_when"))


def card_of(pack_id: str, source: Plain, files: Mapping[str, str]) -> Plain:
    """Return the card that the short form `source` means.

    Raises
    ------
    ValueError
        A key is not of the short form, or a text lacks one of its languages.
    """
    _only(source, _CARD, pack_id)
    tumours = source.get("tumours", [])
    card: Plain = {
        "format": "bedside.card/1",
        "id": pack_id,
        "version": str(source.get("version", "1.0.0")),
        "title": words(source["title"]),
        "purpose": words(source["purpose"]),
        "task": source["task"],
        "tumours": tumours,
        "about": source.get("about", "primary" if tumours else "patient"),
        **{key: source[key] for key in ("about_when", "alternative_to") if key in source},
        "verification": source["verification"],
        "population": _population(source),
        "inputs": [_input(name, given, source) for name, given in source["inputs"].items()],
        "outputs": [_output(name, given, source) for name, given in source.get("outputs", {}).items()],
        **({"headline": source["headline"]} if "headline" in source else {}),
        **({"contributions": _contributions(source["contributions"])} if "contributions" in source else {}),
        "uncertainty": {"kind": "none_published", "words": words(source["uncertainty"])},
        "performance": [_performance(figure) for figure in _figures(source.get("performance", ()))],
        "calibration": words(source["calibration"]),
        "training_data": words(source["training"]),
        "limits": [_limit(limit) for limit in source["limits"]],
        "quirks": [words(quirk) for quirk in source.get("quirks", ())],
        "citations": [_citation(citation) for citation in source["citations"]],
        "licence": source.get("licence", _LICENCE),
        "files": dict(files),
    }
    return card


def licence_of(card: Plain) -> str:
    """Return the text of LICENCE.txt: the licence that a card of others states, else ours."""
    if card["licence"] != _LICENCE:
        return f"{card['title']['en']}\n\n{card['licence']}\n"
    return (
        f"{card['title']['en']}\n\n"
        "The equation and its coefficients are facts taken from the publications that card.json cites.\n"
        "The graph, the recipe, the card and the vectors of this folder are part of Bedside and stand under the\n"
        "Apache License, Version 2.0 (see LICENSE at the top of the project). No code of others was copied.\n"
    )


def words(text: str) -> Plain:
    """Return both languages of `English | French`; one text without a bar is the same in both (a name, a title).

    French gets its narrow no-break space before `: ; ? ! %` and its decimal comma.
    """
    parts = [part.strip() for part in text.split(" | ")]
    if len(parts) > 2 or not all(parts):
        raise ValueError(f"not “English | French”: {text}")
    french = _DECIMAL.sub(r"\1,\2", parts[-1]) if len(parts) == 2 else parts[0]
    return {"en": parts[0], "fr": _NARROW.sub("\u202f", french).replace("'", "’")}


def _population(source: Plain) -> Plain:
    return {
        "words": words(source["population"]),
        "exclusions": words(source["exclusions"]),
        "conditions": [found for given in source.get("scope", ()) for found in _conditions(given, source)],
    }


def _conditions(given: str | Plain, source: Plain) -> list[Plain]:
    """Return the conditions that one line of the scope means; a plain name stands in `scope.yaml`."""
    lines = yaml_file(SHARED)[given] if isinstance(given, str) else [given]
    return [
        {
            "when": line["when"],
            "otherwise": words(line["otherwise"]),
            "unknown": "state" if "provided" in line else "ask",
            **({"provided": words(line["provided"])} if "provided" in line else {}),
            "source": words(str(line.get("source", source["source"]))),
        }
        for line in lines
    ]


@cache
def _facts() -> Mapping[str, Plain]:
    """Return the entries of the built-in dictionary, as written."""
    files = sorted((ROOT / "resources" / "facts").glob("*.yaml"))
    return {entry["id"]: entry for file in files for entry in yaml_file(file)}


def _input(name: str, short: str | Plain | None, source: Plain) -> Plain:
    given: Plain = {"kind": short} if isinstance(short, str) else short or {}
    _only(given, _INPUT, name)
    treatment = given.get("role") == "treatment"
    fact: Plain = {} if treatment else _facts()[given.get("fact", name)]
    kind = given.get("kind") or _kind(fact)
    optional = given.get("optional")
    found: Plain = {
        "name": name,
        "kind": kind,
        "unit": given.get("unit") or {"boolean": "bool", "code": "code"}.get(kind) or fact["unit"],
        "meaning": words(str(given.get("meaning") or " | ".join(fact["label"].values()))),
        "required": optional is None,
    }
    if treatment:
        found |= {"role": "treatment", "untreated": given["untreated"]}
    else:
        found["fact"] = given.get("fact", name)
    if kind in ("quantity", "integer"):
        found["range"] = _range(given, fact, source)
    if "codes" in given:
        codes = given["codes"]
        found["codes"] = codes if isinstance(codes, dict) else {str(code): n for n, code in enumerate(codes)}
    elif kind == "code":
        found["codes"] = {str(answer["value"]): n for n, answer in enumerate(fact["answers"])}
    found |= {key: given[key] for key in ("answers", "numbers", "only") if key in given}
    if given.get("answers") == "lower":
        found["answers"] = {
            str(answer["value"]): code
            for answer in fact["answers"]
            if (code := str(answer["value"]).lower()) in found["codes"]
        }
    if optional is not None:
        found["when_unknown"] = optional | {"words": words(optional["words"])}
    return found


def _kind(fact: Plain) -> str:
    return {"coded": "code"}.get(fact["kind"], str(fact["kind"]))


def _range(given: Plain, fact: Plain, source: Plain) -> Plain:
    low, high = given.get("range") or fact["plausible"]
    published = "range" in given and "range_source" not in given
    where = str(source["source"] if published else given.get("range_source", _ENTRY_ERRORS))
    return {
        "low": low,
        "high": high,
        "source": words(where),
        "review": "read" if given.get("read") else "needed",
    }


def _output(name: str, given: Plain, source: Plain) -> Plain:
    _only(given, _OUTPUT, name)
    classes = given.get("classes", {})
    found: Plain = {
        "name": name,
        "kind": given.get("kind") or ("code" if classes else "quantity"),
        "unit": given.get("unit") or ("code" if classes else "1"),
        "label": words(given["label"]),
    }
    if found["kind"] == "boolean":
        found["unit"] = "bool"
    if "fact" in given:
        found["fact"] = given["fact"]
    if classes:
        found["thresholds_source"] = words(str(given.get("thresholds", source["source"])))
        found["classes"] = [
            {"code": str(code), "label": words(label), "threshold": threshold}
            for code, (label, threshold) in classes.items()
        ]
    if "applies_when" in given:
        found["applies_when"] = given["applies_when"]
    return found


def _contributions(given: Plain) -> Plain:
    return {"scale": words(given["scale"]), "inputs": given["inputs"]}


def _figures(given: Sequence[Plain]) -> list[Plain]:
    """Return the figures; where a setting has none, a line that says so."""
    found = {figure["in"] for figure in given}
    return [
        *given,
        *(_NOTHING_FOUND | {"in": setting} for setting in ("development", "external") if setting not in found),
    ]


def _performance(given: Plain) -> Plain:
    found: Plain = {
        "setting": given["in"],
        "cohort": words(given["cohort"]),
        **({"n": given["n"]} if "n" in given else {}),
        "measure": words(str(given.get("measure", _NO_FIGURE))),
    }
    if "value" in given:
        found |= {"value": given["value"], "unit": given.get("unit", "1")}
    if "interval" in given:
        low, high = given["interval"]
        found["interval"] = {"low": low, "high": high, "level": given.get("level", 0.95)}
    found |= {"source": given["source"], "review": "read" if given.get("read") else "needed"}
    if "note" in given:
        found["note"] = words(given["note"])
    return found


def _limit(given: Plain) -> Plain:
    return {
        **words(given["text"]),
        "source": words(given["source"]),
        "review": "read" if given.get("read") else "needed",
    }


def _citation(given: Plain) -> Plain:
    read = given.get("read", "nothing")
    return {
        "text": given["text"],
        **({"doi": given["doi"]} if "doi" in given else {}),
        "review": "needed" if read == "nothing" else "read",
        "read": read,
    }


def _only(given: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    if odd := set(given) - keys:
        raise ValueError(f"{where}: not in the short form of a card: {sorted(odd)}")
