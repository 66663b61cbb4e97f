"""What the pages say: every word is there, other people's text stays text, figures look local."""

from __future__ import annotations

import re
import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ocrcore.web.i18n.formats import Formats
from ocrcore.web.i18n.language import of_browser
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import field_name, ordinal, plain, plain_count, say, say_count

MOMENT = datetime(2025, 3, 4, 14, 32, 10, tzinfo=UTC)


def test_a_number_chooses_singular_or_plural() -> None:
    assert plain_count("live.workers", 1) == "1 worker"
    assert plain_count("live.workers", 2) == "2 workers"
    assert say_count("done.cancel", 3) == "3 documents cancelled."


@pytest.mark.parametrize(
    ("number", "told"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (123, "123rd")]
)
def test_places_are_told_as_a_person_tells_them(number: int, told: str) -> None:
    assert ordinal(number) == told


def test_a_field_has_a_name_for_a_person() -> None:
    assert field_name("vendor_tax_id") == "Vendor tax id"


def test_a_name_that_no_catalogue_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_text"):
        plain("no_text")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ro-RO", "ro"), ("ro", "ro"), ("ro-MD", "ro"), ("en-GB", "en"), ("de-DE", "en"), ("?", "en"), (None, "en")],
)
def test_the_browser_s_language_is_taken_where_there_are_texts(locale: str | None, language: str) -> None:
    assert of_browser(locale) == language


@given(st.text(alphabet=string.printable + "ășț€", min_size=1, max_size=60))
def test_escaped_text_is_shown_letter_by_letter(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"a {escape(text)} z")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    shown = "".join(child.content for child in children).replace("\u2060", "")
    assert shown == f"a {' '.join(text.split())} z"


@pytest.mark.parametrize("text", [":red[x]", ":material/home:", ":smile:", "www.a.ro", "http://a.ro", "a@b.ro"])
def test_what_streamlit_would_rewrite_is_broken_up(text: str) -> None:
    shown = escape(text).replace("\\", "")
    assert not re.search(r":red\[|:material|:smile:|www\.|://|@b", shown)


def test_what_is_filled_in_is_escaped() -> None:
    assert say("upload.refused", reason="<b> **x**") == r"Refused: \<b\> \*\*x\*\*"


@pytest.mark.parametrize(
    ("locale", "date", "time", "number"),
    [
        ("ro-RO", "04.03.2025", "16:32:10", "1.234,5"),
        ("en-US", "3/4/2025", "4:32:10 PM", "1,234.5"),
        ("not a locale", "04/03/2025", "16:32:10", "1,234.5"),
        (None, "04/03/2025", "16:32:10", "1,234.5"),
    ],
)
def test_figures_look_local(locale: str | None, date: str, time: str, number: str) -> None:
    formats = Formats.of(locale, "Europe/Bucharest")
    assert formats.date(MOMENT) == date
    assert formats.time(MOMENT).replace("\u202f", " ") == time
    assert formats.number(1234.5, 1) == number


def test_an_unknown_time_zone_is_universal_time() -> None:
    assert Formats.of("en-GB", "Nowhere/Land").time(MOMENT) == "14:32:10"
    assert Formats.of("en-GB", None).time(MOMENT) == "14:32:10"


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.84, "0.8 s"), (14.2, "14 s"), (125, "2 min 05 s"), (4800, "1 h 20 min"), (-1, "0.0 s")]
)
def test_durations_have_the_precision_that_matters(seconds: float, told: str) -> None:
    assert Formats.of("en-GB", None).seconds(seconds) == told


def test_a_share_is_all_only_when_it_is_all() -> None:
    formats = Formats.of("en-GB", None)
    assert formats.percent(0.999) == "99%"
    assert formats.percent(1.0) == "100%"


def test_another_day_is_told_with_its_date() -> None:
    formats = Formats.of("en-GB", "Europe/Bucharest")
    assert formats.moment(MOMENT, now=MOMENT) == "16:32:10"
    assert formats.moment(MOMENT, now=datetime(2025, 3, 5, tzinfo=UTC)) == "04/03/2025 16:32:10"
    assert formats.brief(MOMENT, now=MOMENT) == "16:32:10"
    assert formats.brief(MOMENT, now=datetime(2025, 3, 5, tzinfo=UTC)) == "04/03 16:32"


def test_a_day_begins_at_the_midnight_of_who_looks() -> None:
    late = datetime(2025, 3, 4, 22, 30, tzinfo=UTC)
    assert Formats.of("ro-RO", "Europe/Bucharest").midnight(late) == datetime(2025, 3, 4, 22, 0, tzinfo=UTC)
    assert Formats.of("en-GB", None).midnight(late) == datetime(2025, 3, 4, tzinfo=UTC)
    # The clocks go forward on 30 March, so this day is an hour shorter.
    summer = datetime(2025, 3, 30, 12, 0, tzinfo=UTC)
    begun = Formats.of("ro-RO", "Europe/Bucharest").midnight(summer, days_ago=1)
    assert begun.astimezone(UTC) == datetime(2025, 3, 28, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "browser", "date", "month", "number"),
    [
        ("ro", "ro-RO", "07.11.2025", "noiembrie 2025", "1.059,37"),
        ("ro", "en-US", "7 nov. 2025", "noiembrie 2025", "1.059,37"),
        ("ro", "de-DE", "07.11.2025", "noiembrie 2025", "1.059,37"),
        ("ro", None, "07.11.2025", "noiembrie 2025", "1.059,37"),
        ("en", "en-US", "Nov 7, 2025", "November 2025", "1,059.37"),
        ("en", "en-GB", "7 Nov 2025", "November 2025", "1,059.37"),
        ("en", "ro-RO", "07.11.2025", "November 2025", "1.059,37"),
        ("en", None, "7 Nov 2025", "November 2025", "1,059.37"),
    ],
)
def test_figures_and_dates_follow_the_language_of_the_pages(
    language: str, browser: str | None, date: str, month: str, number: str
) -> None:
    formats, day = Formats.for_pages(language, browser, "Europe/Bucharest"), datetime(2025, 11, 7, tzinfo=UTC)
    assert formats.calendar_date(day.date()) == formats.date(day) == date
    assert formats.month(day.date()) == month
    assert formats.number(1059.37, 2) == number
