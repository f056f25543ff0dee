"""What the pages of equations say in words: distributions, and the marks within a docstring."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from qnsim.facts.history import History
from qnsim.facts.parameters import Parameter
from qnsim.language import figure, join, say
from qnsim.quantities.distributions import FAMILIES, Distribution

FAMILY_WORDS = {
    "fixed": say("fixed"),
    "normal": say("normal"),
    "truncated normal": say("truncated normal"),
    "lognormal": say("lognormal"),
    "beta": say("beta"),
    "gamma": say("gamma"),
    "uniform": say("uniform"),
    "triangular": say("triangular"),
}
VALUE_WORDS = {
    "mean": say("mean"),
    "standard deviation": say("standard deviation"),
    "mean of the parent": say("mean of the parent"),
    "standard deviation of the parent": say("standard deviation of the parent"),
    "lower bound": say("lower bound"),
    "upper bound": say("upper bound"),
    "median": say("median"),
    "standard deviation of the logarithm": say("standard deviation of the logarithm"),
    "shape": say("shape"),
    "scale": say("scale"),
    "mode": say("mode"),
}
KEY = r"\[([A-Z][A-Z0-9]+[A-Za-z]*)\]"
ROW = r"\b([A-N]\d{1,2})\b"
MARKS = re.compile(rf"{KEY}|{ROW}|`(\w+)`")


@dataclass(frozen=True)
class Mark:
    """A stretch of text; `kind` is text, key (of a source), row (of the causal structure) or name (of a variable)."""

    kind: str
    text: str


def keys_in(text: str) -> list[str]:
    """The keys of sources in a text, each once, in order."""
    return list(dict.fromkeys(re.findall(KEY, text)))


def rows_in(text: str) -> list[str]:
    """The rows of the causal structure in a docstring, each once, in order; keys of sources look alike and are not."""
    return list(dict.fromkeys(re.findall(ROW, re.sub(KEY, "", text))))


def marks_in(text: str, names: Collection[str], rows: Collection[str]) -> list[Mark]:
    """A text cut at its keys, its rows and its names of variables."""
    found, place = [], 0
    for match in MARKS.finditer(text):
        key, row, name = match.groups()
        if (row and row not in rows) or (name and name not in names):
            continue
        found.append(Mark("text", text[place : match.start()]))
        found.append(Mark("key", key) if key else Mark("row", row) if row else Mark("name", name))
        place = match.end()
    return [*(mark for mark in found if mark.text), Mark("text", text[place:])]


def paragraphs(text: str) -> list[str]:
    """A text as paragraphs without line breaks."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def meaning_and_source(docstring: str) -> tuple[str, str]:
    """A docstring without its sentence `Source: ...`, and that sentence without its first word and its stop."""
    text = "\n\n".join(paragraphs(docstring))
    before, _, after = text.partition("Source: ")
    source, _, rest = (after + " ").partition(". ") if "\n\n" not in after else after.partition(".\n\n")
    return "\n\n".join(paragraphs(f"{before}\n\n{rest}")), source.strip().rstrip(".")


def distribution_in_words(parameter: Parameter, history: History) -> str:
    """What is believed of a parameter, in the unit in which it is written down."""
    prior = parameter.prior
    if prior is None:
        return say(
            "solved from the growth accounts of {first_year} to {last_year}, in each draw",
            first_year=history.first_year,
            last_year=history.last_year,
        )
    if isinstance(prior, tuple):
        numbers = join(", ", map(_number, prior))
        return (
            say("Dirichlet shares, concentrations {numbers}", numbers=numbers)
            if parameter.is_dirichlet
            else say("shares {numbers}", numbers=numbers)
        )
    written = prior.scaled(1 / parameter.factor)
    unit = _unit(parameter.written_unit)
    if written.is_fixed:
        return say("{number}{unit}, fixed", number=_number(written.values[0]), unit=unit)
    pairs = zip(FAMILIES[written.family], written.values, strict=True)
    named = [say("{name} {value}", name=VALUE_WORDS.get(name, name), value=_number(value)) for name, value in pairs]
    return say(
        "{usual}{unit} ({family}: {named})",
        usual=_usual(written),
        unit=unit,
        family=FAMILY_WORDS.get(written.family, written.family),
        named=join(", ", named),
    )


def _usual(prior: Distribution) -> str:
    low, middle, high = (_number(float(f"{prior.quantile(level):.3g}")) for level in (0.05, 0.5, 0.95))
    return say("about {middle}, in nine draws of ten {low} to {high}", middle=middle, low=low, high=high)


def _unit(written: str) -> str:
    return "" if written == "1" else f" {written}"


def _number(value: float) -> str:
    """A number as it is written in a text: with a true minus sign and without noise in its last digits."""
    return figure(f"{value:.6g}".replace("-", "\N{MINUS SIGN}"))
