"""Synthetic cases for the report: a rich one with every part filled, and sparse ones. No figure is anybody's."""

from __future__ import annotations

from datetime import date
from typing import Final

from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Fact, FactId, Presence, Scalar
from bedside_app.domain.finding import Finding, FindingState, Interval, PackResult
from bedside_app.domain.moment import Moment
from bedside_app.domain.proposal import (
    Dose,
    Evidence,
    MissingFact,
    Option,
    OptionState,
    Proof,
    Proposal,
    Reason,
    SafetyFinding,
    SafetyKind,
    Source,
    Step,
)
from bedside_app.domain.record import Identifier, Identity, NotUnderstood, PatientRecord, Refused, SourceFile
from bedside_app.domain.summary import KnowledgeVersion, Summary
from bedside_app.report.compose import Case, Conflict, compose
from tests.records import PRIMARY, fact_of

AS_OF: Final = date(2026, 11, 24)
DIGEST: Final = "sha256:" + "0" * 64
PLAN: Final = "chemotherapy=second_generation; hormone_therapy=true"
TALL_MAN: Final = {"docetaxel": "DOCEtaxel", "docétaxel": "DOCÉtaxel", "cyclophosphamide": "cycloPHOSphamide"}


def words(english: str, french: str | None = None) -> dict[str, str]:
    """Return a text in both languages."""
    return {"en": english, "fr": english if french is None else french}


def _entry(fact_id: str, english: str, french: str, **values: object) -> Entry:
    return Entry.model_validate({"id": fact_id, "label": words(english, french), **values})


def _number(fact_id: str, english: str, french: str, unit: str, top: float, **values: object) -> Entry:
    about = values.pop("about", "patient")
    return _entry(fact_id, english, french, kind="quantity", unit=unit, plausible=(0, top), about=about, **values)


def _coded(fact_id: str, english: str, french: str, *answers: tuple[str, str, str]) -> Entry:
    shown = [{"value": value, "label": words(en, fr)} for value, en, fr in answers]
    return _entry(fact_id, english, french, kind="coded", about="primary", answers=shown)


_SIGN: Final = (("positive", "positive", "positifs"), ("negative", "negative", "négatifs"))
_ANAEMIA: Final = {
    "term": "Anemia",
    "grades": [{"grade": 1, "when": "%value < %lln"}, {"grade": 2, "when": "%value < 100"}],
}
_NEUTROPENIA: Final = {
    "term": "Neutrophil count decreased",
    "grades": [{"grade": 1, "when": "%value < %lln"}, {"grade": 3, "when": "%value < 1"}],
}

DICTIONARY: Final = FactDictionary(
    (
        _coded("laterality", "Side", "Côté", ("left", "left", "gauche"), ("right", "right", "droit")),
        _coded("primary_site", "Primary site", "Localisation", ("breast", "breast", "sein")),
        _coded("t_category", "T category", "Catégorie T", ("pT2", "pT2", "pT2")),
        _coded("n_category", "N category", "Catégorie N", ("pN1a", "pN1a", "pN1a")),
        _coded("er_status", "Oestrogen receptor", "Récepteur des œstrogènes", *_SIGN),
        _coded("her2_status", "HER2", "HER2", *_SIGN),
        _number("tumour_size", "Tumour size", "Taille tumorale", "mm", 300, about="primary"),
        _number("positive_nodes", "Positive nodes", "Ganglions envahis", "{count}", 80, about="primary", decimals=0),
        _number("recurrence_score", "21-gene recurrence score", "Score de récidive 21 gènes", "{score}", 100),
        _number("age", "Age", "Âge", "a", 130, decimals=0),
        _entry("birth_date", "Date of birth", "Date de naissance", kind="date", about="patient"),
        _entry("sex", "Sex", "Sexe", kind="text", about="patient"),
        _number("lvef", "Ejection fraction", "FEVG", "%", 100, current_for=365),
        _number("haemoglobin", "Haemoglobin", "Hémoglobine", "g/L", 300, reference=(120, 160), ctcae=_ANAEMIA),
        _number("creatinine", "Creatinine", "Créatinine", "umol/L", 3000, reference=(45, 84)),
        _number("neutrophils", "Neutrophils", "Neutrophiles", "10*9/L", 500, reference=(1.5, 7.5), ctcae=_NEUTROPENIA),
        _number("weight", "Weight", "Poids", "kg", 400),
        _number("egfr_ckd_epi", "eGFR (CKD-EPI 2021)", "DFGe (CKD-EPI 2021)", "mL/min/{1.73_m2}", 250, decimals=0),
        _number("qtcf", "QTc (Fridericia)", "QTc (Fridericia)", "ms", 900),
        _entry("hepatitis_b", "Hepatitis B serology", "Sérologie hépatite B", kind="boolean", about="patient"),
        _entry("brca", "Germline BRCA1 or BRCA2", "BRCA1 ou BRCA2 constitutionnel", kind="boolean", about="patient"),
        _entry(
            "allergies",
            "Allergies",
            "Allergies",
            kind="collection",
            about="patient",
            items=[{"value": "penicillin", "label": words("penicillin", "pénicilline")}],
        ),
        _entry(
            "medicines",
            "Medicines",
            "Médicaments",
            kind="collection",
            about="patient",
            items=[
                {"value": "docetaxel", "label": words("docetaxel", "docétaxel")},
                {"value": "cyclophosphamide", "label": words("cyclophosphamide")},
                {"value": "letrozole", "label": words("letrozole", "létrozole")},
                {"value": "ramipril", "label": words("ramipril")},
            ],
        ),
    )
)

