"""The written parts of validation.md: claims from a test run, and the parameters with their evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qnsim.facts.case import Case
from qnsim.facts.parameters import CONFIDENCE, USED, Parameter
from qnsim.quantities.distributions import Distribution

MEANING = {
    "high": "official statistics, or several independent estimates",
    "medium": "one good study or record",
    "low": "judgement, a loose analogy, or a short record",
}


def claim_table(claims: Mapping[str, Mapping[str, Any]]) -> str:
    """One row per claim: what is true, how it is tested, what was measured, and whether every test of it passed."""
    rows = ["| What holds | How it is tested | Measured | Tests |", "|---|---|---|---|"]
    for sentence in sorted(claims):
        claim = claims[sentence]
        rows.append(f"| {sentence}. | {claim['how']} | {measured(claim['figures'])} | {outcome(claim['tests'])} |")
    return "\n".join(rows)


def outcome(tests: Mapping[str, str]) -> str:
    """How many tests stand for a claim, and those that did not pass."""
    failed = sorted(test for test, result in tests.items() if result != "passed")
    files = sorted({test.partition("::")[0].rpartition("/")[2] for test in tests})
    said = f"{len(tests)} in {', '.join(f'`{file}`' for file in files)}"
    return f"**fail**: {', '.join(failed)}" if failed else f"pass: {said}"


def measured(figures: Sequence[Mapping[str, Any]]) -> str:
    """The figures of a claim, each name once: the worst against its limit, else from the smallest to the largest."""
    names = sorted({figure["name"] for figure in figures})
    return "; ".join(_measured(name, [f for f in figures if f["name"] == name]) for name in names)


def _measured(name: str, figures: Sequence[Mapping[str, Any]]) -> str:
    values, limit, unit = [f["value"] for f in figures], figures[0]["limit"], figures[0]["unit"]
    unit = f" {unit}" if unit else ""
    if limit is not None:
        return f"{name} {shown(max(values, key=abs))}{unit} (limit {limit:g})"
    low, high = shown(min(values)), shown(max(values))
    return f"{name} {low}{unit}" if low == high else f"{name} {low} to {high}{unit}"


def shown(value: float) -> str:
    """A number with two digits, or a whole one as it is."""
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value):,}".replace(",", " ")
    return f"{value:.2g}"


def without_figures(table: str) -> str:
    """The table with every number blanked: figures differ in their last digits between machines, sentences do not."""
    return re.sub(r"\d[\d.e+-]*", "#", re.sub(r"(?<=\d) (?=\d)", "", table))


def parameter_tables(case: Case) -> str:
    """The parameters of the model by the strength of their evidence, weakest first."""
    used = [p for p in case.parameters.values() if p.role in USED]
    parts = []
    for confidence in reversed(CONFIDENCE):
        found = [p for p in used if p.confidence == confidence]
        parts.append(f"### Confidence {confidence}: {len(found)} of {len(used)} ({MEANING[confidence]})\n")
        parts.append("| Parameter | Central value (5% to 95%) | Unit | Meaning | Source |\n|---|--:|---|---|---|")
        parts += [_row(p) for p in found]
        parts.append("")
    return "\n".join(parts).rstrip()


def _row(p: Parameter) -> str:
    source = p.source.replace("|", "/")
    return f"| `{p.name}` | {_value(p)} | {p.unit if p.unit != '1' else ''} | {p.meaning} | {source} |"


def _value(p: Parameter) -> str:
    if p.prior is None:
        return "solved from the growth accounts"
    if not isinstance(p.prior, Distribution):
        return ", ".join(f"{part / sum(p.prior):.3g}" for part in p.prior)
    low, middle, high = (float(p.prior.quantile(level)) for level in (0.05, 0.5, 0.95))
    return f"{middle:.3g}" if p.prior.is_fixed else f"{middle:.3g} ({low:.3g} to {high:.3g})"
