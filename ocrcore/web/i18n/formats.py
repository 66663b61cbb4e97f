"""Numbers, dates and times as the person before the screen writes them (Unicode CLDR, through Babel)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from babel import Locale, UnknownLocaleError, dates, numbers

from ocrcore.web.i18n.language import page_language

if TYPE_CHECKING:
    from datetime import date as Day  # noqa: N812 - a method has its name
    from decimal import Decimal

_FALLBACK_LANGUAGE, _FALLBACK_LOCALE = "en", "en_GB"
_MINUTE_S = 60
_HOUR_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """The locale and the time zone of one person, and how things look in them."""

    locale: Locale
    """How figures are written, and dates in figures."""
    timezone: tzinfo
    words: Locale | None = None
    """In which months are named; None for `locale`."""
    names_months: bool = False
    """Whether a date in figures could be read in two ways, so that its month stands in letters."""

    @classmethod
    def of(cls, locale: str | None, timezone: str | None) -> Formats:
        """Return the formats for a browser's locale (`ro-RO`) and time zone (`Europe/Bucharest`), or sound defaults."""
        return cls(locale=_locale(locale), timezone=_timezone(timezone))

    @classmethod
    def for_pages(cls, language: str, browser: str | None, timezone: str | None) -> Formats:
        """Return the formats of pages in a language, before a browser of a locale and a time zone.

        Figures and dates are written as the language writes them, with the customs of the browser's country where that speaks it.
        English is read everywhere: a browser of another language keeps its own figures there. A date shows its month in
        letters unless day, month and year come in an order that nobody mistakes, on the page and in the browser.
        """
        own = _locale(language if language != _FALLBACK_LANGUAGE else None)
        here = _locale(browser) if browser else own
        figures = here if language in {here.language, _FALLBACK_LANGUAGE} else own
        words = here if here.language == language else own
        is_plain = _order_is_plain(figures) and _order_is_plain(here)
        return cls(locale=figures, timezone=_timezone(timezone), words=words, names_months=not is_plain)

    def time(self, moment: datetime) -> str:
        """Return a time of day with seconds: `14:32:10`."""
        return dates.format_time(moment, "medium", tzinfo=self.timezone, locale=self.locale)

    def date(self, moment: datetime) -> str:
        """Return the date of a moment with all four digits of the year: `14.03.2025`, or `14 mar. 2025`."""
        return self.calendar_date(moment.astimezone(self.timezone).date())

    def calendar_date(self, day: Day) -> str:
        """Return a date with all four digits of the year: `14.03.2025`, or `14 mar. 2025` where that could be mistaken."""
        return self._named("yMMMd", day) if self.names_months else self._in_figures("yMMdd", day)

    def month(self, first: Day) -> str:
        """Return a month with its year: `martie 2025`."""
        return self._named("yMMMM", first)

    def moment(self, moment: datetime, *, now: datetime) -> str:
        """Return the time alone for a moment of today, else with its date."""
        same_day = moment.astimezone(self.timezone).date() == now.astimezone(self.timezone).date()
        return self.time(moment) if same_day else f"{self.date(moment)} {self.time(moment)}"

    def brief(self, moment: datetime, *, now: datetime) -> str:
        """Return the time of a moment of today, else its day and hour without seconds: `14.03 14:32`."""
        if moment.astimezone(self.timezone).date() == now.astimezone(self.timezone).date():
            return self.time(moment)
        return f"{self.day(moment)} {self.hour(moment)}"

    def day(self, moment: datetime) -> str:
        """Return a day without its year: `14.03`, or `14 mar.`."""
        day = moment.astimezone(self.timezone).date()
        return self._named("MMMd", day) if self.names_months else self._in_figures("MMdd", day)

    def hour(self, moment: datetime) -> str:
        """Return a time of day without seconds: `14:00`."""
        return dates.format_time(moment, "short", tzinfo=self.timezone, locale=self.locale)

    def _named(self, skeleton: str, day: Day) -> str:
        return dates.format_skeleton(skeleton, day, locale=self.words or self.locale)

    def _in_figures(self, skeleton: str, day: Day) -> str:
        return dates.format_skeleton(skeleton, day, locale=self.locale)

    def midnight(self, now: datetime, *, days_ago: int = 0) -> datetime:
        """Return when this person's day began, or one of the days before it."""
        today = now.astimezone(self.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=days_ago)

    @property
    def decimal_mark(self) -> str:
        """What parts a number's whole from its fraction."""
        return numbers.get_decimal_symbol(self.locale)

    @property
    def group_mark(self) -> str:
        """What parts a number's thousands."""
        return numbers.get_group_symbol(self.locale)

    def number(self, value: float | Decimal, digits: int = 0) -> str:
        """Return a number with the locale's marks: `1.234,5`."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return numbers.format_decimal(value, format=pattern, locale=self.locale)

    def figure(self, value: float) -> str:
        """Return a number as it is, with at most three decimals: `31,2`."""
        return numbers.format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """Return a share of 1 in whole per cent, rounded down so that 100 % means all."""
        return numbers.format_percent(math.floor(share * 100 + 1e-9) / 100, locale=self.locale)

    def seconds(self, seconds: float) -> str:
        """Return a duration to the precision that matters: `0.8 s`, `14 s`, `2 min 05 s`, `1 h 20 min`."""
        if seconds < 9.95:
            return f"{self.number(max(0.0, seconds), 1)} s"
        whole = round(seconds)
        if whole < _MINUTE_S:
            return f"{whole} s"
        if whole < _HOUR_S:
            return f"{whole // _MINUTE_S} min {whole % _MINUTE_S:02d} s"
        return f"{self.number(whole // _HOUR_S)} h {whole % _HOUR_S // _MINUTE_S:02d} min"

    def span(self, seconds: int) -> str:
        """Return a round duration in its largest unit: `10 s`, `5 min`, `2 h`."""
        if seconds < _MINUTE_S:
            return f"{seconds} s"
        return f"{seconds // _MINUTE_S} min" if seconds < _HOUR_S else f"{seconds // _HOUR_S} h"

    def waiting(self, seconds: float) -> str:
        """Return a duration that counts on the screen, in whole seconds so that it does not flicker."""
        return self.seconds(float(int(seconds))) if seconds >= 10 else f"{max(0, int(seconds))} s"

    def about(self, seconds: float) -> str:
        """Return a predicted duration in whole seconds, at least one."""
        return f"{max(1, round(seconds))} s" if seconds < 9.5 else self.seconds(seconds)

    def size(self, size_bytes: int) -> str:
        """Return a file's size: `840 kB`, `2.1 MB`."""
        if size_bytes < 999_500:
            return f"{self.number(max(1, round(size_bytes / 1000)))} kB"
        return f"{self.number(size_bytes / 1_000_000, 1)} MB"


def visitor_formats() -> Formats:
    """Return the formats of the person whose browser runs this page."""
    return Formats.for_pages(page_language(), st.context.locale, st.context.timezone)


def _order_is_plain(locale: Locale) -> bool:
    """Tell whether a date in figures begins with its year, or stands as day.month.year."""
    pattern = str(locale.date_formats["short"].pattern)
    return pattern.startswith("y") or (pattern.startswith("d") and "." in pattern)


def _locale(name: str | None) -> Locale:
    try:
        return Locale.parse((name or _FALLBACK_LOCALE).replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(_FALLBACK_LOCALE)


def _timezone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return UTC