IDENTITY: Final = Identity(
    identifiers=(Identifier("urn:demo", "DEMO-004217"),),
    family="Testcase",
    given="Fictive One",
    birth_date=Moment("1965-03-14"),
    sex="female",
    source=DIGEST,
)


def fact(fact_id: str, value: Scalar | None, effective: str = "2026-11-20", **sides: object) -> Fact:
    """Return a fact of the small dictionary above."""
    return fact_of(fact_id, value, effective=effective, dictionary=DICTIONARY, **sides)


def case_of(record: PatientRecord, primary: str = PRIMARY.key) -> Case:
    """Return the case of a record on the day of these tests."""
    view = View(record, DICTIONARY, as_of=AS_OF, primary=primary)
    return Case(record=record, views={primary: view}, dictionary=DICTIONARY, as_of=AS_OF)


def rich_record(identity: Identity = IDENTITY) -> PatientRecord:
    """Return a record with courses, a conflict, a stale value, a refusal and things not understood."""
    facts = (
        fact("laterality", "left", "2026-10-27"),
        fact("primary_site", "breast", "2026-10-27"),
        fact("t_category", "pT2", "2026-10-27"),
        fact("n_category", "pN1a", "2026-10-27"),
        fact("er_status", "positive", "2026-10-27"),
        fact("her2_status", "negative", "2026-10-27"),
        fact("tumour_size", 24, "2026-10-27"),
        fact("positive_nodes", 2, "2026-10-27"),
        fact("lvef", 56, "2026-08-03"),
        fact("lvef", 48, "2026-11-16"),
        fact("haemoglobin", 96, "2026-10-29", reference_low=120.0, reference_high=155.0),
        fact("haemoglobin", 116, "2026-11-20", reference_low=120.0, reference_high=155.0),
        fact("creatinine", 76, "2026-08-03"),
        fact("creatinine", 97, "2026-11-20"),
        fact("neutrophils", 4.2, "2026-08-03"),
        fact("neutrophils", 3.1, "2026-11-20"),
        fact("weight", 70, "2026-08-03"),
        fact("weight", 68, "2026-11-20"),
        fact("allergies", "penicillin"),
        fact("medicines", "ramipril"),
        fact("medicines", None, presence=Presence.ABSENT),
    )
    return PatientRecord(
        identity=identity,
        facts=facts,
        primaries=(PRIMARY,),
        sources=(
            SourceFile(digest=DIGEST, name="pathology.json", kind="FHIR R4 JSON", reader="fhir/1", bytes=20480),
            SourceFile(digest="sha256:" + "1" * 64, name="lab.hl7", kind="HL7 v2", reader="hl7v2/1", bytes=4096),
        ),
        refused=(Refused(code="none.such", values={"unit": "furlong"}, source=DIGEST, place="OBX[7]"),),
        not_understood=(
            NotUnderstood(source=DIGEST, place="entry[12].resource", what="Child-Pugh class A", why="none.such"),
        ),
        demonstration=True,
    )


