"""A pathway as a FHIR R4 PlanDefinition, and back unchanged.

Steps are actions under one root action that holds the entry conditions; options are their sub-actions, of which at most
one is chosen. Conditions are FHIRPath; `found()` and `known()` are ours, and `not(x)` is written `(x).not()`, the text
of the pathway kept beside it. What FHIR has no place for stands in extensions of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from pydantic import ValidationError

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import LANGUAGES
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.schema import OptionRule, Pathway, StepRule
from bedside_app.therapy.wording import fhirpath

__all__ = ["NotOurPlan", "export_plan", "import_plan"]

Json = dict[str, Any]

BASE: Final = "https://bedside.example.org/fhir"
_OWN: Final = f"{BASE}/StructureDefinition/"
_TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"
_ACTION_TYPES: Final = "http://terminology.hl7.org/CodeSystem/action-type"


class NotOurPlan(Refusal):
    """A PlanDefinition was not written by this program, or was changed so that it is no pathway any more."""

    code: ClassVar[str] = "therapy.not-our-plan"


def export_plan(pathway: Pathway, knowledge: Knowledge) -> Json:
    """Return the PlanDefinition of a pathway. `knowledge` gives the sources their titles."""
    name = pathway.id.replace("_", "-")
    plan: Json = {
        "resourceType": "PlanDefinition",
        "id": name,
        "extension": [
            *_texts("site", pathway.sites),
            *([_text("signed-by", pathway.signed_by)] if pathway.signed_by is not None else []),
            *(_definition(name, text) for name, text in pathway.define.items()),
        ],
        "url": f"{BASE}/PlanDefinition/{name}",
        "identifier": [{"system": f"{BASE}/pathway", "value": pathway.id}],
        "version": pathway.version,
        "name": "".join(part.capitalize() for part in pathway.id.split("_")),
        **_words("title", pathway.title),
        "type": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/plan-definition-type", "code": "clinical-protocol"}
            ]
        },
        "status": "draft" if pathway.signed_by is None else "active",
        "experimental": pathway.signed_by is None,
        "effectivePeriod": {"end": pathway.review_by},
        "relatedArtifact": [_citation(name, knowledge) for name in _cited(pathway)],
        "action": [
            {
                "id": "entry",
                "title": "Entry",
                "condition": [_condition(rule.when, rule.otherwise) for rule in pathway.entry],
                "action": [_step(step, knowledge) for step in pathway.steps],
            }
        ],
    }
    return _without_empty(plan)


def _without_empty(value: Json) -> Json:
    return {key: item for key, item in value.items() if item not in ([], {}, "")}


def _text(name: str, value: str) -> Json:
    return {"url": f"{_OWN}{name}", "valueString": value}


def _texts(name: str, values: Iterable[str]) -> list[Json]:
    return [_text(name, value) for value in values]


def _words(key: str, words: Mapping[str, str]) -> Json:
    """Return a text in English with its French translation, as FHIR translates a string."""
    french = {
        "url": _TRANSLATION,
        "extension": [{"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": words["fr"]}],
    }
    return {key: words["en"], f"_{key}": {"extension": [french]}}


def _own(kind: str, /, **parts: Json | list[Json] | None) -> Json:
    """Return an extension of ours with parts; a part that is None is left out."""
    inner: list[Json] = []
    for part, value in parts.items():
        if value is not None:
            inner += [{"url": part, **one} for one in (value if isinstance(value, list) else [value])]
    return {"url": f"{_OWN}{kind}", "extension": inner}


def _expression(text: str) -> Json:
    standard = fhirpath(text)
    kept = {} if standard == text else {"extension": [_text("as-written", text)]}
    return {**kept, "language": "text/fhirpath", "expression": standard}


def _condition(text: str, otherwise: Mapping[str, str] | None = None, sources: Iterable[str] = ()) -> Json:
    expression = _expression(text)
    if otherwise is not None:
        expression.update(_words("description", otherwise))
    extension = _texts("source", sources)
    return _without_empty({"extension": extension, "kind": "applicability", "expression": expression})


def _definition(name: str, text: str) -> Json:
    return _own("definition", name={"valueString": name}, when={"valueExpression": _expression(text)})


def _step(step: StepRule, knowledge: Knowledge) -> Json:
    return {
        "id": step.id.replace("_", "-"),
        "extension": [
            _text("id", step.id),
            _said("says", step.says),
            *([] if step.topic is None else [_said("topic", step.topic)]),
        ],
        **_words("title", step.title),
        "condition": [_condition(step.when)],
        "selectionBehavior": "at-most-one",
        "action": [_option(option, knowledge) for option in step.options],
    }


def _said(name: str, words: Mapping[str, str]) -> Json:
    return {"url": f"{_OWN}{name}", "extension": _both_texts(words)}


def _both_texts(words: Mapping[str, str]) -> list[Json]:
    return [{"url": language, "valueString": words[language]} for language in LANGUAGES]


def _option(option: OptionRule, knowledge: Knowledge) -> Json:
    named = option.name
    if named is None:
        regimen = knowledge.regimens.get(option.regimen or "")
        named = regimen.name if regimen is not None else None
    evidence = option.evidence
    extension = [
        _text("id", option.id),
        _text("kind", option.kind),
        *_texts("gives", option.gives),
        {"url": f"{_OWN}base", "valueInteger": option.base},
        *([] if option.name is None else [_said("name", option.name)]),
        *([] if option.brief is None else [_said("brief", option.brief)]),
        *(
            _own(
                "called",
                when={"valueExpression": _expression(called.when)},
                name={"extension": _both_texts(called.name)},
            )
            for called in option.called
        ),
        *(
            _own(
                "reason",
                when={"valueExpression": _expression(reason.when)},
                points={"valueInteger": reason.points},
                text={"extension": _both_texts(reason.text)},
                source=[{"valueString": name} for name in reason.sources],
            )
            for reason in option.reasons
        ),
        *([_text("guideline", evidence.guideline)] if evidence.guideline else []),
        *([_text("actionability", evidence.actionability)] if evidence.actionability else []),
        *(
            _own(
                "regulatory",
                region={"valueString": status.region},
                status={"valueString": status.status},
                date={"valueString": status.date} if status.date else None,
            )
            for status in evidence.regulatory
        ),
        *(_said("figure", figure) for figure in evidence.figures),
    ]
    return _without_empty(
        {
            "id": option.id.replace("_", "-"),
            "extension": extension,
            **(_words("title", named) if named is not None else {"title": option.id}),
            "documentation": [_citation(name, knowledge) for name in evidence.sources],
            "condition": [_condition(rule.when, rule.otherwise, rule.sources) for rule in option.eligible],
            "type": {"coding": [{"system": _ACTION_TYPES, "code": "create"}]} if option.kind == "drug" else {},
            "definitionCanonical": f"{BASE}/ActivityDefinition/{option.regimen}" if option.regimen else "",
        }
    )


def _citation(name: str, knowledge: Knowledge) -> Json:
    """Return a source by its id; title, DOI and what was not read where the sources are known."""
    source = knowledge.sources.get(name)
    artifact: Json = {"type": "citation", "label": name}
    if source is not None:
        section = f" {source.section}" if source.section else ""
        mark = " [known from memory, not read for this version]" if source.review == "needed" else ""
        artifact["citation"] = f"{source.title}{section}{mark}"
        if source.doi:
            artifact["url"] = f"https://doi.org/{source.doi}"
    return artifact


def _cited(pathway: Pathway) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for step in pathway.steps:
        for option in step.options:
            for rule in option.eligible:
                names.update(dict.fromkeys(rule.sources))
            for reason in option.reasons:
                names.update(dict.fromkeys(reason.sources))
            names.update(dict.fromkeys(option.evidence.sources))
    return tuple(names)


def import_plan(plan: Json) -> Pathway:
    """Return the pathway that `export_plan` wrote.

    Raises
    ------
    NotOurPlan
        A part is missing or changed so that it is no pathway.
    """
    try:
        entry = plan["action"][0]
        raw = {
            "id": plan["identifier"][0]["value"],
            "version": plan["version"],
            "title": _both(plan, "title"),
            "sites": _values(plan, "site"),
            "review_by": plan["effectivePeriod"]["end"],
            "signed_by": next(iter(_values(plan, "signed-by")), None),
            "entry": [_rule(condition) for condition in entry["condition"]],
            "define": dict(_named(extension) for extension in _all(plan, "definition")),
            "steps": [_step_back(action) for action in entry["action"]],
        }
        return Pathway.model_validate(raw)
    except (KeyError, IndexError, TypeError, StopIteration) as error:
        raise NotOurPlan(why=str(error) if isinstance(error, KeyError) else "–") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise NotOurPlan(why=f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _all(element: Json, name: str) -> list[Json]:
    return [extension for extension in element.get("extension", ()) if extension["url"] in (f"{_OWN}{name}", name)]


def _one(element: Json, name: str) -> Json:
    return next(iter(_all(element, name)))


def _values(element: Json, name: str) -> list[str]:
    return [extension["valueString"] for extension in _all(element, name)]


def _both(element: Json, key: str) -> dict[str, str]:
    french = element[f"_{key}"]["extension"][0]["extension"]
    return {"en": element[key], "fr": next(part["valueString"] for part in french if part["url"] == "content")}


def _texts_back(extension: Json) -> dict[str, str]:
    return {part["url"]: part["valueString"] for part in extension["extension"]}


def _as_written(expression: Json) -> str:
    return next(iter(_values(expression, "as-written")), expression["expression"])


def _rule(condition: Json) -> Json:
    expression = condition["expression"]
    return {"when": _as_written(expression), "otherwise": _both(expression, "description")}


def _named(extension: Json) -> tuple[str, str]:
    return _one(extension, "name")["valueString"], _as_written(_one(extension, "when")["valueExpression"])


def _step_back(action: Json) -> Json:
    topic = _all(action, "topic")
    return {
        "id": _values(action, "id")[0],
        "title": _both(action, "title"),
        "says": _texts_back(_one(action, "says")),
        **({"topic": _texts_back(topic[0])} if topic else {}),
        "when": _as_written(action["condition"][0]["expression"]),
        "options": [_option_back(option) for option in action["action"]],
    }


def _option_back(action: Json) -> Json:
    regimen = action.get("definitionCanonical", "").rpartition("/")[2]
    name, brief = _all(action, "name"), _all(action, "brief")
    return {
        "id": _values(action, "id")[0],
        "kind": _values(action, "kind")[0],
        "gives": _values(action, "gives"),
        "base": _one(action, "base")["valueInteger"],
        **({"regimen": regimen} if regimen else {}),
        **({"name": _texts_back(name[0])} if name else {}),
        **({"brief": _texts_back(brief[0])} if brief else {}),
        "called": [_called_back(extension) for extension in _all(action, "called")],
        "eligible": [{**_rule(one), "sources": _values(one, "source")} for one in action.get("condition", ())],
        "reasons": [_reason_back(extension) for extension in _all(action, "reason")],
        "evidence": _evidence_back(action),
    }


def _called_back(extension: Json) -> Json:
    return {
        "when": _as_written(_one(extension, "when")["valueExpression"]),
        "name": _texts_back(_one(extension, "name")),
    }


def _reason_back(extension: Json) -> Json:
    return {
        "when": _as_written(_one(extension, "when")["valueExpression"]),
        "points": _one(extension, "points")["valueInteger"],
        "text": _texts_back(_one(extension, "text")),
        "sources": _values(extension, "source"),
    }


def _evidence_back(action: Json) -> Json:
    return {
        "guideline": next(iter(_values(action, "guideline")), ""),
        "actionability": next(iter(_values(action, "actionability")), ""),
        "regulatory": [
            {
                "region": _one(extension, "region")["valueString"],
                "status": _one(extension, "status")["valueString"],
                "date": next(iter(_values(extension, "date")), ""),
            }
            for extension in _all(action, "regulatory")
        ],
        "figures": [_texts_back(extension) for extension in _all(action, "figure")],
        "sources": [artifact["label"] for artifact in action.get("documentation", ())],
    }
