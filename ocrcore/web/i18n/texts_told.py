"""Romanian for what the layers below the pages say: engines by name, errors by code, steps of a story by sentence."""

from __future__ import annotations

from typing import Final

ENGINES: Final[dict[str, str]] = {
    "consensus": "Consens: două motoare citesc și votează fiecare câmp",
    "doctr": "docTR: citește fiecare pagină de două ori și păstrează rândurile mai bune",
    "doctr_plus": "docTR plus: citește o dată, iar a doua oară numai unde este nevoie",
    "paddleocr": "PaddleOCR: PP-OCRv6, sigur pe fotografii",
    "tesseract": "Tesseract: ușor și prezent peste tot, pentru scanări curate",
}

ERRORS: Final[dict[str, str]] = {
    "internal_error": "Ceva nu a mers bine. Încercați din nou; dacă se repetă, semnalați numărul documentului.",
    "input_error": "Documentul nu poate fi citit. Încărcați alt fișier.",
    "unsupported_type": (
        "Acest fel de fișier nu este acceptat. Încărcați JPEG, PNG, WEBP, TIFF, BMP, GIF, HEIC, AVIF sau PDF."
    ),
    "empty_file": "Fișierul este gol. Verificați că a fost salvat complet și încărcați-l din nou.",
    "file_too_large": "Fișierul este prea mare. Micșorați-l (rezoluție mai mică sau mai puține pagini) și încărcați-l din nou.",
    "too_many_pages": "Documentul are prea multe pagini. Împărțiți-l și încărcați părțile.",
    "too_many_pixels": "Imaginea are prea mulți pixeli. Salvați-o la o rezoluție mai mică și încărcați-o din nou.",
    "encrypted": "PDF-ul este protejat cu parolă. Scoateți parola și încărcați-l din nou.",
    "unreadable": "Fișierul este deteriorat și nu poate fi deschis. Exportați-l sau scanați-l din nou și încărcați-l.",
    "engine_error": "Motorul OCR a eșuat. Documentul va fi încercat din nou.",
    "engine_unavailable": "Acest motor OCR nu este disponibil aici. Alegeți altul sau instalați-l (vedeți Setări).",
    "engine_timeout": "Citirea unei pagini a durat prea mult și a fost oprită. Reluați sau alegeți alt motor.",
    "engine_crashed": "Procesul OCR s-a încheiat neașteptat. Reluați sau alegeți alt motor.",
    "out_of_memory": "Documentul cere mai multă memorie decât este permis. Încărcați-l la o rezoluție mai mică.",
    "worker_lost": "Procesul care citea acest document s-a oprit. Porniți un proces de citire și reluați.",
    "unknown_engine": "Nu există un motor OCR cu acest nume. Alegeți unul din Setări.",
    "job_not_found": "Nu există un astfel de document. Poate a expirat; încărcați-l din nou.",
    "invalid_transition": "În starea de acum a documentului acest lucru nu este posibil. Reîncărcați pagina.",
    "result_not_ready": "Documentul nu are încă un rezultat. Așteptați până este gata.",
    "storage_error": "Fișierul nu a putut fi salvat sau nu mai există. Verificați spațiul liber și încărcați-l din nou.",
    "database_error": "Baza de date nu a răspuns. Verificați discul și OCR_DATABASE_URL, apoi încercați din nou.",
}

FAILURES: Final[dict[str, str]] = {
    "internal_error": "eroare internă",
    "unsupported_type": "fel neacceptat",
    "empty_file": "fișier gol",
    "file_too_large": "fișier prea mare",
    "too_many_pages": "prea multe pagini",
    "too_many_pixels": "prea mulți pixeli",
    "encrypted": "protejat cu parolă",
    "unreadable": "deteriorat",
    "engine_error": "eroare a motorului",
    "engine_unavailable": "motor indisponibil",
    "engine_timeout": "timp depășit",
    "engine_crashed": "proces OCR încheiat",
    "out_of_memory": "memorie insuficientă",
    "worker_lost": "proces de citire oprit",
    "unknown_engine": "motor necunoscut",
    "storage_error": "fișier de negăsit",
    "database_error": "baza de date",
}

STEPS: Final[list[tuple[str, str]]] = [
    (r"Accepted a document to be read with (?P<engine>.+)\.", "Primit, de citit cu {engine}."),
    (
        r"Accepted a document with (?P<pages>\d+) pages? to be read with (?P<engine>.+)\.",
        "Primit (pagini: {pages}), de citit cu {engine}.",
    ),
    (
        r"Claimed by (?P<worker>.+), attempt (?P<attempt>\d+) of (?P<most>\d+)\.",
        "Preluat de {worker}, încercarea {attempt} din {most}.",
    ),
    (r"Read page (?P<page>\d+) of (?P<pages>\d+)\.", "Citită pagina {page} din {pages}."),
    (r"Completed after (?P<seconds>[\d.]+) s\.", "Gata după {seconds} s."),
    (
        r"Attempt (?P<attempt>\d+) of (?P<most>\d+) failed: (?P<reason>.+) Next one in (?P<seconds>\d+) s\.",
        "Încercarea {attempt} din {most} a eșuat: {reason} Următoarea în {seconds} s.",
    ),
    (r"Failed: (?P<reason>.+)", "Eșuat: {reason}"),
    (
        r"Released by (?P<worker>.+), which stops; this attempt does not count\.",
        "Eliberat de {worker}, care se oprește; această încercare nu se numără.",
    ),
    (
        r"Rescued because (?P<worker>.+) was not heard in time\. It goes back into the queue\.",
        "Recuperat pentru că {worker} nu a răspuns la timp. Se întoarce în coadă.",
    ),
    (
        r"Rescued because (?P<worker>.+) was not heard in time\. This was attempt (?P<attempt>\d+) of (?P<most>\d+)\.",
        "{worker} nu a răspuns la timp. Aceasta a fost încercarea {attempt} din {most}.",
    ),
    (r"Sent round again, to be read with (?P<engine>.+)\.", "Trimis din nou la citire, cu {engine}."),
    (r"Corrected: (?P<fields>.+)\.", "Corectat: {fields}."),
    (r"Corrected by (?P<by>.+?): (?P<fields>.+)\.", "Corectat de {by}: {fields}."),
    (r"Put back as read: (?P<fields>.+)\.", "Readus cum s-a citit: {fields}."),
    (r"Put back as read by (?P<by>.+?): (?P<fields>.+)\.", "Readus de {by} cum s-a citit: {fields}."),
    (r"Confirmed\.", "Confirmat."),
    (r"Confirmed by (?P<by>.+)\.", "Confirmat de {by}."),
    (r"Opened again: no longer confirmed\.", "Redeschis: nu mai este confirmat."),
    (r"Opened again by (?P<by>.+): no longer confirmed\.", "Redeschis de {by}: nu mai este confirmat."),
    (r"Cancelled while waiting\.", "Anulat în timp ce aștepta."),
    (r"Cancelled while (?P<worker>.+) was reading it\.", "Anulat în timp ce {worker} îl citea."),
]
"""Patterns of the sentences that the queue records, and what stands for each."""