def survival(arm: str, untreated: float, treated: float) -> PackResult:
    """Return what a survival pack says under one plan, at five, ten and fifteen years."""
    findings = []
    for years, drop in ((5, 0.5), (10, 1.0), (15, 1.5)):
        for name, value in (("untreated", untreated), ("treated", treated)):
            share = 1 - (1 - value) * drop
            label = words(f"Overall survival at {years} years, {name}", f"Survie globale à {years} ans, {name}")
            findings.append(Finding(output=f"overall_survival_{years}y_{name}", value=share, unit="1", label=label))
    return PackResult(
        pack="predict_breast_v2_2",
        version="1.0.0",
        primary=PRIMARY.key,
        state=FindingState.DONE,
        title=words("PREDICT Breast v2.2"),
        provider="CPUExecutionProvider",
        arm=arm,
        findings=tuple(findings),
        inputs={
            "tumour_size": 24,
            "positive_nodes": 2,
            "chemotherapy": "second_generation" if "chemotherapy" in arm else "none",
            "hormone_therapy": "hormone_therapy" in arm,
        },
        assumed={"tumour_grade": 2.13},
        rests_on=(FactId("tumour_size"), FactId("positive_nodes"), FactId("er_status")),
    )


RESULTS: Final = (
    survival(PLAN, 0.662, 0.768),
    survival("hormone_therapy=true", 0.662, 0.732),
    PackResult(
        pack="ckd_epi_2021",
        version="1.0.0",
        primary="",
        state=FindingState.DONE,
        findings=(
            Finding(
                output="egfr",
                value=57.38,
                unit="mL/min/{1.73_m2}",
                fact_id=FactId("egfr_ckd_epi"),
                interval=Interval(low=40, high=75, level=0.8, kind="published"),
            ),
        ),
        rests_on=(FactId("creatinine"), FactId("age"), FactId("sex")),
    ),
    PackResult(
        pack="npi",
        version="1.0.0",
        primary=PRIMARY.key,
        state=FindingState.MISSING,
        missing=(FactId("recurrence_score"),),
    ),
    PackResult(
        pack="cockcroft_gault",
        version="1.0.0",
        primary="",
        state=FindingState.REFUSED,
        refused=Refused(code="x", values=dict(words("age over 110", "âge supérieur à 110 ans"))),
    ),
)


def reason(english: str, french: str, *sources: str) -> Reason:
    """Return a reason with its sources."""
    return Reason(text=words(english, french), sources=sources)


HEPATITIS: Final = SafetyFinding(
    rule="hepatitis_b_before_chemotherapy",
    kind=SafetyKind.NEEDS_TEST,
    holds=None,
    reason=reason(
        "Hepatitis B can flare under chemotherapy", "L’hépatite B peut se réactiver sous chimiothérapie", "asco"
    ),
    missing=(FactId("hepatitis_b"),),
    drugs=("docetaxel",),
)
LOW_LVEF: Final = SafetyFinding(
    rule="anthracycline_lvef_low",
    kind=SafetyKind.ABSOLUTE,
    holds=True,
    reason=reason("Ejection fraction below 50 %", "FEVG inférieure à 50\u202f%", "esc"),
    drugs=("epirubicin", "doxorubicin"),
)
QTC: Final = SafetyFinding(
    rule="ribociclib_qtc",
    kind=SafetyKind.NEEDS_TEST,
    holds=None,
    reason=reason("Ribociclib prolongs QTc", "Le ribociclib allonge le QTc", "label_ribociclib"),
    missing=(FactId("qtcf"),),
)


def _evidence(level: str, english: str, french: str, source: str) -> Evidence:
    return Evidence(
        guideline=level,
        regulatory=(("EU", "approved", "2006-01"),),
        sources=(source,),
        figures=(words(english, french),),
    )


