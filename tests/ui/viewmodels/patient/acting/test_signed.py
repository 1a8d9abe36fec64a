from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.case import ItemAgreed, ItemRejected, Person, RevisionSigned
from bedside_app.domain.summary import Verdict
from bedside_app.ui.viewmodels.patient.acting.review import start_review
from bedside_app.ui.viewmodels.patient.acting.signed import signed_of
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui import decided

WHY = "her choice"


def signed_case(case: CaseShown) -> CaseShown:
    """Return the case signed, one finding rejected."""
    items = start_review(case).items
    index = next(item for item in items if "npi||score" in item.key)
    done = decided.decided(
        case, *(ItemAgreed(item=item.item) for item in items), ItemRejected(item=index.item, reason=WHY)
    )
    person = Person(name="Dr Example", role="oncology")
    return decided.signed(done, RevisionSigned(by=person, revision=1, shown="sha256:9c1fe0a4b7d25513"))


def test_a_draft_has_no_signature_to_show(case: CaseShown) -> None:
    assert signed_of(case) is None


def test_a_signature_says_who_when_which_revision_and_the_digest_of_what_was_shown(case: CaseShown) -> None:
    shown = signed_of(signed_case(case))
    assert shown is not None
    assert (shown.by, shown.role) == ("Dr Example", "oncology")
    assert dict(shown.lines) == {
        "Signed": "24\u00a0Nov\u00a02026, 13:05 (UTC+01:00)",
        "Revision": "1",
        "Digest of what was shown": "9c1fe0a4b7d2",
    }


def test_every_decision_stands_as_it_was_signed_in_each_language(case: CaseShown, french: CaseShown) -> None:
    shown = signed_of(signed_case(case))
    there = signed_of(replace(signed_case(case), language="fr"))
    assert shown is not None
    assert there is not None
    assert len(shown.rows) == len(there.rows) == len(start_review(case).items)
    rejected = [row for row in shown.rows if row.sign.word == "Rejected"]
    assert [row.said for row in rejected] == [f"Reason: {WHY}"]
    assert [row.sign.word for row in there.rows].count("Rejeté") == 1
    assert [row.title for row in there.rows] == [item.title for item in start_review(french).items]


def test_what_was_signed_is_shown_even_where_the_items_would_be_others_by_now(case: CaseShown) -> None:
    done = signed_case(case)
    bare = replace(done, current=replace(done.current, options=(), findings=(), facts=(), flags=()))
    shown, signature = signed_of(bare), done.current.signed
    assert shown is not None
    assert signature is not None
    assert [row.key for row in shown.rows] == [one.item for one in signature.decisions]
    assert any(one.verdict is Verdict.REJECTED for one in signature.decisions)


def test_a_signature_whose_document_is_not_at_hand_still_names_the_signer(signed: CaseShown) -> None:
    shown = signed_of(signed)
    assert shown is not None
    assert (shown.by, shown.rows) == ("Dr Example", ())
