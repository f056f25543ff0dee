"""What the pictures show: nothing of a block is lost, and every pipe is what a flow's note says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfQuarter
from qnsim.engine.model import CLOCK, Model
from qnsim.facts.case import Case
from qnsim.paper.diagrams.diagram import Edge, Picture, describe, first_sentence
from qnsim.paper.diagrams.pictures import block_of_names
from qnsim.paper.diagrams.survey import Overview, reached, survey

BLOCK_OF = {"tank": "water", "wet_share": "water", "rain": "water", "leak": "water", "pond": "garden"}
BLOCK_OF |= {"spill": "garden", "growth": "garden", "roof": "water", "harvest": "shop"}


@auxiliary("1")
def roof(roof_area):
    """Roof, a constant."""
    return roof_area


@flow("1", into="tank")
def rain(roof, weather):
    """Rain caught. A second sentence."""
    return roof * weather


@flow("1", out_of="tank", into="pond")
def spill(tank, pump, step):
    """Water pumped to the pond."""
    return tank * pump * step


@flow("1", out_of="tank")
def leak(tank):
    """Water lost."""
    return tank / 2


@auxiliary("1")
def wet_share(tank, pond):
    """Share of water in the pond."""
    return pond / (tank + pond)


@auxiliary("1")
def growth(pond, weather):
    """Growth of plants."""
    return pond * weather


@auxiliary("1")
def harvest(growth):
    """What is sold."""
    return growth


@pytest.fixture
def garden(small: Callable[..., Model]) -> Model:
    """A tank that rain fills, a pond of another block that its pump fills, plants and a shop."""
    return small(
        *(roof, rain, spill, leak, wet_share, growth, harvest),
        tank=Stock("1", start="roof_area", meaning="Water in the tank. It rusts."),
        pond=Stock("1"),
        parameters=["roof_area", "pump"],
        weather=Surprise(OfQuarter(), "how wet it is", "water", "mưa", "rain"),
    )


def picture(garden: Model, block: str) -> Picture:
    return describe(garden, BLOCK_OF, block)


def ends(shown: Picture, edge: Edge) -> tuple[str, str]:
    """The names at both ends of an edge; a cloud is empty."""
    names = [shown.nodes[key] for key in (edge.tail, edge.head)]
    one, other = ("" if node.kind == "cloud" else node.name for node in names)
    return one, other


def test_a_node_says_what_holds_still_and_who_reads_it_elsewhere(garden: Model) -> None:
    nodes = picture(garden, "garden").nodes
    assert nodes["spill"].given == ("pump",)
    assert nodes["growth"].used_by == ("shop",)
    assert nodes["pond"].used_by == ("water",)
    assert picture(garden, "water").nodes["tank"].given == ("roof_area",)


def test_a_node_means_the_first_sentence_of_its_docstring(garden: Model) -> None:
    nodes = picture(garden, "water").nodes
    assert nodes["rain"].meaning == "Rain caught."
    assert nodes["tank"].meaning == "Water in the tank."
    assert nodes["weather"].meaning == "how wet it is"
    assert first_sentence("Half of 0.5\nand more. Source: A1.") == "Half of 0.5 and more."


def test_a_constant_and_the_clock_are_not_drawn_but_named(garden: Model) -> None:
    water, plants = picture(garden, "water"), picture(garden, "garden")
    assert water.constants == ("roof",)
    assert "roof" not in water.nodes
    assert water.nodes["rain"].given == ("roof",)
    assert plants.clock == ("step",)


def test_a_flow_of_another_block_is_drawn_at_the_stock_it_drains(garden: Model) -> None:
    shown = picture(garden, "water")
    assert Edge("tank", "spill", True) in shown.edges
    assert shown.nodes["spill"].block == "garden"
    assert not [edge for edge in shown.edges if edge.head == "spill" and not edge.is_pipe], "its arrows are elsewhere"


def test_a_flow_without_a_stock_at_one_end_comes_from_a_cloud(garden: Model) -> None:
    shown = picture(garden, "water")
    pipes = {ends(shown, edge) for edge in shown.edges if edge.is_pipe}
    assert {("", "rain"), ("rain", "tank"), ("tank", "leak"), ("leak", "")} <= pipes


def test_a_stock_that_no_flow_changes_is_drawn(small: Callable[..., Model]) -> None:
    model = small(pond=Stock("1"))
    assert set(describe(model, {"pond": "garden"}, "garden").nodes) == {"pond"}


def test_a_name_of_another_block_that_many_read_is_copied_for_each(small: Callable[..., Model]) -> None:
    def reader(name: str) -> Any:
        def equation(pond):
            """Reads the pond."""
            return pond

        equation.__name__ = name
        return auxiliary("1")(equation)

    names = ["one", "two", "three"]
    model = small(*map(reader, names), pond=Stock("1"))
    shown = describe(model, {"pond": "garden", **dict.fromkeys(names, "water")}, "water")
    assert sorted(edge.tail for edge in shown.edges) == ["pond of one", "pond of three", "pond of two"]
    assert {shown.nodes[edge.tail].name for edge in shown.edges} == {"pond"}


def test_the_overview_links_what_the_goal_needs_and_names_the_rest(garden: Model) -> None:
    shown = survey(garden, BLOCK_OF, "growth")
    links = {(link.tail, link.head, link.is_pipe): link for link in shown.links}
    assert links["water", "garden", True].carries == ("tank", "spill")
    assert links["water", "garden", False].carries == ("tank",)
    assert ("garden", "water", False) not in links, "wet_share is read by nobody"
    assert shown.asides == {"water": ("pond",), "shop": ("growth",)}
    assert shown.chance == {"water": ("weather",), "garden": ("weather",), "shop": ()}


def test_a_link_is_in_a_loop_only_if_a_way_leads_back(garden: Model) -> None:
    onward = survey(garden, BLOCK_OF, "harvest").links
    assert {link.in_loop for link in onward} == {False}
    back = survey(garden, {**BLOCK_OF, "rain": "garden"}, "harvest").links
    assert {(link.tail, link.head) for link in back if link.in_loop} == {("water", "garden"), ("garden", "water")}
    assert reached({"a": ["b"], "b": ["a"]}, "a") == {"a", "b"}


@pytest.fixture(scope="module")
def pictures(case: Case) -> list[Picture]:
    block_of = block_of_names()
    return [describe(case.model, block_of, block) for block in dict.fromkeys(block_of.values())]


def test_every_stock_flow_and_auxiliary_is_in_the_picture_of_its_block_or_named_below_it(
    case: Case, pictures: list[Picture]
) -> None:
    block_of = block_of_names()
    shown = {(p.block, name) for p in pictures for name in (*p.nodes, *p.constants)}
    assert set(block_of.items()) <= {(name, block) for block, name in shown}
    assert set(block_of) == {*case.model.stocks, *case.model.variables}


def test_every_pipe_is_what_the_note_of_its_flow_says_and_none_is_missing(case: Case, pictures: list[Picture]) -> None:
    block_of = block_of_names()
    for shown in pictures:
        expected = set()
        for flow_ in (e for e in case.model.equations if e.note.is_flow):
            stocks = [name for name in (flow_.note.out_of, flow_.note.into) if name]
            if shown.block in {block_of[name] for name in (flow_.name, *stocks)}:
                expected |= {(flow_.note.out_of or "", flow_.name), (flow_.name, flow_.note.into or "")}
        assert {ends(shown, edge) for edge in shown.edges if edge.is_pipe} == expected


def test_every_name_an_equation_reads_is_an_arrow_or_stands_in_it_or_is_the_clock(
    case: Case, pictures: list[Picture]
) -> None:
    for shown in pictures:
        for name, node in shown.nodes.items():
            if node.block != shown.block or node.kind == "stock":
                continue
            arrows = {ends(shown, edge)[0] for edge in shown.edges if edge.head == name and not edge.is_pipe}
            assert arrows | set(node.given) | set(CLOCK) >= set(case.model.variables[name].reads)
            assert arrows | set(node.given) <= set(case.model.variables[name].reads)


def test_the_overview_accounts_for_everything_one_block_reads_of_another(case: Case) -> None:
    block_of = block_of_names()
    shown: Overview = survey(case.model, block_of, "growth_first_release")
    told = {(link.tail, link.head, name) for link in shown.links for name in link.carries}
    constants = {equation.name for equation in case.model.constants}
    for equation in case.model.equations:
        home = block_of[equation.name]
        for name in set(equation.reads) & set(block_of) - constants:
            noted = name in shown.dates or name in shown.chance[home] or name in shown.asides.get(home, ())
            assert block_of[name] == home or noted or (block_of[name], home, name) in told, (name, equation.name)
