"""The model on paper: complete, true, and linked both ways."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping

import pytest
from formula_reader import tokens, value

from qnsim.engine.model import CLOCK
from qnsim.facts.case import Case, read_case
from qnsim.facts.parameters import USED
from qnsim.facts.shipped import data_folder
from qnsim.paper.entries import Paper
from qnsim.paper.equation_words import meaning_and_source, rows_in
from qnsim.paper.equations import describe_model
from qnsim.paper.equations_html import html_page
from qnsim.paper.equations_markdown import markdown_page

CLAIM = pytest.mark.claim(
    "The formulas on paper are the equations that are simulated",
    how="A reader written apart from the writer evaluates the printed formulas: random ones exactly, and every "
    "equation of the model at random points, from the text and from the page",
)
SPELLING = {"\N{MINUS SIGN}": "-", "\N{MULTIPLICATION SIGN}": r"\times", "\N{LESS-THAN OR EQUAL TO}": r"\leq"}
SPELLING |= {"\N{GREATER-THAN OR EQUAL TO}": r"\geq", "\N{NOT EQUAL TO}": r"\neq"}
SPELLING |= {"\N{LEFT FLOOR}": r"\lfloor", "\N{RIGHT FLOOR}": r"\rfloor"}
SPELLING |= {"min": r"\min", "max": r"\max", "exp": r"\exp", "ln": r"\ln"}


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="module")
def paper(case: Case) -> Paper:
    return describe_model(case)


@pytest.fixture(scope="module")
def html(paper: Paper) -> str:
    return html_page(paper)


@pytest.fixture(scope="module")
def page(html: str) -> ET.Element:
    """The page as a tree; it is well-formed XML too."""
    return ET.fromstring(re.sub(' xmlns="[^"]*"', "", html.replace("<!DOCTYPE html>", "")).strip())


@pytest.fixture(scope="module")
def markdown(paper: Paper) -> str:
    return markdown_page(paper)


def test_everything_the_model_knows_has_one_entry(paper: Paper, case: Case) -> None:
    names = [entry.name for section in paper.sections for entry in section.entries]
    model = case.model
    wanted = {*model.stocks, *model.variables, *model.parameters, *model.surprises, *CLOCK}
    wanted |= {name for name, parameter in case.parameters.items() if parameter.role in USED}
    assert sorted(names) == sorted(wanted)


def test_every_entry_has_a_meaning_and_a_unit_and_every_parameter_a_value_and_a_source(paper: Paper) -> None:
    for entry in paper.entries.values():
        assert entry.meaning, entry.name
        assert entry.unit, entry.name
        if entry.kind in ("parameter", "lever"):
            assert all((entry.value, entry.source, entry.confidence, entry.label)), entry.name


def test_read_by_is_the_exact_inverse_of_reads(paper: Paper) -> None:
    reads = {(entry.name, name) for entry in paper.entries.values() for name in entry.reads}
    read_by = {(name, entry.name) for entry in paper.entries.values() for name in entry.read_by}
    assert reads == read_by
    assert len(reads) > 500


def test_what_a_formula_names_is_what_its_entry_reads(paper: Paper) -> None:
    for entry in paper.entries.values():
        if entry.formula is not None and entry.kind != "stock":
            assert entry.formula.names == set(entry.reads), entry.name


def test_the_flows_of_a_stock_are_those_that_leave_or_enter_it(paper: Paper) -> None:
    entries = paper.entries
    changes = {("in", entry.name, stock) for entry in entries.values() for stock in entry.into}
    changes |= {("out", entry.name, stock) for entry in entries.values() for stock in entry.out_of}
    told = {("in", flow, entry.name) for entry in entries.values() for flow in entry.inflows}
    told |= {("out", flow, entry.name) for entry in entries.values() for flow in entry.outflows}
    assert changes == told
    assert all(entry.inflows or entry.outflows for entry in entries.values() if entry.kind == "stock")


def test_every_key_of_a_source_is_in_the_list_of_sources_and_names_who_uses_it(paper: Paper) -> None:
    listed = (data_folder() / "SOURCES.md").read_text(encoding="utf-8")
    used = {(key, entry.name) for entry in paper.entries.values() for key in entry.keys}
    assert used == {(reference.key, name) for reference in paper.references for name in reference.used_by}
    assert all(f"| {key} |" in listed for key, _ in used)


def test_a_row_of_the_causal_structure_is_told_from_the_key_of_a_source() -> None:
    assert rows_in("Registrations. Source: D6, D7 [MPI13] [D21] [T20].") == ["D6", "D7"]


@pytest.mark.parametrize(
    ("docstring", "meaning", "source"),
    [
        ("Capital worn out.", "Capital worn out.", ""),
        ("Capital worn out. Source: F6 [SOL].", "Capital worn out.", "F6 [SOL]"),
        ("Use.\n\nSource: M1 [MFM]; else a push\nwould miss.", "Use.", "M1 [MFM]; else a push would miss"),
        ("Use. Source: G2, rule 5 of PRIORS.md. See below.", "Use.\n\nSee below.", "G2, rule 5 of PRIORS.md"),
        ("Value. Source: H3 [MFM].\n\nStorms take it.", "Value.\n\nStorms take it.", "H3 [MFM]"),
    ],
)
def test_the_source_of_an_equation_is_set_apart_from_its_meaning(docstring: str, meaning: str, source: str) -> None:
    assert meaning_and_source(docstring) == (meaning, source)


def test_every_link_of_the_html_page_has_its_target(page: ET.Element) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    links = [link.get("href", "") for link in page.iter("a")]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "http")) for link in links)


def test_every_source_and_row_that_an_entry_names_is_a_link_to_its_list(page: ET.Element, paper: Paper) -> None:
    for entry in paper.entries.values():
        (shown,) = page.findall(f".//article[@id='{entry.name}']")
        links = {link.get("href") for link in shown.iter("a")}
        assert {f"#source-{key}" for key in entry.keys} <= links, entry.name
        assert {f"#row-{row}" for row, names in paper.rows.items() if entry.name in names} <= links, entry.name
        assert all(link and link.startswith("#") for link in links)


def test_the_html_page_loads_nothing_from_elsewhere(html: str, page: ET.Element) -> None:
    assert not [
        element.tag for element in page.iter() if element.get("src") or element.tag in ("link", "img", "iframe")
    ]
    assert "url(" not in html
    assert "@import" not in html
    assert "fetch(" not in html


def test_every_name_in_a_formula_of_the_html_page_is_a_link_to_its_entry(page: ET.Element, paper: Paper) -> None:
    for entry in paper.entries.values():
        linked = {link.get("href", "")[1:] for math in formulas(page, entry.name) for link in math.iter("a")}
        own = {entry.name, *entry.inflows, *entry.outflows, *(["step"] if entry.kind == "stock" else entry.reads)}
        assert linked == (own if entry.formula is not None else set()), entry.name


def test_every_link_of_the_markdown_page_has_its_target(markdown: str) -> None:
    headings = [slug(heading) for heading in re.findall(r"^#+ (.*)$", markdown, re.MULTILINE)]
    marks = re.findall(r'<a id="([^"]+)">', markdown)
    assert set(re.findall(r"\]\(#([^)]+)\)", markdown)) <= {*headings, *marks}
    variables = re.findall(r"^### `(.*)`$", markdown, re.MULTILINE)
    assert all(headings.count(name) == 1 for name in variables), "GitHub would add -1 to the second"


def slug(heading: str) -> str:
    """The anchor GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_every_formula_of_the_markdown_page_is_fenced_so_that_github_sets_it(markdown: str, paper: Paper) -> None:
    fenced = re.findall(r"```math\n(.*?)\n```", markdown, re.DOTALL)
    assert len(fenced) == sum(entry.formula is not None for entry in paper.entries.values())
    assert all(text.count("{") == text.count("}") for text in fenced)
    assert not any(command in text for text in fenced for command in (r"\operatorname", r"\href", r"\class"))


