"""The messages of one HL7 v2 file: unframed, decoded in the character set that each declares, split into segments.

HL7 v2.5.1, chapter 2: segments end with a carriage return (files also come with line feeds), MSH-1 and MSH-2 name the
delimiters, MSH-18 the character set; appendix C: MLLP frames a message in 0x0B and 0x1C 0x0D; FHS, BHS, BTS and FTS
wrap batches. What cannot be read safely costs its message, never its neighbours; what is beyond the bounds costs the
file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from bedside_app.foundation.errors import Refusal

__all__ = [
    "BinaryContent",
    "BrokenHeader",
    "Encoding",
    "Message",
    "NotHl7",
    "OtherVersion",
    "Segment",
    "TooLarge",
    "Truncated",
    "UndeclaredCharset",
    "UnknownCharset",
    "UnreadableEscape",
    "messages",
    "opens_message",
]

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_SEGMENTS: Final = 100_000
MAX_FIELDS: Final = 120
MAX_COMPONENTS: Final = 40
MAX_REPETITIONS: Final = 1_000
MAX_ESCAPES: Final = 10_000

_START, _END = b"\x0b", b"\x1c"
_BLANK: Final = b" \t\r\n\x1c"
_BOM: Final = b"\xef\xbb\xbf"
_SEGMENT_END: Final = re.compile(rb"\r\n|\r|\n")
_HEADERS: Final = (b"MSH", b"BHS", b"FHS")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_VERSION: Final = re.compile(r"2\.[1-9](?:\.\d)?")
_CODECS: Final = {  # HL7 table 0211
    "": "ascii",
    "ASCII": "ascii",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
    **{f"8859/{part}": f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)},
}


class NotHl7(Refusal):
    """The bytes hold no HL7 v2 message."""

    code: ClassVar[str] = "intake.hl7v2.not-hl7"


class TooLarge(Refusal):
    """The file is beyond the bounds of size or number of segments."""

    code: ClassVar[str] = "intake.hl7v2.too-large"


class Truncated(Refusal):
    """The end of a frame or of a batch is missing: what is cut off can be a correction."""

    code: ClassVar[str] = "intake.hl7v2.truncated"


class BrokenHeader(Refusal):
    """MSH-1 and MSH-2 do not give five different delimiters."""

    code: ClassVar[str] = "intake.hl7v2.broken-header"


class OtherVersion(Refusal):
    """MSH-12 names no version of HL7 v2."""

    code: ClassVar[str] = "intake.hl7v2.other-version"


class UnknownCharset(Refusal):
    """MSH-18 names a character set that Bedside does not read."""

    code: ClassVar[str] = "intake.hl7v2.unknown-charset"


class UndeclaredCharset(Refusal):
    """The message holds bytes that its declared character set does not have."""

    code: ClassVar[str] = "intake.hl7v2.undeclared-charset"


class BinaryContent(Refusal):
    """The message holds control characters: it is not text, or it was damaged on its way."""

    code: ClassVar[str] = "intake.hl7v2.binary"


class UnreadableEscape(Refusal):
    """An escape sequence of a value is unfinished, local, or switches the character set."""

    code: ClassVar[str] = "intake.hl7v2.unreadable-escape"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one message is written: its delimiters and its character set (the name of a Python codec)."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"
    codec: str = "ascii"

    def text(self, raw: str) -> str:
        """Return the text of a value that is not split further, its escapes replaced, without outer blanks.

        Raises
        ------
        UnreadableEscape
            A sequence is unfinished or local, or switches the character set (Cxxyy, Mxxyyzz); or they are too many.
        """
        if self.escape not in raw:
            return raw.strip()
        plain, *rest = raw.split(self.escape)
        if len(rest) % 2 or len(rest) > 2 * MAX_ESCAPES:
            raise UnreadableEscape(raw=f"{self.escape}{rest[-1]}"[:20])
        pieces = [plain]
        for sequence, following in zip(rest[::2], rest[1::2], strict=True):
            pieces += (self._unescaped(sequence), following)
        return "".join(pieces).strip()

    def _unescaped(self, sequence: str) -> str:
        delimiters = {
            "F": self.field,
            "S": self.component,
            "R": self.repetition,
            "T": self.subcomponent,
            "E": self.escape,
            "P": "#",
        }
        if sequence in delimiters:
            return delimiters[sequence]
        if sequence in ("H", "N"):
            return ""
        if re.fullmatch(r"\.(?:br|ce|sp\+?\d{0,2}|fi|nf|in[+-]?\d{1,3}|ti[+-]?\d{1,3}|sk\+?\d{1,3})", sequence):
            return "\n" if sequence[1:3] in ("br", "ce", "sp") else " "
        if re.fullmatch(r"X(?:[0-9A-Fa-f]{2}){1,1000}", sequence):
            return self._hexadecimal(sequence)
        raise UnreadableEscape(raw=f"{self.escape}{sequence}{self.escape}"[:20])

    def _hexadecimal(self, sequence: str) -> str:
        try:
            text = bytes.fromhex(sequence[1:]).decode(self.codec).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            raise UnreadableEscape(raw=f"{self.escape}{sequence}{self.escape}"[:20]) from error
        if _CONTROL.search(text):
            raise UnreadableEscape(raw=f"{self.escape}{sequence}{self.escape}"[:20])
        return text

    def components(self, raw: str) -> list[str]:
        """Return the components of one repetition, escapes still in them."""
        return raw.split(self.component, MAX_COMPONENTS)

    def texts(self, raw: str) -> list[str]:
        """Return the components of one repetition as texts."""
        return [self.text(part) for part in self.components(raw)]


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: `fields[n]` is field n as the standard counts, escapes still in it; `number` counts its kind."""

    name: str
    fields: tuple[str, ...]
    number: int
    message: int
    encoding: Encoding

    @property
    def place(self) -> str:
        """Where it stands in the file: `MSH[2]/OBX[5]`."""
        return f"MSH[{self.message}]" + ("" if self.name == "MSH" else f"/{self.name}[{self.number}]")

    def field(self, number: int) -> str:
        """Return one field, "" where the segment is shorter; HL7's explicit null (two quotes) is nothing too."""
        raw = self.fields[number] if number < len(self.fields) else ""
        return "" if raw == '""' else raw

    def repetitions(self, number: int) -> list[str]:
        """Return the repetitions of one field, at most `MAX_REPETITIONS` + 1 of them."""
        return self.field(number).split(self.encoding.repetition, MAX_REPETITIONS)

    def component(self, number: int, index: int = 1) -> str:
        """Return the text of one component of the first repetition; both counted from 1."""
        parts = self.encoding.components(self.repetitions(number)[0])
        return self.encoding.text(parts[index - 1]) if index <= len(parts) else ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its header, the other segments in order, and the texts between them that are no segments.

    `kind` is MSH-9 as `ORU^R01` (`ORU` where no event is said), `version` MSH-12 as `2.5.1`.
    """

    header: Segment
    kind: str
    version: str
    segments: tuple[Segment, ...]
    stray: tuple[str, ...] = ()


def opens_message(head: bytes) -> bool:
    """Say whether `head` begins an HL7 v2 message, a batch, or an MLLP frame."""
    start = head.removeprefix(_BOM).lstrip(_BLANK + _START)
    return start[:3] in _HEADERS and len(start) > 8 and not (start[3:4].isalnum() or start[3:4].isspace())


def messages(data: bytes) -> Iterator[Message | tuple[str, Refusal]]:
    """Yield each message of a file, or its place and why it is refused.

    Raises
    ------
    NotHl7, TooLarge
        The file as a whole is refused.
    """
    if not opens_message(data[:4096]):
        raise NotHl7()
    if len(data) > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES // 1024 // 1024, unit="MiB")
    if data.count(b"\r") + data.count(b"\n") > 2 * MAX_SEGMENTS:
        raise TooLarge(limit=MAX_SEGMENTS, unit="segments")
    number = 0
    for chunk, whole in _chunks(data.removeprefix(_BOM)):
        for lines in _batches(chunk):
            if lines[0][:3] != b"MSH":
                yield f"{lines[0][:3].decode('ascii', 'replace')}[{number + 1}]", Truncated()
                continue
            number += 1
            if not whole:
                yield f"MSH[{number}]", Truncated()
                continue
            try:
                yield _message(lines, number)
            except Refusal as refusal:
                yield f"MSH[{number}]", refusal


def _chunks(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield what stands in and between MLLP frames, and whether its frame is closed."""
    position = 0
    while position < len(data):
        start = data.find(_START, position)
        between = data[position : start if start >= 0 else len(data)].strip(_BLANK)
        if between:
            yield between, True
        if start < 0:
            return
        end, following = data.find(_END, start), data.find(_START, start + 1)
        cut = end < 0 or 0 <= following < end
        position = following if cut and following >= 0 else len(data) if cut else end + 1
        yield data[start + 1 : position - (not cut)], not cut


