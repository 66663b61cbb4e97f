"""Letters and pages of running text: no bookable document."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from training.synthetic.model import Document, Graphic, left, right
from training.synthetic.names import coined, company_ro, person_ro
from training.synthetic.prose import CLOSINGS, OPENINGS, SENTENCES, SUBJECTS
from training.synthetic.receipt_ro import moment
from training.synthetic.sheet import Sheet
from training.synthetic.world import COUNTRIES, company_abroad

if TYPE_CHECKING:
    from random import Random

    from training.synthetic.names import Company

_COUNTRY = {"ro": "RO", "en": "GB", "de": "DE", "fr": "FR", "hu": "HU"}


def _sender(rng: Random, language: str) -> Company:
    return company_ro(rng) if language == "ro" else company_abroad(rng, _COUNTRY[language])


def _name(rng: Random, language: str) -> str:
    return (
        rng.choice((person_ro(rng).split()[0], coined(rng)))
        if language == "ro"
        else rng.choice(COUNTRIES[_COUNTRY[language]].people)
    )


def _paragraph(rng: Random, language: str) -> str:
    sentences = rng.sample(SENTENCES[language], rng.randint(2, min(7, len(SENTENCES[language]))))
    values = {"day": moment(rng).strftime("%d.%m.%Y"), "number": str(rng.randint(11, 9999)), "small": str(rng.randint(2, 30)),
        "sum": f"{rng.randint(10, 9999)},{rng.randint(0, 99):02d}", "name": _name(rng, language)}  # fmt: skip
    return " ".join(sentence.format(**values) for sentence in sentences)


def make_letter(rng: Random) -> Document:
    """A letter with sender, addressee, subject and paragraphs; at times only the paragraphs."""
    language = rng.choices(("ro", "en", "de", "fr", "hu"), (40, 20, 15, 13, 12))[0]
    columns = rng.choice((64, 72, 78, 84, 92))
    sheet = Sheet(columns=columns, marks=language != "ro" or rng.random() < 0.85)
    name = _name(rng, language)
    letter = rng.random() < 0.75
    if letter:
        _head(rng, sheet, language, name)
    for _ in range(rng.randint(2, 5)):
        for row in textwrap.wrap(sheet.say(_paragraph(rng, language)), columns - 4):
            sheet.put(left(row))
        sheet.gap(0.7)
    if letter:
        sheet.put(left(rng.choice(CLOSINGS[language])))
        sheet.put(left(f"{name} {coined(rng)}"), lead=rng.choice((0, 1.5)))
    sheet.fields = {"document_type": "other"}
    return Document(
        kind="letter", language=language, media="a4", columns=columns, blocks=tuple(sheet.blocks), fields=sheet.fields
    )


def _head(rng: Random, sheet: Sheet, language: str, name: str) -> None:
    sender, reader = _sender(rng, language), _sender(rng, language)
    if rng.random() < 0.3:
        sheet.draw(Graphic(shape="logo", height=rng.uniform(2, 4), at=rng.choice((0.12, 0.85))))
    for row in (sender.name, *sender.address, sender.phone):
        sheet.put(left(row))
    sheet.gap(1)
    at = rng.choice((0.0, 0.55, 0.55))
    for row in (reader.name, *reader.address):
        sheet.put(left(row, at))
    sheet.put(right(moment(rng).strftime(rng.choice(("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")))), lead=0.7)
    subject = rng.choice(SUBJECTS[language]).format(number=rng.randint(10, 9999))
    sheet.put(left(subject), bold=True, lead=0.8, tall=rng.choice((1, 1.2)))
    sheet.put(left(rng.choice(OPENINGS[language]).format(name=name)), lead=0.8)
    sheet.gap(0.4)
