"""Knowledge small enough to hold in view: one pathway, three regimens, a handful of facts."""
# ruff: noqa: E501 - one fact a line reads better than one fact a page

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Fact, Presence, Scalar
from bedside_app.domain.proposal import Option, Proposal
from bedside_app.foundation.bounded import yaml_value
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.propose import propose
from bedside_app.therapy.schema import Drug, Pathway, Regimen, SafetyRule, SourceEntry
from tests.records import fact_of, record_of, view_of

__all__ = ["AS_OF", "dictionary", "known", "option", "pathway", "proposal", "raw", "seen", "view"]

AS_OF = date(2026, 6, 1)

FACTS = """
- {id: primary_site, label: {en: Site, fr: Siège}, kind: coded, about: primary, answers: [{value: toe, label: {en: toe, fr: orteil}}, {value: ear, label: {en: ear, fr: oreille}}]}
- {id: behaviour, label: {en: Behaviour, fr: Comportement}, kind: coded, about: primary, answers: [{value: benign, label: {en: benign, fr: bénin}}, {value: invasive, label: {en: invasive, fr: infiltrant}}]}
- {id: receptor, label: {en: Receptor, fr: Récepteur}, kind: coded, about: primary, answers: [{value: positive, label: {en: positive, fr: positif}}, {value: negative, label: {en: negative, fr: négatif}}], derived: [{value: positive, when: "%receptor_percent >= 1", source: rule}, {value: negative, when: "%receptor_percent < 1", source: rule}]}
- {id: receptor_percent, label: {en: Receptor cells, fr: Cellules marquées}, kind: quantity, about: primary, unit: "%", plausible: [0, 100]}
- {id: size, label: {en: Size, fr: Taille}, kind: quantity, about: primary, unit: mm, plausible: [0, 300]}
- {id: years, label: {en: Age, fr: Âge}, kind: quantity, about: patient, unit: a, plausible: [0, 120]}
- {id: lvef, label: {en: LVEF, fr: FEVG}, kind: quantity, about: patient, unit: "%", plausible: [5, 90]}
- {id: pregnant, label: {en: Pregnant, fr: Enceinte}, kind: boolean, about: patient}
- {id: bilirubin, label: {en: Bilirubin, fr: Bilirubine}, kind: quantity, about: patient, unit: umol/L, plausible: [0, 800]}
- {id: height, label: {en: Height, fr: Taille debout}, kind: quantity, about: patient, unit: cm, plausible: [100, 230]}
- {id: weight, label: {en: Weight, fr: Poids}, kind: quantity, about: patient, unit: kg, plausible: [20, 300]}
- {id: clearance, label: {en: Clearance, fr: Clairance}, kind: quantity, about: patient, unit: mL/min, plausible: [1, 250]}
- {id: egfr, label: {en: eGFR, fr: DFG estimé}, kind: quantity, about: patient, unit: "mL/min/{1.73_m2}", plausible: [1, 250]}
- {id: given_before, label: {en: Alphamab before, fr: Alphamab antérieur}, kind: quantity, about: patient, unit: mg/m2, plausible: [0, 2000]}
- {id: mood, label: {en: Mood, fr: Humeur}, kind: boolean, about: patient}
- {id: allergies, label: {en: Allergies, fr: Allergies}, kind: collection, about: patient, items: [{value: alphamab, label: {en: alphamab, fr: alphamab}, groups: [mabs]}, {value: betinib, label: {en: betinib, fr: bétinib}}]}
- {id: medicines, label: {en: Medicines, fr: Médicaments}, kind: collection, about: patient, items: [{value: grapefruit, label: {en: grapefruit, fr: pamplemousse}, groups: [blockers]}, {value: paroxetine, label: {en: paroxetine, fr: paroxétine}, groups: [blockers]}]}
"""

DRUGS = """
- {id: alphamab, name: {en: alphamab, fr: alphamab}, groups: [mabs]}
- {id: betinib, name: {en: betinib, fr: bétinib}, groups: [tablets]}
- {id: gammaplatin, name: {en: gammaplatin, fr: gammaplatine}, groups: [platins]}
"""

