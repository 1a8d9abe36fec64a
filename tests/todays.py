"""A hand-made day of a patient under treatment: every block filled, in both languages. No figure is anybody's."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.provenance import Provenance, Words
from bedside_app.domain.today import (
    Appointment,
    Contact,
    Cumulative,
    CycleShown,
    CycleState,
    DoseShown,
    Emergency,
    Goal,
    LastDose,
    Limit,
    OpenTest,
    PlanShown,
    Release,
    Today,
    Toxicity,
    Verdict,
)

__all__ = ["TODAY", "crowded", "going", "quiet"]

_LAB: Final = ("Laboratory", "Laboratoire")
_WARD: Final = ("Ward chart", "Pancarte")
_COUNT: Final = "2026-11-23T07:40+01:00"
_CHART: Final = "2026-11-24T08:05+01:00"


def _w(english: str, french: str = "") -> Words:
    return {"en": english, "fr": french or english}


def _from(file: str, date: str = "", place: str = "entry[3]") -> tuple[Provenance, ...]:
    return (Provenance(kind="file", name="sha256:" + "0" * 64, version="fhir/1", place=place, file=file, date=date),)


def _limit(
    fact: str,
    label: tuple[str, str],
    value: tuple[str, str],
    limit: tuple[str, str],
    verdict: Verdict = Verdict.GO,
    *,
    grade: int = 0,
    when: str = _COUNT,
    source: tuple[str, str] = _LAB,
) -> Limit:
    return Limit(
        id=fact,
        label=_w(*label),
        facts=(FactId(fact),),
        value=_w(*value),
        limit=_w(*limit),
        verdict=verdict,
        why={},
        grade=_w(f"Grade {grade}") if grade else {},
        ctcae="v5" if grade else "",
        when=when,
        source=_w(*source),
        provenance=_from("lab.hl7" if source == _LAB else "ward.json", when),
        citations=("tc_label",),
    )


LIMITS: Final = (
    _limit(
        "neutrophils",
        ("Neutrophils", "Neutrophiles"),
        ("1.1\u00a0×10⁹/L", "1,1\u00a0×10⁹/L"),
        ("1.5 or more", "1,5 ou plus"),
        Verdict.HOLD,
        grade=2,
    ),
    _limit(
        "febrile_neutropenia",
        ("Febrile neutropenia", "Neutropénie fébrile"),
        ("1\u00a0episode", "1\u00a0épisode"),
        ("reduce after 1", "réduire dès 1"),
        Verdict.REDUCE,
        grade=3,
        when="2026-10-20",
        source=("Discharge letter", "Lettre de sortie"),
    ),
    _limit(
        "temperature",
        ("Temperature", "Température"),
        ("36.7\u00a0°C", "36,7\u00a0°C"),
        ("below 38", "moins de 38"),
        when=_CHART,
        source=_WARD,
    ),
    _limit("platelets", ("Platelets", "Plaquettes"), ("208\u00a0×10⁹/L",) * 2, ("100 or more", "100 ou plus")),
    _limit("bilirubin", ("Bilirubin", "Bilirubine"), ("12\u00a0µmol/L",) * 2, ("21 or less", "21 ou moins")),
    _limit(
        "alt",
        ("ALT, with ALP", "ALAT, avec PAL"),
        ("47, 90\u00a0U/L",) * 2,
        ("hold if >\u00a052 and >\u00a0262", "suspendre si >\u00a052 et >\u00a0262"),
        grade=1,
    ),
    _limit(
        "creatinine_clearance",
        ("Creatinine clearance", "Clairance de la créatinine"),
        ("93\u00a0mL/min",) * 2,
        ("30 or more", "30 ou plus"),
        source=("Computed, C–G", "Calculée, C–G"),
    ),
    _limit(
        "neuropathy",
        ("Neuropathy", "Neuropathie"),
        ("Grade\u00a01",) * 2,
        ("reduce from grade 3", "réduire dès le grade 3"),
        grade=1,
        when="2026-11-24T08:10+01:00",
        source=("Nurse, asked", "Infirmière, demandé"),
    ),
    _limit(
        "weight",
        ("Weight, from 77 kg", "Poids, depuis 77 kg"),
        ("72.4\u00a0kg, −6\u00a0%", "72,4\u00a0kg, −6\u202f%"),
        ("recalculate from ±10\u00a0%", "recalculer dès ±10\u202f%"),
        grade=1,
        when=_CHART,
        source=_WARD,
    ),
)


def _dose(drug: str, name: tuple[str, str], planned: int, given: int | None, percent: int | None) -> DoseShown:
    return DoseShown(
        drug=drug,
        name=_w(*name),
        planned=planned,
        planned_unit="mg",
        planned_text=_mg(planned),
        given=given,
        given_unit="mg" if given is not None else "",
        given_text=_w("not given", "non administré") if given == 0 else _mg(given) if given else {},
        percent=percent,
        ordered=110 if drug == "docetaxel" and not given else None,
        ordered_text=_mg(110) if drug == "docetaxel" and not given else {},
        provenance=_from("administrations.json", place="entry[12]"),
    )


def _mg(amount: int) -> Words:
    return {"en": f"{amount:,}\u00a0mg", "fr": f"{amount:,}\u00a0mg".replace(",", "\u202f")}


_DOCE: Final = ("DOCEtaxel", "DOCÉtaxel")
_CYCLO: Final = ("cycloPHOSphamide", "cycloPHOSphamide")


def _cycle(
    number: int, date: str, state: CycleState, given: tuple[int | None, int | None], said: tuple[str, str]
) -> CycleShown:
    support = {
        1: _w("None", "Aucun"),
        2: _w("Pegfilgrastim 6\u00a0mg, 4\u00a0Nov", "Pegfilgrastim 6\u00a0mg, 4\u00a0nov."),
    }
    return CycleShown(
        plan="docetaxel_cyclophosphamide",
        number=number,
        date=date,
        state=state,
        doses=(
            _dose("docetaxel", _DOCE, 145, given[0], None if given[0] is None else round(100 * given[0] / 145)),
            _dose("cyclophosphamide", _CYCLO, 1150, given[1], None if given[1] is None else 100),
        ),
        support=support.get(number, _w("Pegfilgrastim, planned", "Pegfilgrastim, prévu")),
        reason=_w(*said),
        state_text=_w("Not given", "Non administré") if state is CycleState.DUE else {},
        provenance=_from("administrations.json", date),
        support_provenance=_from("administrations.json", date),
        reason_provenance=_from("clinic-letter.json", date),
    )


CYCLES: Final = (
    _cycle(1, "2026-10-13", CycleState.GIVEN, (145, 1150), ("As planned", "Comme prévu")),
    _cycle(
        2,
        "2026-11-03",
        CycleState.GIVEN,
        (115, 1150),
        ("Febrile neutropenia, 20\u00a0Oct", "Neutropénie fébrile, 20\u00a0oct."),
    ),
    _cycle(3, "2026-11-24", CycleState.DUE, (None, None), ("Neutrophils 1.1", "Neutrophiles 1,1")),
)

ONCOLOGIST: Final = Contact(
    role=_w("Oncologist", "Oncologue"),
    phone="ext. 5501",
    hours=_w("on call, day and night", "de garde, jour et nuit"),
    emergency=True,
    provenance=_from("contacts.json", "2026-11-01"),
)

TODAY: Final = Today(
    plans=(
        PlanShown(
            regimen=_w("DOCEtaxel–cycloPHOSphamide × 4", "DOCÉtaxel–cycloPHOSphamide × 4"),
            regimen_id="docetaxel_cyclophosphamide",
            version="2026.1",
            known=True,
            intent=_w("Cure", "Curative"),
            line=_w(
                "adjuvant, first line after surgery 8\u00a0Sep",
                "adjuvante, première ligne après chirurgie du 8\u00a0sept.",
            ),
            now=_w("Cycle 3 of 4, day 1", "Cycle 3 sur 4, jour 1"),
            cycle=3,
            cycles=4,
            day=1,
            due="2026-11-24",
            ordered="2026-10-05",
            provenance=_from("order-set.json", "2026-10-05"),
        ),
    ),
    verdict=Verdict.HOLD,
    headline=_w("Suggested: hold, repeat count", "Suggéré\u202f: suspendre, refaire la numération"),
    because=_w(
        "Neutrophils 1.1\u00a0×10⁹/L on 23\u00a0Nov, limit 1.5. Cycle 3 not given.",
        "Neutrophiles 1,1\u00a0×10⁹/L le 23\u00a0nov., limite 1,5. Cycle 3 non administré.",
    ),
    suggestion=_w("Suggestion, not a decision", "Suggestion, pas une décision"),
    released_by=(
        Release(
            text=_w(
                "Neutrophils 1.5 or more, repeat count by Fri 27\u00a0Nov",
                "Neutrophiles 1,5 ou plus, numération avant ven. 27\u00a0nov.",
            ),
            met=False,
            facts=(FactId("neutrophils"),),
        ),
        Release(
            text=_w("No fever, no sign of infection", "Ni fièvre ni signe d’infection"),
            met=True,
            facts=(FactId("temperature"),),
            when="2026-11-24T08:10+01:00",
            provenance=_from("ward.json", "2026-11-24T08:10+01:00"),
        ),
    ),
    release_note=_w(
        "Ward chart: dexamethasone since 23\u00a0Nov can raise it",
        "Pancarte\u202f: la dexaméthasone depuis le 23\u00a0nov. peut l’augmenter",
    ),
    otherwise=_w("Below 1.5 on 1\u00a0Dec: oncologist decides", "Sous 1,5 le 1\u00a0déc.\u202f: l’oncologue décide"),
    wanted_fact=FactId("neutrophils"),
    wanted=_w("Enter repeat count", "Saisir la numération"),
    emergency=Emergency(
        text=_w(
            "Fever 38\u00a0°C or more: neutropenic sepsis pathway.",
            "Fièvre de 38\u00a0°C ou plus\u202f: sepsis neutropénique.",
        ),
        also=_w("Also if unwell without fever.", "Aussi si malade sans fièvre."),
        deadline=_w(
            "Pathway 2026.1: first antibiotic within 60\u00a0min",
            "Parcours 2026.1\u202f: premier antibiotique en 60\u00a0min",
        ),
        now=_w("36.7\u00a0°C", "36,7\u00a0°C"),
        happening=False,
        fact=FactId("temperature"),
        when=_CHART,
        call=ONCOLOGIST,
        provenance=_from("ward.json", _CHART),
    ),
    limits=LIMITS,
    limits_version="2026.1",
    last_dose=LastDose(
        date="2026-11-03",
        days_ago=21,
        text=_w("DOCEtaxel at 79\u00a0%", "DOCÉtaxel à 79\u202f%"),
        provenance=_from("administrations.json", "2026-11-03"),
    ),
    cycles=CYCLES,
    cumulative=(
        Cumulative(
            drug="docetaxel",
            name=_w(*_DOCE),
            amount=260,
            unit="mg",
            text=_mg(260),
            per_m2=138,
            per_m2_text=_w("138\u00a0mg/m²"),
            limit=_w("No fixed maximum in this regimen", "Pas de maximum fixé dans ce protocole"),
            provenance=_from("administrations.json"),
        ),
        Cumulative(
            drug="cyclophosphamide",
            name=_w(*_CYCLO),
            amount=2300,
            unit="mg",
            text=_mg(2300),
            per_m2=1223,
            per_m2_text={"en": "1,223\u00a0mg/m²", "fr": "1\u202f223\u00a0mg/m²"},
            limit=_w("No fixed maximum in this regimen", "Pas de maximum fixé dans ce protocole"),
            provenance=_from("administrations.json"),
        ),
    ),
    surface=_w("Body surface 1.88\u00a0m²", "Surface corporelle 1,88\u00a0m²"),
    toxicities=(
        Toxicity(
            label=_w("Nausea", "Nausées"),
            grade=1,
            text=_w("Nausea, grade 1", "Nausées, grade 1"),
            ctcae="v5",
            when=_CHART,
            provenance=_from("ward.json", _CHART, place="entry[9]"),
        ),
    ),
    goals=(
        Goal(
            kind="wish",
            label=_w("Her wish", "Son souhait"),
            text=_w("No second admission, part-time work", "Pas de seconde hospitalisation, travail à temps partiel"),
            date="2026-10-05",
            provenance=_from("clinic-letter.json", "2026-10-05"),
        ),
        Goal(
            kind="limits",
            label=_w("Limits", "Limites"),
            text=_w("Full treatment, resuscitation yes", "Traitement complet, réanimation oui"),
            date="2026-10-05",
            provenance=_from("clinic-letter.json", "2026-10-05"),
        ),
    ),
    next=(
        Appointment(
            date="2026-11-27",
            text=_w("Repeat count", "Numération"),
            booked=False,
            state=_w("Not booked", "Non programmée"),
            provenance=_from("appointments.json", "2026-11-24T08:00+01:00"),
        ),
        Appointment(
            date="2026-12-01T09:30+01:00",
            text=_w("Clinic", "Consultation"),
            booked=True,
            state={},
            who="Dr Example",
            provenance=_from("appointments.json", "2026-11-24T08:00+01:00"),
        ),
        Appointment(
            date="2027-09",
            text=_w("Mammography. No scan planned before", "Mammographie. Aucun scanner prévu avant"),
            booked=True,
            state={},
            provenance=_from("appointments.json", "2026-11-24T08:00+01:00"),
        ),
    ),
    contacts=(
        ONCOLOGIST,
        Contact(
            role=_w("Nurse line", "Ligne infirmière"),
            phone="ext. 5520",
            hours=_w("acute oncology", "oncologie aiguë"),
            provenance=_from("contacts.json", "2026-11-01"),
        ),
        Contact(
            role=_w("Pharmacist", "Pharmacien"),
            phone="ext. 5533",
            hours=_w("until 18:00", "jusqu’à 18:00"),
            provenance=_from("contacts.json", "2026-11-01"),
        ),
    ),
    open_tests=(
        OpenTest(
            text=_w("Repeat blood count", "Numération de contrôle"),
            why=_w("Releases cycle 3", "Libère le cycle 3"),
            due="2026-11-27",
            owner="Nurse Example, day unit",
            state=_w("Not booked", "Non programmée"),
            provenance=_from("orders.json", "2026-11-24"),
        ),
        OpenTest(
            text=_w("Germline BRCA1, BRCA2", "BRCA1, BRCA2 constitutionnels"),
            why=_w("Family, second cancer", "Famille, second cancer"),
            due="2026-10-05",
            owner="",
            state=_w("No result yet", "Pas de résultat"),
            provenance=_from("orders.json", "2026-10-05"),
        ),
    ),
)


def quiet() -> Today:
    """Return the day of a patient of whom next to nothing is recorded: every block says so, and nothing is go."""
    unknown = replace(
        LIMITS[0],
        value={},
        verdict=Verdict.UNKNOWN,
        why=_w("needs a count of the last 3 days", "demande une numération de moins de 3 jours"),
        grade={},
        ctcae="",
        when="",
        source={},
        provenance=(),
    )
    return replace(
        TODAY,
        verdict=Verdict.UNKNOWN,
        headline=_w("Not cleared: needs a count", "Non levé\u202f: numération nécessaire"),
        because=_w("No count of the last 3 days is recorded.", "Aucune numération des 3 derniers jours."),
        released_by=(),
        release_note={},
        otherwise={},
        emergency=None,
        limits=(unknown,),
        last_dose=None,
        cycles=(),
        cumulative=(),
        surface={},
        toxicities=(),
        goals=(),
        next=(),
        contacts=(),
        open_tests=(),
    )


def going() -> Today:
    """Return the day on which every limit is met and nothing is asked."""
    return replace(
        TODAY,
        verdict=Verdict.GO,
        headline=_w("Suggested: go, cycle 3", "Suggéré\u202f: feu vert, cycle 3"),
        because=_w("All limits of the regimen are met today.", "Toutes les limites du protocole sont respectées."),
        released_by=(),
        release_note={},
        otherwise={},
        wanted_fact=None,
        wanted={},
        limits=tuple(replace(one, verdict=Verdict.GO) for one in LIMITS),
    )


def crowded(times: int = 8) -> Today:
    """Return a day with far more than a page can hold."""
    long = "a sentence that goes on for as long as a clinic letter does, and then a little further than that " * 2
    return replace(
        TODAY,
        limits=tuple(replace(one, id=f"{one.id}{n}") for n in range(times) for one in LIMITS),
        cycles=tuple(
            replace(one, number=3 * n + at, reason=_w(long)) for n in range(times) for at, one in enumerate(CYCLES, 1)
        ),
        released_by=TODAY.released_by * times,
        goals=tuple(replace(one, text=_w(long)) for one in TODAY.goals) * times,
        next=TODAY.next * times,
        contacts=TODAY.contacts * times,
        open_tests=tuple(replace(one, why=_w(long)) for one in TODAY.open_tests) * times,
        toxicities=TODAY.toxicities * times,
    )
