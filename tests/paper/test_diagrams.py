"""The pictures as files: complete, the same each time, readable on paper; and the words measured for them."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from qnsim.economy import BLOCKS
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.paper.diagrams.diagram import describe
from qnsim.paper.diagrams.overview_picture import Goal, overview_page
from qnsim.paper.diagrams.page import A3, compose
from qnsim.paper.diagrams.pictures import COLUMNS, OVERVIEW, block_of_names, block_titles, write_diagrams
from qnsim.paper.diagrams.survey import survey
from qnsim.press import drawing
from qnsim.press.lettering import Face, even_fold, fold, spoken, spoken_unit, width

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST_TYPE = 5.5  # points on paper
needs_dot = pytest.mark.skipif(not shutil.which("dot"), reason="needs the program dot of Graphviz; install graphviz")


@pytest.fixture(scope="session")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="session")
def drawn(case: Case, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """All pictures by name, parsed."""
    files = write_diagrams(case.model, 10.0, tmp_path_factory.mktemp("diagrams"))
    return {file.stem: ElementTree.parse(file).getroot() for file in files}


def titles(root: Element, kind: str) -> list[str]:
    groups = [group for group in root.iter(f"{SVG}g") if kind in group.get("class", "").split()]
    return [title.text or "" for group in groups for title in group.findall(f"{SVG}title")]


def words(root: Element) -> str:
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


@needs_dot
def test_there_is_a_picture_of_every_block_and_an_overview(drawn: dict[str, Element]) -> None:
    assert list(drawn) == [OVERVIEW, *(module.__name__.rpartition(".")[2] for module in BLOCKS)]


@needs_dot
@pytest.mark.parametrize("block", block_titles())
def test_every_node_of_a_block_is_on_its_page_with_a_tooltip(drawn: dict[str, Element], case: Case, block: str) -> None:
    shown = describe(case.model, block_of_names(), block)
    for kind in ("stock", "flow", "auxiliary", "path"):
        expected = [node.name for node in shown.nodes.values() if node.kind == kind]
        assert sorted(re.split("[ :]", title)[0] for title in titles(drawn[block], kind)) == sorted(expected)
    assert all(": " in title for kind in ("stock", "flow", "auxiliary", "path") for title in titles(drawn[block], kind))
    assert len(titles(drawn[block], "pipe")) == sum(edge.is_pipe for edge in shown.edges)
    assert len(titles(drawn[block], "information")) == sum(not edge.is_pipe for edge in shown.edges)


@needs_dot
@pytest.mark.parametrize("block", block_titles())
def test_what_is_left_out_of_a_page_is_named_on_it(drawn: dict[str, Element], case: Case, block: str) -> None:
    shown = describe(case.model, block_of_names(), block)
    told = words(drawn[block])
    assert all(spoken(name) in told for name in (*shown.constants, *shown.clock))
    assert all(spoken(name) in told for node in shown.nodes.values() for name in node.used_by)


@needs_dot
def test_a_page_is_titled_with_the_first_words_of_its_module(drawn: dict[str, Element]) -> None:
    first = next(iter(drawn["foreign_investment"].iter(f"{SVG}text")))
    assert first.text == "Foreign direct investment"
    assert first.get("font-weight") == "bold"


@needs_dot
@pytest.mark.parametrize("name", [OVERVIEW, *block_titles()])
def test_every_page_fits_a3_with_type_that_can_be_read(drawn: dict[str, Element], name: str) -> None:
    root = drawn[name]
    wide, high = (float(root.get(side, "").removesuffix("pt")) for side in ("width", "height"))
    assert max(wide, high) <= A3[0] + 0.01
    assert min(wide, high) <= A3[1] + 0.01
    scale = wide / float(root.get("viewBox", "").split()[2])
    assert min(float(text.get("font-size", "0")) for text in root.iter(f"{SVG}text")) * scale >= SMALLEST_TYPE


@needs_dot
@pytest.mark.parametrize("name", [OVERVIEW, *block_titles()])
def test_no_box_covers_another_and_none_leaves_the_page(drawn: dict[str, Element], name: str) -> None:
    kinds = ("stock", "auxiliary", "path", "block", "goal")
    boxes = []
    for group in drawn[name].iter(f"{SVG}g"):
        if group.get("class", "").split()[:1] and group.get("class", "").split()[0] in kinds:
            rect = group.find(f"{SVG}rect")
            assert rect is not None
            boxes.append(tuple(float(rect.get(side, "")) for side in ("x", "y", "width", "height")))
    for number, (x, y, wide, high) in enumerate(boxes):
        assert x >= -1 and y >= -1
        for left, top, broad, tall in boxes[:number]:
            apart = x >= left + broad or left >= x + wide or y >= top + tall or top >= y + high
            assert apart, (name, x, y, left, top)


@needs_dot
def test_the_overview_ends_at_the_probability_and_shows_feedback(drawn: dict[str, Element]) -> None:
    overview = drawn[OVERVIEW]
    (goal,) = titles(overview, "goal")
    assert goal == "growth_first_release: P(GRDP growth > 10%)"
    assert [title for title in titles(overview, "link") if title.startswith("measurement → goal: ")]
    backward = [path for path in overview.iter(f"{SVG}path") if path.get("stroke") == "#a83a10"]
    assert len(backward) > 3
    assert len(titles(overview, "block")) == len(BLOCKS) - 1
    assert "Not drawn: calendar" in words(overview)


@needs_dot
def test_a_block_without_a_column_is_drawn_left_of_what_reads_it(case: Case) -> None:
    block_of = {**block_of_names(), "value_added_mining": "new_block"}
    goal = Goal("measurement", "growth_first_release", "P")
    headings = {**block_titles(), "new_block": "A block of tomorrow."}
    page = overview_page(survey(case.model, block_of, goal.variable), goal, COLUMNS, "All", headings)
    assert "A block of tomorrow." in titles(ElementTree.fromstring(page), "block")


def test_every_block_has_a_place_in_the_overview() -> None:
    placed = [name for column in COLUMNS for name in column]
    assert len(placed) == len(set(placed))
    assert set(block_titles()) - set(placed) == {"calendar"}


@needs_dot
def test_the_same_model_is_drawn_to_the_same_bytes(case: Case, tmp_path: Path) -> None:
    one, other = (write_diagrams(case.model, 10.0, tmp_path / name, ["labour"]) for name in ("one", "other"))
    assert one[0].read_bytes() == other[0].read_bytes()
    text = one[0].read_text(encoding="utf-8").lower()
    assert "graphviz" not in text
    assert "<!--" not in text


def test_an_unknown_block_is_refused_before_anything_is_written(case: Case, tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"'servises' is not a block\. Did you mean 'services'\? Expected any of: overv"
    ):
        write_diagrams(case.model, 10.0, tmp_path / "out", ["labour", "servises"])
    assert not (tmp_path / "out").exists()


def test_without_the_program_dot_it_is_said_what_to_install(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match=r"program 'dot'.*apt-get install graphviz or brew install graphviz"):
        write_diagrams(case.model, 10.0, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_the_python_package_it_is_said_what_to_install(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "graphviz", None)
    with pytest.raises(UsageError, match=r"python -m pip install 'qnsim\[paper\]'"):
        write_diagrams(case.model, 10.0, tmp_path / "out")


def test_a_program_dot_that_fails_is_a_message(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dot = tmp_path / "dot"
    dot.write_text("#!/bin/sh\necho 'cannot draw' >&2\nexit 1\n", encoding="utf-8")
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(UsageError, match=r"'dot' failed: cannot draw\. Expected Graphviz 2\.40 or later"):
        write_diagrams(case.model, 10.0, tmp_path / "out", ["labour"])


def test_words_are_folded_into_lines_that_fit() -> None:
    face = Face(9)
    lines = fold("depreciation of domestic capital", face, 70.0)
    assert " ".join(lines) == "depreciation of domestic capital"
    assert all(width(line, face) <= 70.0 for line in lines)


def test_lines_are_nearly_even_and_a_long_word_stands_alone() -> None:
    face = Face(10)
    assert even_fold("a b c d", face, width("a b c", face)) == ["a b", "c d"]
    assert even_fold("unbelievably long", face, 10.0) == ["unbelievably", "long"]
    assert even_fold("", face, 10.0) == []


def test_vietnamese_letters_have_a_width() -> None:
    assert width("ế", Face(10)) == pytest.approx(width("e", Face(10)))
    assert width("Quảng Ninh", Face(10, bold=True)) > width("Quảng Ninh", Face(10))


def test_names_and_units_are_spoken() -> None:
    assert spoken("fdi_backlog_1") == "FDI backlog 1"
    assert spoken_unit("trillion VND_base / year") == "trillion constant VND per year"
    assert spoken_unit("1 / year") == "per year"
    assert spoken_unit("1") == ""


def test_marks_that_xml_reserves_stay_words() -> None:
    page = compose("A < B: x & y", (10.0, 10.0), lambda root: None, [], ["1 > 0"])
    assert words(ElementTree.fromstring(page)) == "A < B X & y 1 > 0"


def test_an_arrow_head_is_a_triangle_at_the_tip() -> None:
    assert drawing.arrow_head((0.0, 0.0), (6.0, 0.0), 4.0) == "M6 0 L0 2 L0 -2 Z"
