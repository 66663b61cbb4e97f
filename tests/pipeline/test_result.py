"""The Result's JSON is the contract that other programs read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ocrcore.errors import UnstorableResult
from ocrcore.layout.page import Line, OcrPage, Word
from ocrcore.pipeline.result import Result, TierRun, Timings

WORD = Word(text="Preț", confidence=0.987654, box=(0.1, 0.5, 0.3000004, 0.52))
PAGE = OcrPage(
    number=1,
    width=889,
    height=2040,
    lines=(Line(text="Preț", confidence=0.987654, box=WORD.box, words=(WORD,)),),
)
RESULT = Result(
    engine="doctr_plus",
    engine_version="1",
    pages=(PAGE,),
    tiers=(TierRun(name="light", ocr_ms=640, score=0.93, accepted=True),),
    fast_path=True,
    fields={"total": {"value": "59.37"}},
    checks=({"code": "totals_agree", "passed": None, "message": ""},),
    timings_ms=Timings(load=12, preprocess=30, ocr=640, extract=5, total=690),
)


def test_json_has_the_agreed_shape() -> None:
    assert json.loads(RESULT.to_json()) == {
        "schema": "ocrcore.result/1",
        "engine": "doctr_plus",
        "engine_version": "1",
        "text": "Preț",
        "pages": [
            {
                "number": 1,
                "width": 889,
                "height": 2040,
                "source": "ocr",
                "lines": [
                    {
                        "text": "Preț",
                        "confidence": 0.9877,
                        "box": [0.1, 0.5, 0.3, 0.52],
                        "words": [{"text": "Preț", "confidence": 0.9877, "box": [0.1, 0.5, 0.3, 0.52]}],
                    }
                ],
            }
        ],
        "tiers": [{"name": "light", "ocr_ms": 640, "score": 0.93, "accepted": True}],
        "fast_path": True,
        "fields": {"total": {"value": "59.37"}},
        "checks": [{"code": "totals_agree", "passed": None, "message": ""}],
        "timings_ms": {"load": 12, "preprocess": 30, "ocr": 640, "extract": 5, "total": 690},
    }


def test_json_comes_back_as_the_same_result() -> None:
    once = Result.from_json(RESULT.to_json())
    assert Result.from_json(once.to_json()) == once
    assert once.text == "Preț"
    assert once.timings_ms == RESULT.timings_ms


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ocrcore\.result/1"):
        Result.from_json('{"schema": "other"}')


def test_mean_confidence_weighs_words_by_length() -> None:
    words = tuple(Word(text=text, confidence=sure, box=(0, 0, 1, 1)) for text, sure in (("abc", 1.0), ("d", 0.0)))
    line = Line(text="abc d", confidence=0.75, box=(0, 0, 1, 1), words=words)
    page = OcrPage(number=1, width=1, height=1, lines=(line,))
    assert Result(engine="e", engine_version="1", pages=(page,)).mean_confidence == pytest.approx(0.75)
    assert Result(engine="e", engine_version="1", pages=()).mean_confidence is None


def test_a_result_that_cannot_be_stored_fails_under_its_own_name_and_is_not_tried_again() -> None:
    result = replace(RESULT, fields={"vendor_name": {"value": "Moara \ud83d"}})
    with pytest.raises(UnstorableResult) as failure:
        result.to_json()
    assert not failure.value.retryable
