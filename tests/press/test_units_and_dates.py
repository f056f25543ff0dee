"""Units, quarters and ranges as people read them in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qnsim
from qnsim.analysis.measures import MEASURES
from qnsim.language import ENGLISH, VIETNAMESE, figure
from qnsim.press.dates import period_within, period_words
from qnsim.press.numbers import from_to, listed, plain, share
from qnsim.quantities.unit_words import unit_words

PACKAGE = Path(qnsim.__file__).parent
UNITS = sorted(
    {measure.unit for measure in MEASURES}
    | {
        unit
        for file in (PACKAGE / "economy").rglob("*.py")
        for unit in re.findall(r'^@\w+\("([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    }
)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_the_model_has_vietnamese_words_and_its_english_is_that_of_files(unit: str) -> None:
    words = unit_words(unit)
    assert ENGLISH.say(words) == unit
    assert set(re.findall(r"[a-z]+", VIETNAMESE.say(words).replace("tỷ", ""), re.ASCII)).isdisjoint(
        {"trillion", "billion", "million", "thousand", "person", "arrival", "firm", "year", "pp", "base", "storm"}
    )


@pytest.mark.parametrize(
    ("unit", "vietnamese"),
    [
        ("billion USD", "tỷ USD"),
        ("thousand person", "nghìn người"),
        ("trillion VND", "nghìn tỷ đồng"),
        ("trillion VND_2022 / year", "nghìn tỷ đồng giá 2022 / năm"),
        ("trillion VND_base", "nghìn tỷ đồng giá năm gốc"),
        ("1 / year", "1 / năm"),
        ("pp", "điểm %"),
        ("MW", "MW"),
    ],
)
def test_a_unit_is_said_in_vietnamese(unit: str, vietnamese: str) -> None:
    assert VIETNAMESE.say(unit_words(unit)) == vietnamese


@pytest.mark.parametrize(
    ("period", "alone", "within"),
    [
        ("2023", "2023", "năm 2023"),
        ("2023Q3", "Quý III/2023", "Quý III/2023"),
        ("2030Q4", "Quý IV/2030", "Quý IV/2030"),
    ],
)
def test_a_quarter_is_said_in_vietnamese(period: str, alone: str, within: str) -> None:
    assert (VIETNAMESE.say(period_words(period)), VIETNAMESE.say(period_within(period))) == (alone, within)
    assert ENGLISH.say(period_words(period)) == ENGLISH.say(period_within(period)) == period


def test_ranges_and_lists_of_figures_take_the_marks_of_the_language() -> None:
    texts = from_to(plain(0.5), share(0.123, 1)), listed([figure("0.5"), figure("1,234.5")])
    assert [*map(ENGLISH.say, texts)] == ["0.5 to 12.3%", "0.5, 1,234.5"]
    assert [*map(VIETNAMESE.say, texts)] == ["0,5 đến 12,3%", "0,5; 1.234,5"]
