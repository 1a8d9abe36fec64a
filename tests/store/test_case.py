from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bedside_app.domain.case import (
    CasePhase,
    FactEntered,
    FactRejected,
    FilesAdded,
    Person,
    Reassessed,
    RevisionSigned,
    Undone,
)
from bedside_app.domain.listed import RowExtras
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Fault
from bedside_app.store.case import (
    Case,
    CaseIsSigned,
    DocumentDiffers,
    NoSuchDocument,
    NothingToAmend,
    NothingToUndo,
    ReasonMissing,
    ResultTooOld,
    StoreReadOnly,
    digest_of,
)
from bedside_app.store.store import Access, Store
from tests.store.cases import AT, BY, RECORD, agreed, new_case, opened, typed

LETTER = b"a letter"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "store") as store:
        yield store


@pytest.fixture
def case(store: Store) -> Case:
    return store.case(new_case(store, {digest_of(LETTER): LETTER}))


def enter(case: Case, number: float = 55) -> None:
    case.append(FactEntered(fact=typed(number)), at=AT, by=BY)


def test_a_case_reopens_as_it_was_left(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        case = store.case(new_case(store))
        enter(case)
        case.append(agreed("tc"), at=AT, by=BY)
        left = (case.state, case.events())
    with opened(tmp_path) as store:
        case = store.case(case.id)
        assert (case.state, case.events()) == left


def test_an_undone_fact_is_gone_from_the_record_and_stays_in_the_trail(case: Case) -> None:
    enter(case)
    case.undo(at=AT, by=BY)
    assert case.state.record == RECORD
    assert len(case.events()) == 3
    with pytest.raises(NothingToUndo):
        case.undo(at=AT, by=BY)


def test_a_result_of_an_older_revision_is_refused(case: Case) -> None:
    case.save_result(1, b"{}")
    enter(case)
    with pytest.raises(ResultTooOld):
        case.save_result(1, b"{late}")
    assert (case.result(), case.result(1)) == (None, b"{}")


def test_a_signed_case_is_read_only_and_keeps_what_was_shown(case: Case) -> None:
    case.sign(b"{shown}", revision=1, at=AT, by=BY)
    for change in (
        lambda: enter(case),
        lambda: case.undo(at=AT, by=BY),
        lambda: case.save_result(1, b"{other}"),
        lambda: case.sign(b"{other}", revision=1, at=AT, by=BY),
    ):
        with pytest.raises(CaseIsSigned):
            change()
    assert case.result() == b"{shown}"
    assert case.state.signed == RevisionSigned(by=BY, revision=1, shown=digest_of(b"{shown}"))


def test_what_was_shown_for_an_older_revision_cannot_be_signed(case: Case) -> None:
    enter(case)
    with pytest.raises(ResultTooOld):
        case.sign(b"{}", revision=1, at=AT, by=BY)
    assert case.state.phase is CasePhase.DRAFT


def test_an_amendment_is_a_new_revision_and_the_signed_one_stays(case: Case) -> None:
    with pytest.raises(NothingToAmend):
        case.amend("new scan", at=AT, by=BY)
    case.sign(b"{shown}", revision=1, at=AT, by=BY)
    case.amend("new scan", at=AT, by=BY)
    enter(case)
    assert (case.revision, case.state.phase, case.result(1)) == (3, CasePhase.AMENDED, b"{shown}")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_rejection_without_a_reason_is_refused_and_nothing_is_kept(case: Case, reason: str) -> None:
    with pytest.raises(ReasonMissing):
        case.append(FactRejected(fact=typed(55), reason=reason), at=AT, by=BY)
    assert len(case.events()) == 1


def test_a_signature_cannot_be_slipped_in_as_an_edit(case: Case) -> None:
    with pytest.raises(Fault):
        case.append(RevisionSigned(by=Person(name="x"), revision=1, shown=""), at=AT, by=BY)


def test_documents_come_back_byte_for_byte_and_unknown_ones_are_refused(case: Case) -> None:
    assert case.documents() == (digest_of(LETTER),)
    assert case.document(digest_of(LETTER)) == LETTER
    with pytest.raises(NoSuchDocument):
        case.document(digest_of(b"other"))


def test_files_added_bring_their_record_and_their_bytes_together(case: Case) -> None:
    record = RECORD.with_facts((typed(60),))
    scan = digest_of(b"scan")
    case.add_files(FilesAdded(record=record, digests=(scan,)), {scan: b"scan"}, at=AT, by=BY)
    assert (case.state.record, case.document(scan)) == (record, b"scan")


def test_a_file_that_changed_while_copied_keeps_nothing_of_the_case(store: Store) -> None:
    with pytest.raises(DocumentDiffers):
        new_case(store, {digest_of(LETTER): b"another letter"})
    assert store.cases() == ()


def test_a_clock_set_back_is_shown_and_the_order_stays(case: Case) -> None:
    case.append(agreed("a"), at=Moment("2026-11-23T10:00:00+01:00"), by=BY)
    case.append(agreed("b"), at=AT, by=BY)
    assert [one.clock_set_back for one in case.events()] == [False, True, False]
    assert [one.sequence for one in case.events()] == [1, 2, 3]


def test_a_reader_sees_what_was_written_and_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as writer, opened(tmp_path, Access.READ) as reader:
        case = new_case(writer)
        enter(writer.case(case))
        seen = reader.case(case)
        assert seen.state == writer.case(case).state
        with pytest.raises(StoreReadOnly):
            enter(seen)
        with pytest.raises(StoreReadOnly):
            new_case(reader)


def test_the_exported_trail_can_be_checked_with_nothing_but_sha256(case: Case) -> None:
    enter(case)
    document = json.loads(case.export_audit())
    before = ""
    for entry in document["trail"]:
        text = f"{before}\n{document['case']}\n{entry['sequence']}\n{entry['line']}"
        before = hashlib.sha256(text.encode()).hexdigest()
        assert before == entry["link"]
    assert len(document["trail"]) == 2


def test_a_case_with_added_identity_shows_it_on_the_worklist(store: Store, case: Case) -> None:
    renamed = replace(RECORD, identity=replace(RECORD.identity, family="<b>Other</b>"))
    case.add_files(FilesAdded(record=renamed, digests=()), {}, at=AT, by=BY)
    (row,) = store.cases()
    assert (row.identity.family, row.revision, row.events) == ("<b>Other</b>", 2, 2)
    assert "Other" not in repr(row)


def test_several_edits_are_kept_together_or_not_at_all(case: Case) -> None:
    stored = case.append(agreed("a"), agreed("b"), at=AT, by=BY)
    with pytest.raises(ReasonMissing):
        case.append(agreed("c"), FactRejected(fact=typed(55), reason=" "), at=AT, by=BY)

    assert [one.sequence for one in stored] == [2, 3]
    assert [one.said.item.id for one in case.state.decisions_now] == ["a", "b"]


def test_a_result_takes_the_place_of_every_earlier_one_that_nobody_signed(case: Case) -> None:
    case.save_result(1, b"{draft}")
    enter(case)
    case.sign(b"{shown}", revision=2, at=AT, by=BY)
    case.amend("a new score", at=AT, by=BY)

    case.save_result(3, b"{new}")

    assert [case.result(revision) for revision in (1, 2, 3)] == [None, b"{shown}", b"{new}"]


def test_decisions_of_another_day_are_taken_again_and_undo_leaves_the_day(case: Case) -> None:
    enter(case)
    case.append(agreed("a"), at=AT, by=BY)
    case.append(Reassessed(as_of="2026-11-25"), at=AT, by=BY)

    assert case.state.decisions_now == ()
    assert isinstance(case.undo(at=AT, by=BY).event, Undone)
    assert case.state.decisions == ()


def test_what_the_worklist_says_of_a_case_goes_with_the_result_that_it_is_of(store: Store) -> None:
    case = store.case(new_case(store))
    extras = RowExtras(question={"en": "Which drug?", "fr": "Quel traitement ?"}, red=1)
    case.save_result(1, b"{}", extras)
    case.append(agreed("a"), at=AT, by=BY)
    assert [row.extras for row in store.cases()] == [extras]

    enter(case)

    assert [row.extras for row in store.cases()] == [None]


def test_two_threads_append_one_after_the_other(case: Case) -> None:
    def append(name: str) -> None:
        for number in range(20):
            case.append(agreed(f"{name}{number}"), at=AT, by=BY)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(append, ("a", "b")))

    assert [stored.sequence for stored in case.events()] == list(range(1, 42))
    assert len(case.state.decisions_now) == 40
