"""Dates and times of day as they are printed: candidates with their spans, read day first unless it cannot be so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from ocrcore.extraction.values.numbers import LOOKALIKES

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_YEAR, LAST_YEAR = 1990, 2099

_MONTH_NAMES = (
    "IANUARIE JANUARY JANUAR JANVIER JANVARIS JANUARI JANVARI JANUARIS ENERO GENNAIO IAN JAN JANV",
    "FEBRUARIE FEBRUARY FEBRUAR FEVRIER FEBRUARIS FEBRUARI FEBRERO FEBBRAIO FEB FEBR FEV FEVR",
    "MARTIE MARCIUS MARCH MARZ MAERZ MARS MARTS MAART MARZO MAC MAR MRT MAREI",
    "APRILIE APRIL AVRIL APRILIS ABRIL APRILE APR AVR",
    "MAI MAJUS MAY MAIJS MEI MAYO MAGGIO MAIJA",
    "IUNIE JUNIUS JUNE JUNI JUIN JUNIJS JUNIO GIUGNO IUN JUN JUNIJA",
    "IULIE JULIUS JULY JULI JUILLET JULIJS JULIO LUGLIO JULAI IUL JUL JUIL JULIJA",
    "AUGUST AUGUSZTUS AOUT AUGUSTS AUGUSTUS AGOSTO OGOS AUG AGO",
    "SEPTEMBRIE SZEPTEMBER SZEPT SEPTEMBER SEPTEMBRE SEPTEMBRIS SEPTIEMBRE SETTEMBRE SEPT SEP",
    "OCTOMBRIE OCTOBER OKTOBER OCTOBRE OKTOBRIS OCTUBRE OTTOBRE OCT OKT 0CT",
    "NOIEMBRIE NOVEMBER NOVEMBRE NOVEMBRIS NOIEM NOV NOI",
    "DECEMBRIE DECEMBER DEZEMBER DECEMBRE DECEMBRIS DICIEMBRE DICEMBRE DISEMBER DEC DEZ DIS",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
"""Names of months in folded letters: Romanian, English, German, French, Latvian, Dutch, Malay, Spanish, Italian, Hungarian."""

_MONTH = "(?P<m>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_CLOCK = r"(?=\d{1,2}:[0-5]\d|(?:[01]\d|2[0-3])[.-][0-5]\d(?!\d))"
_YEAR_END = rf"(?:(?!\d)|{_CLOCK}|(?=0RA\W))"
"""A date ends before what is no digit, or before a time of day whose blank was not read (`07/01/2620:11`)."""
_D = r"[\dOQILSBZ|]"
_PATTERNS = (
    re.compile(
        rf"(?<!\d)(?<!\d[./-])(?P<y>\d{{4}})\s?(?P<s>[./-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?(?P<d>\d{{1,2}}){_YEAR_END}"
    ),
    re.compile(
        rf"(?<!\d)(?<!\d[./])(?P<d>\d{{1,2}})\s?(?P<s>[./-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?(?:(?P=s)\s?)?"
        rf"(?P<y>(?:19|20)\d\d|\d\d){_YEAR_END}(?!(?P=s)\d)"
    ),
    re.compile(r"(?<!\d)(?<!\d )(?P<d>\d{2}) (?P<m>\d{2}) (?P<y>20\d\d)(?=\s{1,3}\d{1,2}[:.-][0-5]\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:ST|ND|RD|TH|ER)?[\s.\-/]{{0,3}}{_MONTH}(?![A-Z])[\s.,\-/']{{0,3}}(?P<y>(?:19|20)\d\d|\d\d(?!\s?,?\s?\d{{4}})){_YEAR_END}"),
    re.compile(rf"(?<![A-Z]){_MONTH}(?![A-Z])\.?\s?(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?\s?[,.]?\s?(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d)\.?\s?{_MONTH}(?![A-Z])\.?\s?(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d)\.?\s?GADA\s(?P<d>\d{{1,2}})\.?\s?{_MONTH}"),
)  # fmt: skip
_LOOSE = re.compile(
    rf"(?<![A-Z\d])(?P<d>{_D}{{2}})\s?[./,:-]\s?(?P<m>{_D}{{2}})\s?[./,:-]\s?(?P<y>2{_D}{{3}}|20 \d\d)(?![A-Z\d])"
)
_ONE_SIGN_LOST = (
    re.compile(r"(?<![A-Z\d])(?P<d>\d\d) (?P<m>\d\d)[./-](?P<y>20\d\d)(?![A-Z\d]|[.,]\d)"),
    re.compile(r"(?<![A-Z\d])(?P<d>\d\d)[./-](?P<m>\d\d) (?P<y>20\d\d)(?![A-Z\d]|[.,]\d)"),
    re.compile(r"(?<![A-Z\d])(?P<d>\d\d)[./-](?P<m>\d\d) (?P<y>\d\d)(?=\s{1,3}[0-2]\d[:.-][0-5]\d)"),
)
"""A sign between day, month and year that was too faint to be read."""
_TIME = re.compile(
    r"(?<!\d)(?<![\d][.,:/-])(?P<h>[01]?\d|2[0-4])\s?(?P<s>[:H;])\s?(?P<m>[0-5]\d)"
    r"(?:\s?[:;]\s?(?P<sec>[0-5]\d))?(?!\d)(?!:\d)\s?(?P<half>[AP]\.?M)?"
)
_TIME_AFTER_DATE = re.compile(
    r"\s{0,4}(?P<h>[01]\d|2[0-3])(?P<s>[-.])(?P<m>[0-5]\d)(?:(?P=s)(?P<sec>[0-5]\d))?(?![\d.,-])"
)
_TIME_LABEL_BEFORE = re.compile(r"(?<![A-Z/])(?:ORA|TIME|HEURE|UHRZEIT|LAIKS)\s?[:.]{0,2}\s{0,3}$")
_TIME_AFTER_LABEL = re.compile(
    r"(?:\b[O0]RA|\bORĂ|\bTIME|\bHEURE|\bUHRZEIT|\bLAIKS|\bOR[A4])\s?[:.]{0,2}\s{0,3}"
    r"(?P<h>[01]?\d|2[0-4])\s?(?P<s>[-.:,H])\s?(?P<m>[0-5]\d)(?:\s?[-.:,]\s?(?P<sec>[0-5]\d))?(?![\d])"
    r"(?!\s{1,3}-?\d[\d.,]{0,12}[.,]\d\d(?![\d.,/:-]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFound:
    """A date with its span. `exact` is false when letters were taken for digits; `swapped` when the month came first."""

    start: int
    end: int
    value: date
    full_year: bool
    exact: bool = True
    swapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeFound:
    """A time of day with its span; `text` is `HH:MM` or `HH:MM:SS` as it was printed."""

    start: int
    end: int
    text: str


def find_dates(folded: str, *, month_first: bool = False) -> list[DateFound]:
    """Return the dates of a folded row from left to right; `month_first` where `03/10/2025` is the tenth of March."""
    found: list[DateFound] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            _add(found, _from_match(match, exact=True, month_first=month_first))
    if not found:
        for match in _LOOSE.finditer(folded):
            _add(found, _from_match(match, exact=_is_clean(match)))
        for pattern in _ONE_SIGN_LOST:
            for match in pattern.finditer(folded):
                _add(found, _from_match(match, exact=False))
    return _without_times(folded, sorted(found, key=lambda each: each.start))


def _without_times(folded: str, dates: list[DateFound]) -> list[DateFound]:
    """Leave out what looks like a date but is a time of day with dashes or points behind a date (`17-11-32`)."""
    kept: list[DateFound] = []
    for each in dates:
        gap = folded[kept[-1].end : each.start] if kept else "no date before"
        is_time = not each.full_year and kept and (not gap.strip() or _TIME_LABEL_BEFORE.search(gap))
        if not is_time and not _TIME_LABEL_BEFORE.search(folded[: each.start]):
            kept.append(each)
    return kept


def find_times(folded: str, dates: list[DateFound]) -> list[TimeFound]:
    """Return the times of day of a folded row; digits that belong to a date are not looked at."""
    text = folded
    for each in dates:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    for each in dates:
        behind = _TIME_AFTER_DATE.match(text, each.end)
        found = _time(behind, None) if behind else None
        if found:
            return [found]
    return list(_times(text))


def _times(text: str) -> Iterator[TimeFound]:
    labelled = _TIME_AFTER_LABEL.search(text)
    if labelled:
        found = _time(labelled, None)
        if found:
            yield found
            return
    for match in _TIME.finditer(text):
        found = _time(match, match.group("half"))
        if found:
            yield found


def _time(match: re.Match[str], half: str | None) -> TimeFound | None:
    hour, minute, second = int(match.group("h")), int(match.group("m")), match.group("sec")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("P") else 0)
    try:
        value = time(hour % 24, minute, int(second or 0))
    except ValueError:
        return None
    return TimeFound(start=match.start("h"), end=match.end(), text=value.strftime("%H:%M:%S" if second else "%H:%M"))


def _add(found: list[DateFound], new: DateFound | None) -> None:
    if new and not any(new.start < old.end and old.start < new.end for old in found):
        found.append(new)


def _is_clean(match: re.Match[str]) -> bool:
    return all(letter.isdigit() or letter in "./-,: " for letter in match.group())


def _from_match(match: re.Match[str], *, exact: bool, month_first: bool = False) -> DateFound | None:
    month_text = match.group("m")
    year_text = match.group("y").translate(LOOKALIKES).replace(" ", "")
    year = int(year_text)
    year += 2000 if len(year_text) == 2 and year < 70 else 1900 if len(year_text) == 2 else 0
    day = int(match.group("d").translate(LOOKALIKES))
    month = MONTHS[month_text] if month_text in MONTHS else int(month_text.translate(LOOKALIKES))
    may_swap = month_text not in MONTHS and match.start("d") < match.start("m")
    swapped = month > 12 >= day and month_text not in MONTHS
    swapped = swapped or (month_first and may_swap and day <= 12 and match.group("s") in {"/", "-"})
    if swapped:
        day, month = month, day
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return DateFound(
        start=match.start(), end=match.end(), value=value, full_year=len(year_text) == 4, exact=exact, swapped=swapped
    )