TC: Final = Option(
    id="tc",
    step="chemotherapy",
    name=words("docetaxel and cyclophosphamide", "docétaxel et cyclophosphamide"),
    state=OptionState.OFFERED,
    rank=1,
    reasons_for=(
        reason("2 positive nodes", "2 ganglions envahis", "rxponder"),
        reason("No anthracycline in it: ejection fraction 48 %", "Sans anthracycline\u202f: FEVG 48\u202f%", "esc"),
    ),
    reasons_against=(
        reason("Febrile neutropenia in 5 % (trial)", "Neutropénie fébrile chez 5\u202f% (essai)", "jones"),
        reason(
            "No gain after menopause if the recurrence score is 25 or less",
            "Sans gain après la ménopause si le score est ≤ 25",
            "rxponder",
        ),
    ),
    safety=(HEPATITIS,),
    regimen="tc",
    doses=(
        Dose(
            drug="docetaxel",
            schedule=words("day 1 of 21, 4 cycles", "jour 1 sur 21, 4 cycles"),
            amount=130,
            unit="mg",
            per="m2",
            published=75,
            arithmetic=words(
                "75 mg/m² × 1.76 m² = 132 mg, rounded by −2 %", "75 mg/m² × 1,76 m² = 132 mg, arrondi de −2\u202f%"
            ),
        ),
        Dose(
            drug="cyclophosphamide",
            schedule=words("day 1 of 21, 4 cycles", "jour 1 sur 21, 4 cycles"),
            amount=1050,
            unit="mg",
            per="m2",
            published=600,
            arithmetic=words(
                "600 mg/m² × 1.76 m² = 1,056 mg, rounded by −1 %",
                "600 mg/m² × 1,76 m² = 1\u202f056 mg, arrondi de −1\u202f%",
            ),
        ),
    ),
    arm=PLAN,
    evidence=_evidence(
        "I, A (ESMO 2024)",
        "Survival at 7 y 87 v 82 %, HR 0.69 (0.50–0.97)",
        "Survie à 7 ans 87 v 82\u202f%, HR 0,69 (0,50–0,97)",
        "jones",
    ),
    proof=Proof(
        facts={"positive_nodes": 2, "lvef": 48},
        conditions=("%positive_nodes >= 1",),
        flips=((FactId("recurrence_score"), "< 26", "not_offered"),),
    ),
)
EC: Final = Option(
    id="ec_t",
    step="chemotherapy",
    name=words("epirubicin and cyclophosphamide, then paclitaxel", "épirubicine et cyclophosphamide, puis paclitaxel"),
    state=OptionState.EXCLUDED,
    safety=(LOW_LVEF,),
    regimen="ec_t",
)
NO_CHEMOTHERAPY: Final = Option(
    id="none",
    step="chemotherapy",
    name=words("endocrine therapy alone", "hormonothérapie seule"),
    state=OptionState.OFFERED,
    rank=2,
    reasons_for=(reason("No marrow toxicity", "Pas de toxicité médullaire"),),
    reasons_against=(reason("2 positive nodes", "2 ganglions envahis", "rxponder"),),
    arm="hormone_therapy=true",
)
LETROZOLE: Final = Option(
    id="letrozole",
    step="endocrine",
    name=words("letrozole", "létrozole"),
    state=OptionState.OFFERED,
    rank=1,
    reasons_for=(
        reason("Oestrogen receptor positive, after menopause", "Récepteurs positifs, après la ménopause", "esmo"),
    ),
    reasons_against=(reason("Bone loss", "Perte osseuse", "esmo"),),
    regimen="letrozole",
    doses=(
        Dose(
            drug="letrozole",
            schedule=words("every day, 5 years", "tous les jours, 5 ans"),
            amount=2.5,
            unit="mg",
            per="flat",
            published=2.5,
        ),
    ),
    arm="hormone_therapy=true",
)
RIBOCICLIB: Final = Option(
    id="ribociclib",
    step="cdk46",
    name=words("ribociclib with letrozole", "ribociclib avec létrozole"),
    state=OptionState.OFFERED,
    rank=1,
    reasons_for=(reason("Stage IIB", "Stade IIB", "natalee"),),
    safety=(QTC,),
    regimen="ribociclib",
    doses=(
        Dose(
            drug="ribociclib",
            schedule=words("days 1–21 of 28, 3 years", "jours 1 à 21 sur 28, 3 ans"),
            amount=400,
            unit="mg",
            per="flat",
            published=400,
        ),
    ),
)
OLAPARIB: Final = Option(
    id="olaparib",
    step="parp",
    name=words("olaparib"),
    state=OptionState.BLOCKED,
    missing=(FactId("brca"),),
    regimen="olaparib",
    doses=(
        Dose(
            drug="olaparib",
            schedule=words("twice a day, 1 year", "deux fois par jour, 1 an"),
            amount=None,
            unit="mg",
            per="flat",
            published=300,
            missing=(FactId("egfr_ckd_epi"),),
        ),
    ),
)
RADIOTHERAPY: Final = Option(
    id="whole_breast",
    step="radiotherapy",
    name=words("whole-breast radiotherapy with regional nodes", "irradiation du sein et des aires ganglionnaires"),
    state=OptionState.OFFERED,
    rank=1,
    reasons_for=(reason("After breast-conserving surgery", "Après chirurgie conservatrice", "ebctcg"),),
)


def step(identifier: str, english: str, french: str, *options: Option) -> Step:
    """Return a step that applies."""
    return Step(id=identifier, title=words(english, french), applies=True, options=options)