REGIMENS = """
- id: alpha
  name: {en: alphamab, fr: alphamab}
  cycle: {days: 21, count: 4}
  arm: {chemotherapy: second_generation}
  sources: [trial_a]
  drugs:
    - drug: alphamab
      dose: 60
      unit: mg
      per: m2
      route: {en: intravenous, fr: intraveineux}
      days: [1]
      schedule: {en: day 1 of 21, fr: jour 1 sur 21}
      round_to: 5
      cap: {bsa: 2.0, source: trial_a}
      needs: [bilirubin]
      adjust:
        - {when: "%bilirubin > 50", factor: 0, text: {en: do not give, fr: ne pas donner}, source: trial_a}
        - {when: "%bilirubin > 21", factor: 0.75, text: {en: bilirubin over 21, fr: bilirubine au-dessus de 21}, source: trial_a}
      cumulative: {limit: 400, unit: mg/m2, fact: given_before, source: trial_a}
- id: beta
  name: {en: betinib, fr: bétinib}
  duration: {en: 2 years, fr: 2 ans}
  drugs:
    - drug: betinib
      dose: 200
      unit: mg
      per: flat
      route: {en: by mouth, fr: voie orale}
      schedule: {en: every day, fr: chaque jour}
- id: gamma
  name: {en: gammaplatin, fr: gammaplatine}
  cycle: {days: 21, count: 4}
  drugs:
    - {drug: gammaplatin, dose: 5, unit: mg, per: auc, gfr: clearance, cap: {gfr: 125, source: trial_a}, round_to: 10, route: {en: intravenous, fr: intraveineux}, days: [1], schedule: {en: day 1, fr: jour 1}}
    - {drug: alphamab, dose: 6, unit: mg, per: kg, loading: {dose: 8, schedule: {en: first dose, fr: première dose}}, route: {en: intravenous, fr: intraveineux}, days: [1], schedule: {en: day 1, fr: jour 1}}
"""

SAFETY = """
- {id: pregnancy, drugs: [mabs, betinib], kind: absolute, when: "%pregnant = true", text: {en: Pregnancy, fr: Grossesse}, action: {en: wait, fr: attendre}, sources: [trial_a]}
- {id: heart, drugs: [mabs], kind: needs_test, then: excludes, when: "%lvef < 50", text: {en: Weak heart, fr: Cœur faible}, sources: [trial_a]}
- {id: old_age, drugs: [betinib], kind: relative, when: "%years >= 80", text: {en: Old age, fr: Grand âge}, sources: [trial_a]}
- {id: blocker, drugs: [tablets], kind: relative, when: "found(%medicines, 'blockers')", text: {en: Blocker taken, fr: Inhibiteur pris}, sources: [trial_a]}
- {id: irradiation, procedures: [radiotherapy], kind: absolute, when: "%pregnant = true", text: {en: Pregnancy, fr: Grossesse}, sources: [trial_a]}
"""

SOURCES = """
- {id: trial_a, title: A trial of alphamab, doi: 10.1000/a, review: read, read: abstract}
- {id: memory, title: From memory, review: needed}
"""

