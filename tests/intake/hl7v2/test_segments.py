"""Files of HL7 v2 to messages: frames, batches, separators, delimiters, character sets, escapes, bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.foundation.errors import Refusal
from bedside_app.intake.hl7v2 import segments
from bedside_app.intake.hl7v2.segments import (
    BinaryContent,
    BrokenHeader,
    Encoding,
    Message,
    NotHl7,
    OtherVersion,
    TooLarge,
    Truncated,
    UndeclaredCharset,
    UnknownCharset,
    UnreadableEscape,
    messages,
    opens_message,
)
from tests.intake.hl7v2.samples import HAEMOGLOBIN, MSH, OBR, PID, message

ONE = message(HAEMOGLOBIN)


def read_all(data: bytes) -> tuple[list[Message], list[type[Refusal]]]:
    found = list(messages(data))
    whole = [item for item in found if isinstance(item, Message)]
    return whole, [type(item[1]) for item in found if not isinstance(item, Message)]


def names(item: Message) -> list[str]:
    return [segment.name for segment in item.segments]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n", "\n\n"])
def test_segments_may_end_in_any_line_end(end: str) -> None:
    (one,), refused = read_all(ONE.replace("\r", end).encode())
    assert (names(one), refused) == (["PID", "OBR", "OBX"], [])


@pytest.mark.parametrize(
    "head",
    [
        b"MSH|^~\\&|a",
        b"\x0bMSH|^~\\&|a",
        b"\xef\xbb\xbfMSH|^~\\&|a",
        b"\r\n FHS|^~\\&|a",
        b"BHS|^~\\&|a",
        b"MSH#*~!$#a",
    ],
)
def test_a_file_is_recognised_by_how_it_begins(head: bytes) -> None:
    assert opens_message(head)


@pytest.mark.parametrize(
    "head", [b"", b"MSH", b"{}", b"MSHA^~\\&|", b"MSH ^~\\& ", b"PID|1", b"\xff\xfeM\x00S\x00H\x00|\x00"]
)
def test_anything_else_is_not_taken(head: bytes) -> None:
    assert not opens_message(head)
    with pytest.raises(NotHl7):
        list(messages(head))


def test_messages_of_one_file_are_counted_framed_or_not() -> None:
    framed = b"\x0b" + ONE.encode() + b"\x1c\r"
    for data in (framed * 3, ONE.encode() * 3, b"\r\n".join([ONE.encode(), framed, framed]), framed + ONE.encode() * 2):
        whole, refused = read_all(data)
        assert [one.header.message for one in whole] == [1, 2, 3]
        assert refused == []


def test_a_frame_without_its_end_costs_its_own_message_only() -> None:
    framed = b"\x0b" + ONE.encode() + b"\x1c\r"
    cut = b"\x0b" + ONE.encode()[:-20]
    for data, complete in ((cut, 0), (framed + cut, 1), (cut + framed, 1), (framed + cut + framed, 2)):
        whole, refused = read_all(data)
        assert (len(whole), refused) == (complete, [Truncated])


@pytest.mark.parametrize(
    ("trailers", "refused"),
    [
        (("BTS|2", "FTS|1"), []),
        (("BTS", "FTS"), []),
        (("BTS|2",), [Truncated]),
        ((), [Truncated, Truncated]),
        (("BTS|3", "FTS|1"), [Truncated]),
    ],
)
def test_a_batch_must_close_and_count_right(trailers: tuple[str, ...], refused: list[type[Refusal]]) -> None:
    lines = ["FHS|^~\\&|LAB", "BHS|^~\\&|LAB", ONE + ONE, *trailers]
    whole, found = read_all("\r".join(lines).encode())
    assert (len(whole), found) == (2, refused)


def test_delimiters_are_those_of_the_header() -> None:
    header = "MSH#*!?$#LAB#HOSP###20260501##ORU*R01#1#P#2.5.1"
    (one,), _ = read_all(f"{header}\rPID#1##4711***HOSP*MR##Doe$van*Jane\r".encode())
    assert one.kind == "ORU^R01"
    assert one.segments[0].component(3) == "4711"
    assert one.segments[0].encoding == Encoding("#", "*", "!", "?", "$", "ascii")


@pytest.mark.parametrize(
    "header", ["MSH|^^~\\&|", "MSH|^~|", "MSH|^~\\&#*|", "MSH|^~A&|", "MSH|^~\\|", "MSH|||", "MSH|^~ &|"]
)
def test_unusable_delimiters_are_refused(header: str) -> None:
    _, refused = read_all(f"{header}LAB|HOSP|||20260501||ORU^R01|1|P|2.5.1\r{PID}\r".encode("latin-1"))
    expected = [] if header == "MSH|^~\\|" else [BrokenHeader]
    assert refused == expected


def test_the_truncation_sign_of_version_2_7_is_accepted() -> None:
    (one,), refused = read_all(ONE.replace("^~\\&|", "^~\\&#|").replace("2.5.1", "2.7").encode())
    assert (one.version, refused) == ("2.7", [])


@pytest.mark.parametrize("version", ["", "3.0", "2", "2.x", "R01", "25"])
def test_what_is_no_version_2_is_refused(version: str) -> None:
    assert read_all(ONE.replace("|2.5.1|", f"|{version}|").encode())[1] == [OtherVersion]


@pytest.mark.parametrize("version", ["2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7.1", "2.8.2"])
def test_versions_2_1_to_2_8_are_read(version: str) -> None:
    assert read_all(ONE.replace("|2.5.1|", f"|{version}|").encode())[1] == []


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("UNICODE UTF-8", "utf-8"), ("8859/1", "latin-1"), ("8859/15", "iso8859-15"), ("8859/1~UNICODE UTF-8", "latin-1")],
)
def test_letters_are_those_of_the_declared_character_set(declared: str, codec: str) -> None:
    text = ONE.replace("UNICODE UTF-8", declared).replace(
        "Doe", "Lemaître-Œuvrard" if codec != "latin-1" else "Lemaître"
    )
    (one,), refused = read_all(text.encode(codec))
    assert refused == []
    assert one.segments[0].component(5).startswith("Lemaître")


@pytest.mark.parametrize("declared", ["", "ASCII", "UNICODE UTF-8"])
def test_bytes_outside_the_declared_character_set_are_refused(declared: str) -> None:
    data = ONE.replace("UNICODE UTF-8", declared).replace("Doe", "Lemaître").encode("latin-1")
    assert read_all(data)[1] == [UndeclaredCharset]


@pytest.mark.parametrize("declared", ["UNICODE UTF-16", "GB 18030-2000", "ISO IR87", "WINDOWS-1252", "UNICODE"])
def test_another_character_set_is_refused_by_name(declared: str) -> None:
    (item,) = messages(ONE.replace("UNICODE UTF-8", declared).encode())
    assert not isinstance(item, Message)
    assert isinstance(item[1], UnknownCharset)
    assert item[1].values == {"charset": declared}


@pytest.mark.parametrize("byte", [b"\x00", b"\x07", b"\x1b", b"\x7f"])
def test_control_characters_are_refused(byte: bytes) -> None:
    assert read_all(ONE.encode().replace(b"Doe", b"D" + byte + b"e"))[1] == [BinaryContent]


def test_a_line_that_is_no_segment_is_kept_as_such() -> None:
    (one,), _ = read_all((ONE + "second line of a comment\rOBXX|1\rob|2\r").encode())
    assert one.stray == ("second line of a comment", "OBXX|1", "ob|2")


def test_a_file_beyond_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MAX_BYTES", 100)
    with pytest.raises(TooLarge):
        list(messages(ONE.encode()))
    monkeypatch.undo()
    monkeypatch.setattr(segments, "MAX_SEGMENTS", 100)
    with pytest.raises(TooLarge):
        list(messages(ONE.encode() + b"NTE|1\r" * 300))


def test_a_hundred_thousand_repetitions_fields_and_components_stay_bounded() -> None:
    (one,), _ = read_all((ONE + "OBX|2|NM|" + "a~" * 100_000 + "|" * 100_000 + "\rZZZ|" + "b^" * 100_000).encode())
    big = one.segments[-2]
    assert len(big.repetitions(3)) == segments.MAX_REPETITIONS + 1
    assert len(big.fields) == segments.MAX_FIELDS + 1
    assert len(big.encoding.components(one.segments[-1].field(1))) == segments.MAX_COMPONENTS + 1


def test_the_place_names_the_message_and_the_segment() -> None:
    _, second = read_all((ONE + message(OBR, HAEMOGLOBIN, HAEMOGLOBIN)).encode())[0]
    assert [segment.place for segment in second.segments][-2:] == ["MSH[2]/OBX[1]", "MSH[2]/OBX[2]"]
    assert second.header.place == "MSH[2]"


# -- escapes -----------------------------------------------------------------------------------------------------------

ENCODINGS = st.sampled_from([Encoding(codec="utf-8"), Encoding("#", "*", "!", "?", "$", "utf-8")])


def escaped(text: str, encoding: Encoding) -> str:
    signs = {encoding.escape: "E", encoding.field: "F", encoding.component: "S"}
    signs |= {encoding.repetition: "R", encoding.subcomponent: "T", "\n": ".br"}
    return "".join(f"{encoding.escape}{signs[s]}{encoding.escape}" if s in signs else s for s in text)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("|^~\\&#*!?$\n")), ENCODINGS)
def test_an_escaped_text_comes_back_as_it_was(text: str, encoding: Encoding) -> None:
    assert encoding.text(escaped(text, encoding)) == text.strip()


@given(st.text(), ENCODINGS)
def test_any_text_is_unescaped_or_refused(text: str, encoding: Encoding) -> None:
    try:
        found = encoding.text(text)
    except UnreadableEscape:
        return
    assert encoding.escape not in found or encoding.escape in text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f"),
        (r"one\.br\two\.sp+2\three", "one\ntwo\nthree"),
        (r"\H\high\N\ value", "high value"),
        (r"\X41C3A9\ ", "Aé"),
        (r"a\X0D0A\b", "a\nb"),
        (r"a\.in+4\b\.fi\c", "a b c"),
    ],
)
def test_each_sequence_means_what_the_standard_says(written: str, meant: str) -> None:
    assert Encoding(codec="utf-8").text(written) == meant


@pytest.mark.parametrize(
    "written",
    [r"\C2842\ ", r"\M184842\ ", r"\Zlocal\ ", r"10\20", "\\", r"\X4\ ", r"\XFF\ ", r"\X00\ ", r"\\", r"\f\ "],
)
def test_a_sequence_that_cannot_be_read_safely_is_refused(written: str) -> None:
    with pytest.raises(UnreadableEscape):
        Encoding(codec="utf-8").text(written)


def test_a_value_of_nothing_but_escapes_is_refused_at_once() -> None:
    with pytest.raises(UnreadableEscape):
        Encoding().text("\\F\\" * 1_000_000)


def test_the_header_keeps_its_own_numbering() -> None:
    (one,), _ = read_all(MSH.encode() + b"\r" + PID.encode())
    assert one.header.field(1) == "|"
    assert one.header.field(3) == "LAB"
    assert one.header.field(10) == "1"