SOURCES: Final = tuple(
    Source(id=key, title=title, doi=doi, section=section, review=review)
    for key, title, doi, section, review in (
        ("rxponder", "Kalinsky K et al. N Engl J Med 2021;385:2336", "10.1056/NEJMoa2108873", "", "read"),
        ("esc", "Lyon AR et al. Eur Heart J 2022;43:4229", "10.1093/eurheartj/ehac244", "section 4", "needed"),
        ("jones", "Jones SE et al. J Clin Oncol 2006;24:5381", "10.1200/JCO.2006.06.5391", "", "read"),
        ("esmo", "Loibl S et al. Ann Oncol 2024;35:159", "10.1016/j.annonc.2023.11.016", "", "read"),
        ("natalee", "Slamon D et al. N Engl J Med 2024;390:1080", "10.1056/NEJMoa2305488", "", "read"),
        ("asco", "Hwang JP et al. J Clin Oncol 2020;38:3698", "10.1200/JCO.20.01757", "", "needed"),
        ("label_ribociclib", "Kisqali, product information", "", "4.4", "read"),
        ("ebctcg", "EBCTCG. Lancet 2011;378:1707", "10.1016/S0140-6736(11)61629-2", "", "read"),
    )
)

PROPOSAL: Final = Proposal(
    pathway="breast_early",
    version="2026.11.0",
    title=words("Early breast cancer", "Cancer du sein localisé"),
    primary=PRIMARY.key,
    steps=(
        step("radiotherapy", "Radiotherapy", "Radiothérapie", RADIOTHERAPY),
        step("chemotherapy", "Chemotherapy", "Chimiothérapie", EC, NO_CHEMOTHERAPY, TC),
        step("endocrine", "Endocrine therapy", "Hormonothérapie", LETROZOLE),
        step("cdk46", "CDK4/6 inhibitor", "Inhibiteur de CDK4/6", RIBOCICLIB),
        step("parp", "PARP inhibitor", "Inhibiteur de PARP", OLAPARIB),
    ),
    missing=(
        MissingFact(fact_id=FactId("qtcf"), weight=1.0, decides=(("≥ 450", ("ribociclib: excluded",)),)),
        MissingFact(
            fact_id=FactId("recurrence_score"),
            weight=5.0,
            decides=(("< 26", ("tc: not_offered", "none: suggested")), ("≥ 26", ("tc: suggested",))),
            asked_by=("chemotherapy",),
        ),
        MissingFact(fact_id=FactId("brca"), weight=3.0, decides=(("true", ("olaparib: offered",)),)),
        MissingFact(fact_id=FactId("hepatitis_b"), weight=2.0),
    ),
    answer=words(
        "Suggested: whole-breast radiotherapy with regional nodes; docetaxel and cyclophosphamide; letrozole; "
        "ribociclib with letrozole.",
        "Suggéré\u202f: irradiation du sein et des aires ganglionnaires\u202f; docétaxel et cyclophosphamide\u202f; "
        "létrozole\u202f; ribociclib avec létrozole.",
    ),
    sources=SOURCES,
    review_by="2027-05-31",
)


def rich_summary(identity: Identity = IDENTITY) -> Summary:
    """Return the summary with every part filled."""
    return compose(
        case_of(rich_record(identity)),
        RESULTS,
        (PROPOSAL,),
        knowledge=(
            KnowledgeVersion(
                kind="pack", id="predict_breast_v2_2", version="1.0.0", title=words("PREDICT Breast v2.2")
            ),
        ),
    )


def sparse_summary() -> Summary:
    """Return the summary of a patient for whom there is no pathway yet."""
    return compose(case_of(PatientRecord(identity=IDENTITY, facts=(fact("weight", 70),)), primary=""), (), ())


def benign_summary() -> Summary:
    """Return the summary of a benign lesion: the pathway refuses in its own words."""
    refused = Refused(
        code="therapy.not-for-this-pathway",
        values=dict(words("Benign: no anticancer therapy.", "Bénin\u202f: pas de traitement anticancéreux.")),
    )
    proposal = Proposal(
        pathway="breast_early",
        version="2026.11.0",
        title=words("Early breast cancer", "Cancer du sein localisé"),
        primary=PRIMARY.key,
        refused=refused,
    )
    return compose(case_of(PatientRecord(identity=IDENTITY, primaries=(PRIMARY,))), (), (proposal,))


def conflict_summary() -> Summary:
    """Return the summary of a drop with two people in it, with results that must not be shown."""
    other = Identity(
        family="Exémple", given="Fictive Two", birth_date=Moment("1972-05-09"), sex="female", source=DIGEST
    )
    return compose(case_of(rich_record()), RESULTS, (PROPOSAL,), conflict=Conflict(sides=(IDENTITY, other)))
