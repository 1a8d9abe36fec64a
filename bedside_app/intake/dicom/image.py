"""The image of one DICOM file as its header describes it, with the reason where its pixels are not shown."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from bedside_app.domain.image import ImageInstance, ImageSeries
from bedside_app.domain.moment import Moment
from bedside_app.domain.record import Refused
from bedside_app.foundation.dicom import DicomFile, layout_of
from bedside_app.foundation.dicom.layout import OddPixels
from bedside_app.foundation.errors import Refusal
from bedside_app.intake.dicom.spacing import regions_of, spacing_of
from bedside_app.intake.dicom.text import charset_of, text_of
from bedside_app.intake.reading import refused_at
from bedside_app.intake.source import Source

__all__ = ["NotShownYet", "series_of"]

_STORAGE: Final = "1.2.840.10008.5.1.4.1.1"
_ULTRASOUND: Final = frozenset(f"{_STORAGE}.{number}" for number in ("3", "3.1", "6", "6.1"))
_CAPTURE: Final = frozenset(f"{_STORAGE}.{number}" for number in ("7", "7.1", "7.2", "7.3", "7.4"))
_CAPTURED: Final = frozenset({"", "OT", "SC", "US"})  # a captured CT slice is still CT: not half shown
_LOSSY: Final = frozenset(f"1.2.840.10008.1.2.4.{number}" for number in ("50", "51", "81", "91", "203", "112"))
_UID: Final = re.compile(r"[0-9.]{1,64}")
_DATES: Final = (0x00080022, 0x00080032), (0x00080023, 0x00080033), (0x00080021, 0x00080031), (0x00080020, 0x00080030)
_STAMP: Final = re.compile(r"(\d{4})\.?(\d\d)\.?(\d\d)(?:(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d{1,6})?)?)?([-+]\d{4})?")
_SIDES: Final = frozenset({"L", "R", "B"})


class NotShownYet(Refusal):
    """An image of a kind that a later version shows."""

    code: ClassVar[str] = "imaging.not-shown-yet"


def series_of(file: DicomFile, source: Source) -> ImageSeries:
    """Return the series of a file's image, with this one image in it."""
    charset = charset_of(file)

    def said(tag: int) -> str:
        return (text_of(file.raw(tag), charset) or "")[:256]

    return ImageSeries(
        uid=file.text(0x0020000E)[:64],
        study_uid=file.text(0x0020000D)[:64],
        modality=file.text(0x00080060)[:16],
        body_part=said(0x00180015),
        description=said(0x0008103E),
        manufacturer=said(0x00080070),
        model=said(0x00081090),
        instances=(_instance(file, source),),
    )


def _instance(file: DicomFile, source: Source) -> ImageInstance:
    rows, columns = _count(file, 0x00280010), _count(file, 0x00280011)
    side = (file.text(0x00200062) or file.text(0x00200060)).upper()
    directions = file.texts(0x00200020)
    return ImageInstance(
        uid=file.text(0x00080018)[:64],
        source=source.digest,
        place=source.name,
        number=file.integer(0x00200013),
        taken=_taken(file),
        rows=rows,
        columns=columns,
        frames=_count(file, 0x00280008) or 1,
        samples=_count(file, 0x00280002),
        bits=_count(file, 0x00280101),
        photometric=file.text(0x00280004)[:16],
        transfer_syntax=file.transfer_syntax[:64],
        laterality=side if side in _SIDES else "",
        spacing=spacing_of(file),
        regions=regions_of(file, rows, columns),
        window=_window(file),
        frame_ms=_frame_ms(file),
        orientation=(directions[0][:16], directions[1][:16]) if len(directions) == 2 else ("", ""),
        lossy=file.text(0x00282110) == "01" or file.transfer_syntax in _LOSSY,
        refused=_refused(file, source),
    )


def _count(file: DicomFile, tag: int) -> int:
    value = file.integer(tag)
    return value if value is not None and value >= 0 else 0


def _refused(file: DicomFile, source: Source) -> Refused | None:
    """Return why the pixels are not shown, None where they are."""
    kind, modality = file.text(0x00080016), file.text(0x00080060).upper()
    try:
        if not (kind in _ULTRASOUND or (kind in _CAPTURE and modality in _CAPTURED)):
            raise NotShownYet(modality=modality[:16] or None)
        for tag, attribute in ((0x00080018, "SOP Instance UID"), (0x0020000E, "Series Instance UID")):
            if not _UID.fullmatch(file.text(tag)):
                raise OddPixels(attribute=attribute, value=file.text(tag)[:64] or None)
        layout_of(file)
    except Refusal as refusal:
        return refused_at(refusal, source, source.name)
    return None


def _taken(file: DicomFile) -> Moment | None:
    """Return when the image was acquired, else made, else when its series or study began."""
    zone = file.text(0x00080201)
    stamps = (file.text(0x0008002A), *(file.text(day) + file.text(time) for day, time in _DATES if file.text(day)))
    return next((moment for stamp in stamps if (moment := _moment(stamp, zone)) is not None), None)


def _moment(stamp: str, zone: str) -> Moment | None:
    match = _STAMP.fullmatch(stamp)
    if match is None:
        return None
    year, month, day, hour, minute, second, own_zone = match.groups()
    text = f"{year}-{month}-{day}"
    if hour is not None:
        offset = own_zone or (zone if re.fullmatch(r"[-+]\d{4}", zone) else "")
        text += (
            f"T{hour}:{minute}" + (f":{second}" if second else "") + (f"{offset[:3]}:{offset[3:]}" if offset else "")
        )
    try:
        return Moment(text)
    except ValueError:  # no moment of the calendar
        return None


def _window(file: DicomFile) -> tuple[float, float] | None:
    centre, width = file.number(0x00281050), file.number(0x00281051)
    return (centre, width) if centre is not None and width is not None and width >= 1 else None


def _frame_ms(file: DicomFile) -> float | None:
    """Return the time between frames, from the time itself or from a rate in frames a second."""
    time = file.number(0x00181063)
    rate = file.number(0x00180040) or file.number(0x00082144)
    if time is None and rate is not None and rate > 0:
        time = 1000 / rate
    return time if time is not None and 0 < time <= 60_000 else None
