"""Tables: each row answered as if it had been asked alone, wrong columns refused by name, nothing half-written."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside_app.foundation.errors import Cancelled, Refusal
from bedside_app.foundation.progress import CancelFlag, Silent
from bedside_app.foundation.words import LANGUAGES, Language, say
from bedside_app.foundation.workers import Ending, Job, JobDone, JobRefused
from bedside_app.inference import table_job, table_read
from bedside_app.inference.ask import Inference
from bedside_app.inference.packs.card import Card, Input
from bedside_app.inference.scope import scope_facts
from bedside_app.inference.table import TableAsked, TableDone, run_table
from bedside_app.inference.values import from_text, run_vectors
from tests.inference.in_process import IN_PROCESS, builtin

JOBS = {"plan": table_job.plan, "piece": table_job.piece}


def run_here(job: Job, progress: Any) -> Ending:
    try:
        return JobDone(JOBS[job.name.rpartition(":")[2]](dict(job.arguments), progress))
    except Refusal as refusal:
        return JobRefused(refusal.code, refusal.values)


HERE = Inference(run_here)


def asked(pack_id: str, text: str | bytes, folder: Path, **more: Any) -> tuple[TableDone, list[dict[str, str]]]:
    table, out = folder / "in.csv", folder / "out.csv"
    table.write_bytes(text.encode() if isinstance(text, str) else text)
    wanted = TableAsked(table=table, out=out, language=more.pop("language", "en"), **more)
    done = run_table(builtin(pack_id), wanted, HERE)
    with out.open(encoding="utf-8", newline="") as file:
        return done, list(csv.DictReader(file))


def refused(pack_id: str, text: str | bytes, folder: Path, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        asked(pack_id, text, folder, **more)
    assert not (folder / "out.csv").exists()
    assert [path.name for path in folder.iterdir()] == ["in.csv"]
    assert all(say(caught.value.code, language, caught.value.values) for language in LANGUAGES)
    return caught.value


def cells(entry: Input) -> st.SearchStrategy[str]:
    """Return what may stand in a column: mostly right, at the edges, and everything else."""
    right: st.SearchStrategy[str]
    if entry.range is None:
        right = st.sampled_from(["true", "false"] if entry.kind == "boolean" else list(entry.codes))
    elif entry.kind == "integer":
        right = st.integers(int(entry.range.low) - 1, int(entry.range.high) + 1).map(str)
    else:
        edges = [repr(float(number)) for number in (entry.range.low, entry.range.high)]
        right = st.floats(entry.range.low, entry.range.high).map(repr) | st.sampled_from(edges)
    strange = st.sampled_from(["", " ", "nan", "inf", "-1", "1e400", "1,5", "1.5", "TRUE", "oui", " true ", "0", "1_0"])
    return right | right | right | strange | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


def facts_of(card: Card) -> list[str]:
    inputs = {entry.name for entry in card.inputs}
    return [name for name in scope_facts(card) if name not in inputs]


def scope_cell(name: str) -> st.SearchStrategy[str]:
    known = {
        "sex": ["female", "male"],
        "primary_site": ["breast", "lung"],
        "m_category": ["M0", "M1"],
        "age": ["17", "60"],
    }
    return st.sampled_from([*known.get(name, ["true", "false"]), ""])


@pytest.mark.parametrize("pack_id", ["npi", "mayo_spn", "predict_breast_v2_2", "khorana", "meld_3_0"])
@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(data=st.data())
def test_each_row_is_answered_or_refused_as_if_it_had_been_asked_alone(
    pack_id: str, tmp_path: Path, data: st.DataObject
) -> None:
    pack = builtin(pack_id)
    names = [entry.name for entry in pack.card.inputs]
    row = {entry.name: cells(entry) for entry in pack.card.inputs}
    row |= {name: scope_cell(name) for name in facts_of(pack.card)}
    rows = data.draw(st.lists(st.fixed_dictionaries(row), min_size=1, max_size=12))
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=data.draw(st.sampled_from([",", ";", "\t"])))
        writer.writeheader()
        writer.writerows(rows)
    done, answers = asked(pack_id, (tmp_path / "rows.csv").read_bytes(), tmp_path)
    given_rows = [{name: text for name, text in one.items() if text.strip()} for one in rows]
    alone = run_vectors(pack, [{"inputs": from_text(pack.card, one)} for one in given_rows], IN_PROCESS)
    assert done.rows == len(answers) == len(rows)
    for place, (answer, expected) in enumerate(zip(answers, alone, strict=True), start=1):
        assert answer["row"] == str(place)
        assert answer["refused"] == expected.get("refused", {}).get("code", "")
        outputs = expected.get("outputs", {})
        for output in pack.card.outputs:
            value = outputs.get(output.name, "")
            assert answer[output.name] == (str(value).lower() if isinstance(value, bool) else str(value)), names
        if answer["refused"]:
            assert answer["why"] == say(answer["refused"], "en", expected["refused"]["values"])
    assert sum(done.refused.values()) == sum(bool(answer["refused"]) for answer in answers)


HEADER = "tumour_size,positive_nodes,tumour_grade"


def test_rows_name_the_model_its_origin_and_the_columns_that_were_to_be_kept(tmp_path: Path) -> None:
    _, (row,) = asked("npi", f"id,ward,{HEADER}\n0071,B3,20,0,2\n", tmp_path, keep=["ward"])
    assert (row["row"], row["id"], row["ward"]) == ("1", "0071", "B3")
    assert (row["model"], row["origin"]) == ("npi 1.0.0", "built-in")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_in_the_language_that_was_asked_for(language: Language, tmp_path: Path) -> None:
    _, (row,) = asked("npi", f"{HEADER}\n20,,2\n", tmp_path, language=language)
    assert getattr(builtin("npi").card.title, language) in row["why"]


def test_patient_outside_the_population_is_refused_with_the_reason(tmp_path: Path) -> None:
    _, rows = asked("npi", f"{HEADER},sex\n20,0,2,male\n20,0,2,female\n20,0,2,\n", tmp_path)
    assert [row["refused"] for row in rows] == ["inference.out-of-scope", "", ""]


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        (f"{HEADER},colour\n", "column-unknown", "colour"),
        (f"{HEADER},tumour_size\n", "column-twice", "tumour_size"),
        (f"{HEADER},row\n", "column-unknown", "row"),
        ("tumour_size,positive_nodes\n", "columns-missing", "tumour_grade"),
        ("tumour_size [cm],positive_nodes,tumour_grade\n", "unit", "cm"),
        (f"{HEADER}\n20,0,2\n".encode("utf-16"), "unreadable", "UTF-8"),
        (f"{HEADER}\n20,0,\xe9\n".encode("latin-1"), "unreadable", "UTF-8"),
        (f'{HEADER}\n20,"0"x,2\n', "unreadable", "in.csv"),
        ("", "columns-missing", "tumour_size"),
    ],
)
def test_table_that_is_not_for_the_model_is_refused_by_name(
    text: str | bytes, code: str, named: str, tmp_path: Path
) -> None:
    refusal = refused("npi", text, tmp_path)
    assert refusal.code == f"inference.table-{code}"
    assert named in say(refusal.code, "en", refusal.values)


def test_column_that_the_answer_needs_can_not_be_kept(tmp_path: Path) -> None:
    assert refused("npi", f"{HEADER},why\n", tmp_path, keep=["why"]).code == "inference.table-column-twice"


def test_column_to_keep_that_is_not_there_is_missed(tmp_path: Path) -> None:
    assert refused("npi", f"{HEADER}\n", tmp_path, keep=["ward"]).code == "inference.table-columns-missing"


def test_unit_of_the_card_may_stand_in_the_header(tmp_path: Path) -> None:
    _, (row,) = asked("npi", "\ufefftumour_size [mm],positive_nodes,tumour_grade\r\n20,0,2\r\n", tmp_path)
    assert row["refused"] == ""


def test_row_of_another_length_is_refused_alone(tmp_path: Path) -> None:
    _, rows = asked("npi", f"{HEADER}\n20,0\n20,0,2,9\n\n20,0,2\n", tmp_path)
    assert [row["refused"] for row in rows] == ["inference.table-row-length"] * 2 + [""]


def test_line_feed_inside_quotation_marks_is_part_of_its_cell(tmp_path: Path) -> None:
    _, rows = asked("npi", f'id,{HEADER}\n"a\nb""c",20,0,2\nd,20,0,2', tmp_path)
    assert [(row["id"], row["refused"]) for row in rows] == [('a\nb"c', ""), ("d", "")]


def test_record_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_read, "_MAX_RECORD", 1000)
    text = f'id,{HEADER}\n"' + "x" * 9000 + "\n" * 2_000_000
    assert refused("npi", text, tmp_path).code == "inference.table-unreadable"


def test_pieces_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{place % 80 + 1},{place % 9},{place % 3 + 1}" for place in range(500)]
    text = f"{HEADER}\n" + "\n".join(rows)
    _, whole = asked("npi", text, tmp_path)
    monkeypatch.setattr(table_job, "_MOST_ROWS", 7)
    _, pieces = asked("npi", text, tmp_path)
    assert pieces == whole
    assert len(whole) == 500


def test_table_that_grows_while_it_is_read_leaves_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = table_read.read_piece

    def written_meanwhile(path: Path, *rest: Any) -> Any:
        with path.open("a") as file:
            file.write("1,1,1\n")
        return read(path, *rest)

    monkeypatch.setattr(table_job, "read_piece", written_meanwhile)
    assert refused("npi", f"{HEADER}\n20,0,2\n", tmp_path).code == "inference.table-changed"


def test_stopped_run_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"{HEADER}\n20,0,2\n")
    (tmp_path / "out.csv").write_text("before")
    flag = CancelFlag()
    flag.set()
    wanted = TableAsked(table=tmp_path / "in.csv", out=tmp_path / "out.csv", language="en")
    with pytest.raises(Cancelled):
        run_table(builtin("npi"), wanted, HERE, Silent(flag))
    assert (tmp_path / "out.csv").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_answer_never_takes_the_place_of_the_table(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(f"{HEADER}\n20,0,2\n")
    with pytest.raises(Refusal) as caught:
        run_table(builtin("npi"), TableAsked(table=table, out=table, language="en"), HERE)
    assert caught.value.code == "inference.answer-is-the-table"


def test_answer_that_can_not_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"{HEADER}\n20,0,2\n")
    wanted = TableAsked(table=tmp_path / "in.csv", out=tmp_path / "nowhere" / "out.csv", language="en")
    with pytest.raises(Refusal) as caught:
        run_table(builtin("npi"), wanted, HERE)
    assert caught.value.code == "inference.answer-in-the-way"


def test_real_worker_answers_a_table(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"{HEADER}\n" + "20,0,2\n" * 3)
    wanted = TableAsked(table=tmp_path / "in.csv", out=tmp_path / "out.csv", language="en")
    with Inference() as inference:
        done = run_table(builtin("npi"), wanted, inference)
    assert (done.rows, done.provider) == (3, "CPUExecutionProvider")