def test_vietnamese_names_stand_on_both_pages(html: str, markdown: str) -> None:
    for text in ("Khu vực III", "vốn đầu tư toàn xã hội", "Bất ngờ tăng trưởng cả nước"):
        assert text in html
        assert text in markdown


def test_the_pages_are_the_same_each_time_they_are_made(case: Case, html: str, markdown: str) -> None:
    again = describe_model(case)
    assert html_page(again) == html
    assert markdown_page(again) == markdown


@CLAIM
def test_every_formula_read_from_the_html_page_has_the_value_the_engine_computes(
    page: ET.Element, case: Case, figure: Callable[..., None]
) -> None:
    largest = 0.0
    for equation in case.model.variables.values():
        chance = random.Random(equation.name)
        known = {name: chance.uniform(0.3, 0.9) for name in equation.reads}
        wanted = float(equation.compute(*known.values()))
        found = worth([signs(math) for math in formulas(page, equation.name)], equation.name, known)
        largest = max(largest, abs(found - wanted) / max(abs(wanted), 1e-6))
    figure("formulas read from the page", len(case.model.variables))
    figure("largest relative difference", largest, limit=1e-9)
    assert largest < 1e-9


@CLAIM
def test_every_formula_read_from_the_markdown_page_has_the_value_the_engine_computes(markdown: str, case: Case) -> None:
    for equation in case.model.variables.values():
        chance = random.Random(equation.name)
        known = {name: chance.uniform(0.3, 0.9) for name in equation.reads}
        found = re.search(rf"^### `{equation.name}`$.*?```math\n(.*?)\n```", markdown, re.DOTALL | re.MULTILINE)
        assert found
        text = re.sub(r" \\\\\n(?=& \\text\{where)", "\n\n", found[1])
        text = re.sub(r"\\(begin|end)\{aligned\}|^&(\\quad \{\})?|(?<= )\\\\$", "", text, flags=re.MULTILINE)
        lines = [tokens(part) for part in text.split("\n\n")]
        assert worth(lines, equation.name, known) == pytest.approx(float(equation.compute(*known.values())), rel=1e-9)