def _batches(chunk: bytes) -> Iterator[list[bytes]]:
    """Yield the lines of each message; a batch whose trailer is missing or miscounts yields its own line instead."""
    current: list[bytes] = []
    opened: list[tuple[bytes, int]] = []
    count = 0
    for line in _SEGMENT_END.split(chunk):
        name = line[:3]
        if name in (b"MSH", b"BHS", b"FHS", b"BTS", b"FTS"):
            if current:
                yield current
            current = [line] if name == b"MSH" else []
            count += name == b"MSH"
            if name in (b"BHS", b"FHS"):
                opened.append((line, count))
            elif name in (b"BTS", b"FTS"):
                header, before = opened.pop() if opened else (line, 0)
                if name == b"BTS" and _announced(line, count - before) != count - before:
                    yield [header]
        elif current and line.strip():
            current.append(line)
    if current:
        yield current
    yield from ([header] for header, _ in opened)


def _announced(trailer: bytes, default: int) -> int:
    """Return BTS-1, the number of messages in the batch; `default` where it is not given."""
    number = trailer[4:].split(trailer[3:4] or b"|", 1)[0].strip() if len(trailer) > 4 else b""
    return int(number) if number.isdigit() and len(number) < 10 else default


def _message(lines: list[bytes], number: int) -> Message:
    encoding = _encoding(lines[0])
    try:
        written = [line.decode(encoding.codec) for line in lines]
    except UnicodeDecodeError as error:
        raise UndeclaredCharset(charset=_charset(lines[0]) or "ASCII") from error
    if any(_CONTROL.search(line) for line in written):
        raise BinaryContent()
    counts: Counter[str] = Counter()
    segments, stray = [], []
    for line in written:
        name = line[:3]
        if re.fullmatch(r"[A-Z][A-Z0-9]{2}", name) is None or line[3:4] not in ("", encoding.field):
            stray.append(line)
            continue
        counts[name] += 1
        fields = line.split(encoding.field, MAX_FIELDS)
        if name == "MSH":
            fields.insert(1, encoding.field)
        segments.append(Segment(name, tuple(fields), counts[name], number, encoding))
    header = segments[0]
    version = header.component(12)
    if _VERSION.fullmatch(version) is None:
        raise OtherVersion(version=version[:20])
    kind = "^".join(part for part in (header.component(9, 1), header.component(9, 2)) if part)
    return Message(header, kind, version, tuple(segments[1:]), tuple(stray))


def _encoding(header: bytes) -> Encoding:
    """Return the delimiters of MSH-1 and MSH-2 and the character set of MSH-18.

    Raises
    ------
    BrokenHeader, UnknownCharset
    """
    separator = header[3:4]
    others = header[4:].split(separator, 1)[0] if separator else b""
    signs = (separator + others).decode("latin-1")
    printable = all("!" <= sign <= "~" and not sign.isalnum() for sign in signs)
    if len(signs) not in (4, 5, 6) or len(set(signs)) != len(signs) or not printable:
        raise BrokenHeader()
    codec = _CODECS.get(_charset(header))
    if codec is None:
        raise UnknownCharset(charset=_charset(header)[:20])
    never = "\x00"  # where MSH-2 names no subcomponent delimiter: a sign that no accepted message holds
    return Encoding(signs[0], signs[1], signs[2], signs[3], signs[4] if len(signs) > 4 else never, codec)


def _charset(header: bytes) -> str:
    """Return the first of MSH-18 in capitals: that of the whole message."""
    separator, repetition = header[3:4], header[5:6] or b"~"
    fields = header.split(separator, 18) if separator else []
    named = fields[17].split(repetition)[0] if len(fields) > 17 else b""
    return named.decode("latin-1").strip().upper()
