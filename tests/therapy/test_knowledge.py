"""Knowledge from folders: what is used, what is set aside and why, and who may change what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.therapy.knowledge import Folders, load
from bedside_app.therapy.propose import proposal_for
from tests.therapy.tiny import DRUGS, PATHWAY, REGIMENS, SAFETY, SOURCES, dictionary, view

FILES = {
    "evidence/sources.yaml": SOURCES,
    "regimens/drugs.yaml": DRUGS,
    "regimens/regimens.yaml": REGIMENS,
    "regimens/safety.yaml": SAFETY,
    "pathways/toe.yaml": PATHWAY,
}
OTHER = PATHWAY.replace("id: toe\n", "id: other\n")


Texts = Mapping[str, str]
NONE: Texts = {}


def folders(tmp_path: Path, changed: Texts = NONE, *, it: Texts = NONE, user: Texts = NONE) -> Folders:
    """Write knowledge for each origin; `changed` replaces built-in files by their stem."""
    built_in = {name: changed.get(Path(name).stem, text) for name, text in FILES.items()}
    origins = {"built-in": built_in, "it": it, "user": user}
    for origin, files in origins.items():
        for name, text in files.items():
            path = tmp_path / origin / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    kinds = ("pathways", "regimens", "evidence")
    return {kind: tuple((origin, tmp_path / origin / kind) for origin in origins) for kind in kinds}


def test_knowledge_that_fits_is_used(tmp_path: Path) -> None:
    knowledge = load(dictionary(), folders(tmp_path))
    assert knowledge.refused == ()
    assert set(knowledge.pathways) == {"toe"}


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("%receptor = 'positive'", "%receptor = 'positiv'", "therapy.check.unknown-answer"),
        ("%receptor = 'positive'", "%receptr = 'positive'", "therapy.check.unknown-variable"),
        ("%receptor = 'positive'", "%receptor = 1", "conditions.mismatch"),
        ("%receptor = 'positive'", "%receptor ~ 'positive'", "conditions.unreadable"),
        ("%receptor = 'positive'", "%allergies = 'alphamab'", "therapy.check.collection-misused"),
        ("%receptor = 'positive'", "found(%allergies, 'alphamb')", "therapy.check.unknown-item"),
        ('large: "%size > 20"', 'large: "%size > 2000"', "therapy.check.implausible-number"),
        ('large: "%size > 20"', 'pregnant: "%size > 20"', "therapy.check.name-of-a-fact"),
        ("sensitive: \"%receptor = 'positive'\"", 'sensitive: "%large"', "therapy.check.unknown-variable"),
        ("regimen: alpha", "regimen: alpah", "therapy.check.no-such-regimen"),
        ("sources: [memory]", "sources: [memry]", "therapy.check.no-such-source"),
        ("sites: [toe]", "sites: [tow]", "therapy.check.no-such-site"),
        ("id: give_beta", "id: give_alpha", "therapy.check.duplicate"),
        ("base: 60", "bse: 60", "therapy.check.shape"),
        ("title: {en: Toe, fr: Orteil}", "title: {en: Toe}", "therapy.check.shape"),
        ('says: {en: "then {option}"', 'says: {en: "then {0.__class__}"', "therapy.check.shape"),
        ("version: 2026.1.0", "version: 2026.1.0\nversion: 2", "foundation.unreadable-yaml"),
    ],
)
def test_a_pathway_with_a_fault_is_set_aside_by_name_and_the_others_stand(
    tmp_path: Path, was: str, becomes: str, code: str
) -> None:
    broken = PATHWAY.replace(was, becomes, 1)
    assert broken != PATHWAY
    knowledge = load(dictionary(), folders(tmp_path, {"toe": broken}, it={"pathways/other.yaml": OTHER}))
    assert set(knowledge.pathways) == {"other"}
    assert code in [refused.code for refused in knowledge.refused]
    for refused in knowledge.refused:
        assert refused.source == "toe.yaml"
        assert all(say(refused.code, language, refused.values) for language in LANGUAGES)


def test_an_alias_bomb_in_a_hospitals_file_costs_that_file_only(tmp_path: Path) -> None:
    bomb = "id: &a bomb\ntitle: *a\n"
    knowledge = load(dictionary(), folders(tmp_path, it={"pathways/bomb.yaml": bomb}))
    assert set(knowledge.pathways) == {"toe"}
    assert [refused.code for refused in knowledge.refused] == ["foundation.unreadable-yaml"]


@pytest.mark.parametrize(
    ("file", "was", "becomes"),
    [
        ("safety", "%lvef < 50", "%lvf < 50"),
        ("safety", "kind: relative", "kind: relativ"),
        ("safety", "drugs: [tablets]", "drugs: [tablet]"),
        ("safety", "kind: needs_test, then: excludes", "kind: needs_test"),
        ("regimens", "needs: [bilirubin]", "needs: []"),
        ("regimens", "gfr: clearance", "gfr: egfr"),
        ("regimens", "dose: 60", "dose: -60"),
        ("drugs", "id: gammaplatin", "id: gammaplatina"),
        ("sources", "id: trial_a", "id: trial_b"),
    ],
)
def test_a_fault_in_what_pathways_share_sets_all_of_them_aside(
    tmp_path: Path, file: str, was: str, becomes: str
) -> None:
    text = {Path(name).stem: text for name, text in FILES.items()}[file]
    knowledge = load(dictionary(), folders(tmp_path, {file: text.replace(was, becomes, 1)}))
    assert knowledge.pathways == {}
    assert knowledge.refused
    for refused in knowledge.refused:
        assert all(say(refused.code, language, refused.values) for language in LANGUAGES)


def test_a_file_of_another_name_among_the_regimens_is_not_overlooked(tmp_path: Path) -> None:
    knowledge = load(dictionary(), folders(tmp_path, it={"regimens/safty.yaml": SAFETY}))
    assert knowledge.pathways == {}


def test_the_hospital_may_replace_and_each_part_names_its_origin(tmp_path: Path) -> None:
    replaced = PATHWAY.replace("version: 2026.1.0", "version: 2026.2.0")
    knowledge = load(dictionary(), folders(tmp_path, it={"pathways/toe.yaml": replaced}))
    assert knowledge.pathways["toe"].version == "2026.2.0"
    assert knowledge.origin("pathways", "toe") == "it"
    assert knowledge.origin("drugs", "alphamab") == "built-in"


def test_a_user_may_add_and_never_replace(tmp_path: Path) -> None:
    replaced = PATHWAY.replace("version: 2026.1.0", "version: 2026.3.0")
    user = {"pathways/toe.yaml": replaced, "pathways/other.yaml": OTHER}
    knowledge = load(dictionary(), folders(tmp_path, user=user))
    assert knowledge.pathways["toe"].version == "2026.1.0"
    assert knowledge.origin("pathways", "other") == "user"
    assert [refused.code for refused in knowledge.refused] == ["therapy.check.stands-already"]


def test_a_site_whose_pathway_was_set_aside_is_not_told_that_there_is_no_pathway_yet(tmp_path: Path) -> None:
    broken = PATHWAY.replace("%receptor = 'positive'", "%receptor = 'positiv'")
    elsewhere = OTHER.replace("sites: [toe]", "sites: [ear]")
    knowledge = load(dictionary(), folders(tmp_path, {"toe": broken}, it={"pathways/other.yaml": elsewhere}))
    assert "cannot be used" in proposal_for(knowledge, view()).answer["en"]
    assert proposal_for(knowledge, view(primary_site="ear")).pathway == "other"


def test_a_fault_in_one_pathway_says_nothing_about_another_cancer(tmp_path: Path) -> None:
    broken = PATHWAY.replace("base: 60", "bse: 60")
    knowledge = load(dictionary(), folders(tmp_path, {"toe": broken}, it={"pathways/other.yaml": OTHER}))
    assert proposal_for(knowledge, view()).pathway == "other"
    assert "no pathway yet" in proposal_for(knowledge, view(primary_site="ear")).answer["en"]


def test_knowledge_is_read_again_only_where_a_file_of_it_was_changed(tmp_path: Path) -> None:
    facts, where = dictionary(), folders(tmp_path)
    first = load(facts, where)
    assert load(facts, where) is first
    (tmp_path / "built-in/pathways/toe.yaml").write_text(OTHER, encoding="utf-8")
    assert set(load(facts, where).pathways) == {"other"}
    (tmp_path / "built-in/pathways/toe.yaml").unlink()
    assert load(facts, where).pathways == {}