def test_a_stock_on_the_page_moves_as_the_engine_moves_it(page: ET.Element, case: Case) -> None:
    for name in case.model.stocks:
        flows = [
            equation for equation in case.model.variables.values() if name in (equation.note.into, equation.note.out_of)
        ]
        chance = random.Random(name)
        known = {key: chance.uniform(1, 2) for key in (name, "step", *(flow.name for flow in flows))}
        net = sum(known[f.name] for f in flows if f.note.into == name)
        net -= sum(known[f.name] for f in flows if f.note.out_of == name)
        (line,) = [signs(math) for math in formulas(page, name)]
        assert line[:3] == [rf"\text{{{name.replace('_', ' ')}}}", "_", "{"]
        assert value(line[line.index("=") + 1 :], known) == pytest.approx(known[name] + known["step"] * net)


def formulas(page: ET.Element, name: str) -> Iterator[ET.Element]:
    """The boxes with formulas of an entry."""
    (entry,) = page.findall(f".//article[@id='{name}']")
    yield from entry.findall("div[@class='formula']")


def worth(lines: list[list[str]], name: str, known: Mapping[str, float]) -> float:
    """The value of an equation whose letters are explained in further lines."""
    values, waiting = dict(known), {}
    for line in lines:
        left, right = line[: line.index("=")], line[line.index("=") + 1 :]
        waiting[left[-1][6:-1].replace(" ", "_")] = right
    assert next(iter(waiting)) == name
    while waiting:
        ready = next(
            key
            for key, right in waiting.items()
            if not any(rf"\text{{{other.replace('_', ' ')}}}" in right for other in waiting)
        )
        values[ready] = value(waiting.pop(ready), values)
    return values[name]


def signs(element: ET.Element) -> list[str]:
    """MathML as the signs of LaTeX, so that what a browser shows can be read back."""
    inner = [signs(child) for child in element if child.tag != "mspace"]
    if element.tag == "mfrac":
        return [r"\frac", "{", *inner[0], "}", "{", *inner[1], "}"]
    if element.tag in ("msup", "msub"):
        return [*inner[0], "^" if element.tag == "msup" else "_", "{", *inner[1], "}"]
    if element.tag == "msqrt":
        return [r"\sqrt", "{", *(sign for part in inner for sign in part), "}"]
    if element.tag == "mtable":
        rows = [[sign for cell in row for sign in (*signs(cell), "&")][:-1] for row in element]
        return [r"\begin{cases}", *rows[0], r"\\", *rows[1], r"\end{cases}"]
    if element.tag in ("mi", "mtext", "mo", "mn"):
        return written(element)
    return [sign for part in inner for sign in part]


def written(element: ET.Element) -> list[str]:
    text = "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ")
    if element.tag == "mo" or text in SPELLING:
        return [] if text == "{" else [SPELLING.get(text, text)]
    return [text] if element.tag == "mn" else [rf"\text{{{text}}}"]
