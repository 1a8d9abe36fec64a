"""Short names of the code systems that the dictionary knows, from the URIs, OIDs and table names that sources write."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["SHORT_NAMES", "short_name"]

SHORT_NAMES: Final = MappingProxyType(
    {
        # FHIR R4 "Using Codes", terminology.hl7.org; OIDs of the HL7 OID registry; HL7 v2 table 0396
        "http://loinc.org": "loinc",
        "urn:oid:2.16.840.1.113883.6.1": "loinc",
        "2.16.840.1.113883.6.1": "loinc",
        "ln": "loinc",
        "loinc": "loinc",
        "http://snomed.info/sct": "snomed",
        "urn:oid:2.16.840.1.113883.6.96": "snomed",
        "2.16.840.1.113883.6.96": "snomed",
        "sct": "snomed",
        "snm": "snomed",
        "http://hl7.org/fhir/sid/icd-10": "icd10",
        "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
        "http://hl7.org/fhir/sid/icd-10-de": "icd10",
        "http://fhir.de/codesystem/bfarm/icd-10-gm": "icd10",
        "urn:oid:2.16.840.1.113883.6.3": "icd10",
        "2.16.840.1.113883.6.3": "icd10",
        "urn:oid:2.16.840.1.113883.6.90": "icd10",
        "2.16.840.1.113883.6.90": "icd10",
        "i10": "icd10",
        "i10c": "icd10",
        "http://terminology.hl7.org/codesystem/icd-o-3": "icdo3",
        "http://hl7.org/fhir/sid/icd-o-3": "icdo3",
        "urn:oid:2.16.840.1.113883.6.43.1": "icdo3",
        "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
        "2.16.840.1.113883.6.88": "rxnorm",
        "rxnorm": "rxnorm",
        "http://www.whocc.no/atc": "atc",
        "2.16.840.1.113883.6.73": "atc",
        "atc": "atc",
        "http://ncicb.nci.nih.gov/xml/owl/evs/thesaurus.owl": "ncit",
        "http://ncithesaurus-stage.nci.nih.gov": "ncit",
        "urn:oid:2.16.840.1.113883.3.26.1.1": "ncit",
        "http://www.ncbi.nlm.nih.gov/gtr": "gtr",
        "http://unitsofmeasure.org": "ucum",
        "http://www.genenames.org": "hgnc",
        "http://www.genenames.org/geneid": "hgnc",
        "http://cancerstaging.org": "ajcc",
        "http://terminology.hl7.org/codesystem/v3-nullflavor": "nullflavor",
        "http://terminology.hl7.org/codesystem/data-absent-reason": "absent",
    }
)


def short_name(system: str) -> str | None:
    """Return the short name of a code system, or None for one that the dictionary does not know."""
    return SHORT_NAMES.get(system.strip().rstrip("/").casefold())
