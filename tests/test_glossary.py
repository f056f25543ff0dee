"""The glossary is whole, and the labels of the model use its terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from unicodedata import is_normalized

import pytest

from qnsim.analysis.measures import MEASURES
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.glossary import glossary, in_vietnamese, terms_missed
from qnsim.workflow.scenarios import resolution_targets


def labels() -> Iterator[tuple[str, str]]:
    """Every label that a reader sees, English and Vietnamese."""
    yield from ((each.label.en, each.label.vi) for each in MEASURES)
    yield from ((each.label["en"], each.label["vi"]) for each in read_case().levers.values())
    yield from ((each.indicator["en"], each.indicator["vi"]) for each in resolution_targets())


def test_every_term_is_told_in_both_languages() -> None:
    assert len(glossary()) > 60
    for term in glossary():
        assert all((term.group, term.vi, term.en, term.meaning_vi, term.meaning_en)), term
        assert term.meaning_vi.endswith(".") and term.meaning_en.endswith("."), term


def test_every_term_is_explained_once() -> None:
    words = [word for term in glossary() for word in (term.vi, *term.also_vi)]
    words += [f"English {word}" for term in glossary() for word in {term.en, *term.also_en} - {*term.also_vi}]
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_letters_with_accents_are_composed() -> None:
    assert [term for term in glossary() if not is_normalized("NFC", f"{term.vi} {term.meaning_vi}")] == []


def test_a_term_that_the_resolution_uses_where_it_is_quoted_names_its_clause() -> None:
    quoted = " ".join(target.verbatim.casefold() for target in resolution_targets())
    used = [term for term in glossary() if term.vi in quoted]
    assert len(used) > 15
    assert [term.vi for term in used if not term.clause] == []


@pytest.mark.parametrize(("english", "vietnamese"), list(labels()))
def test_a_label_in_vietnamese_uses_the_terms_of_the_glossary(english: str, vietnamese: str) -> None:
    assert [(term.en, term.vi) for term in terms_missed(english, vietnamese)] == []


def test_a_label_that_leaves_out_a_term_is_told() -> None:
    (missed,) = terms_missed("Growth of labour productivity", "Tốc độ tăng hiệu quả")
    assert missed.vi == "năng suất lao động"


def test_of_two_terms_that_overlap_the_longer_one_counts() -> None:
    assert terms_missed("Industry and construction", "Công nghiệp và xây dựng") == []
    assert [term.en for term in terms_missed("Industry and construction", "Xây dựng")] == ["industry and construction"]


def test_a_short_form_stands_for_its_term() -> None:
    assert terms_missed("FDI registered", "Vốn FDI đăng ký") == []


def test_a_term_is_found_by_its_english_name() -> None:
    assert in_vietnamese("disbursement") == "giải ngân"
    with pytest.raises(UsageError, match=r"'disbursment' is not a term .* Did you mean 'disbursement'"):
        in_vietnamese("disbursment")
