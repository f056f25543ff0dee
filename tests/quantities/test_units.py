"""Units as people write them."""

from __future__ import annotations

import pytest

from qnsim.quantities.units import conversion_factor, unit


@pytest.mark.parametrize(
    ("given", "wanted", "factor"),
    [
        ("%", "1", 0.01),
        ("pp / year", "1 / year", 0.01),
        ("% / year", "1 / year", 0.01),
        ("billion USD", "million USD", 1_000),
        ("trillion VND", "billion VND", 1_000),
        ("thousand person", "person", 1_000),
        ("jobs", "person", 1),
        ("Mt", "tonne", 1_000_000),
        ("quarter", "year", 0.25),
        ("million USD / quarter", "million USD / year", 4),
        ("1", "1", 1),
    ],
)
def test_a_unit_is_converted_to_another_of_the_same_kind(given: str, wanted: str, factor: float) -> None:
    assert conversion_factor(given, wanted) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("VND", "VND_2022"),
        ("USD", "VND"),
        ("million USD", "million USD / year"),
        ("person", "firm"),
        ("%", "year"),
        ("storm", "arrival"),
    ],
)
def test_different_things_are_not_converted(given: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=f"'{given}' cannot be converted to '{wanted}'"):
        conversion_factor(given, wanted)


@pytest.mark.parametrize(
    "text", ["dollar", "per cent", "million / ", "USD +", "2 +* 3", "0", "0 VND", "1 / 0", "9e999 VND"]
)
def test_what_is_not_a_unit_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match="is not a unit"):
        unit(text)


@pytest.mark.parametrize("text", ["year]", "(year"])
def test_unbalanced_text_is_refused_in_plain_words_too(text: str) -> None:
    with pytest.raises(ValueError, match="is not a unit"):
        unit(text)