PATHWAY = """
id: toe
version: 2026.1.0
title: {en: Toe, fr: Orteil}
sites: [toe]
review_by: 2027-01-31
signed_by: null
entry:
  - {when: "%behaviour = 'invasive'", otherwise: {en: "The lesion is benign.", fr: "La lésion est bénigne."}}
define:
  sensitive: "%receptor = 'positive'"
  large: "%size > 20"
steps:
  - id: drugs
    title: {en: Drugs, fr: Médicaments}
    says: {en: "{option}", fr: "{option}"}
    when: "%years >= 18"
    options:
      - id: give_alpha
        regimen: alpha
        kind: drug
        eligible:
          - {when: "%sensitive", otherwise: {en: Receptor negative, fr: Récepteur négatif}, sources: [trial_a]}
        base: 60
        reasons:
          - {when: "%large", points: 20, text: {en: Large, fr: Grande taille}, sources: [trial_a]}
          - {when: "%years > 70", points: -25, text: {en: Over 70, fr: Plus de 70 ans}, sources: [trial_a]}
          - {when: "known(%mood)", points: 0, text: {en: Mood is known, fr: Humeur connue}, sources: [trial_a]}
        evidence:
          guideline: "I, A"
          actionability: "ESCAT I-A"
          regulatory: [{region: EU, status: approved, date: 2020-05}]
          figures: [{en: "HR 0.5 (0.4–0.6)", fr: "HR 0,5 (0,4–0,6)"}]
          sources: [trial_a]
      - {id: give_beta, regimen: beta, kind: drug, base: 50, evidence: {sources: [memory]}}
      - {id: nothing, name: {en: no drug, fr: pas de médicament}, kind: none, base: 10}
  - id: rays
    title: {en: Radiotherapy, fr: Radiothérapie}
    says: {en: "then {option}", fr: "puis {option}"}
    when: "%large"
    options:
      - {id: irradiate, name: {en: toe radiotherapy, fr: radiothérapie de l'orteil}, kind: radiotherapy, base: 50}
      - {id: no_rays, name: {en: no radiotherapy, fr: pas de radiothérapie}, kind: none, base: 20}
"""


@cache
def dictionary() -> FactDictionary:
    """Return the facts of this page."""
    return FactDictionary(Entry.model_validate(raw) for raw in _plain(FACTS))


def _plain(text: str) -> Any:
    return yaml_value(text.encode(), name="tiny.yaml")


def raw() -> dict[str, Any]:
    """Return the pathway as plain values that a test may change."""
    value: dict[str, Any] = copy.deepcopy(_plain(PATHWAY))
    return value


def pathway(**changes: Any) -> Pathway:
    """Return the pathway, with some keys replaced."""
    return Pathway.model_validate({**raw(), **changes})


def known(*pathways: Pathway, safety: str = SAFETY, regimens: str = REGIMENS) -> Knowledge:
    """Return the knowledge of this page, with these pathways in place of its own."""
    chosen = pathways or (pathway(),)
    return Knowledge(
        pathways={one.id: one for one in chosen},
        drugs={one.id: one for one in (Drug.model_validate(each) for each in _plain(DRUGS))},
        regimens={one.id: one for one in (Regimen.model_validate(each) for each in _plain(regimens))},
        safety={one.id: one for one in (SafetyRule.model_validate(each) for each in _plain(safety))},
        sources={one.id: one for one in (SourceEntry.model_validate(each) for each in _plain(SOURCES))},
    )


FULL: Mapping[str, Scalar] = {
    "primary_site": "toe",
    "behaviour": "invasive",
    "receptor": "positive",
    "size": 30,
    "years": 50,
    "lvef": 60,
    "pregnant": False,
    "bilirubin": 10,
    "height": 170,
    "weight": 70,
    "clearance": 100,
    "given_before": 0,
}


def view(*, without: tuple[str, ...] = (), facts: tuple[Fact, ...] = (), **values: Scalar) -> View:
    """Return a patient about whom everything is known, with some facts changed or taken away."""
    return seen(values, without, facts)


def seen(values: Mapping[str, Scalar], without: tuple[str, ...] = (), facts: tuple[Fact, ...] = ()) -> View:
    """As `view`, from a mapping."""
    words = dictionary()
    named = {name: value for name, value in {**FULL, **values}.items() if name not in without}
    made = [fact_of(name, value, dictionary=words) for name, value in named.items()]
    made += [fact for name in ("allergies", "medicines") if name not in without for fact in _none_of(name)]
    return view_of(record_of(*made, *facts), dictionary=words)


def _none_of(name: str) -> list[Fact]:
    return [fact_of(name, None, dictionary=dictionary(), presence=Presence.ABSENT)]


def proposal(patient: View | None = None, knowledge: Knowledge | None = None, **values: Scalar) -> Proposal:
    """Return what the pathway makes of a patient."""
    knowledge = knowledge or known()
    return propose(next(iter(knowledge.pathways.values())), knowledge, patient or seen(values), "cancer-1")


def option(made: Proposal, option_id: str) -> Option:
    """Return one option of a proposal."""
    return next(one for one in made.options if one.id == option_id)
