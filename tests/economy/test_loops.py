"""Each feedback loop of the economy is known, and cutting it changes behaviour as theory says.

A loop is cut by giving a reader the path of the undisturbed run instead of what it reads, so that without a
disturbance nothing changes at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
import pytest
from loops import (
    ACTING,
    DISTURBANCES,
    FIRST,
    LOOPS,
    OWN_LOOPS,
    PERCEIVED,
    STEPS_OF_OWN_LOOPS,
    WITHOUT_ACTORS,
    YEARS,
    Disturbance,
    Link,
    Loop,
)

from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case

Paths = dict[str, np.ndarray]
HORIZON = Horizon(float(FIRST), 4 * YEARS)
CLAIM = "Every feedback loop of the model is known, and cutting it changes behaviour as theory says"
cut_in_turn = pytest.mark.claim(
    CLAIM, how="Each loop is cut at one link, held at its undisturbed path; a disturbance is run with and without it"
)


def influences(model: Model, without: Iterable[Link] = ()) -> nx.DiGraph:
    """What acts on what within the model: an equation on its readers, a flow on its stocks."""
    cut, graph = set(without), nx.DiGraph()
    for equation in model.equations:
        inner = [name for name in equation.reads if name in model.stocks or name in model.variables]
        graph.add_edges_from((name, equation.name) for name in inner if (equation.name, name) not in cut)
        changed = [stock for stock in (equation.note.into, equation.note.out_of) if stock]
        graph.add_edges_from((equation.name, stock) for stock in changed)
    return graph


def loops_left(model: Model, without: Iterable[Link]) -> list[set[str]]:
    """The tangles of loops that are left: the names of each."""
    return [part for part in nx.strongly_connected_components(influences(model, without)) if len(part) > 1]


def unlisted(model: Model, without: Iterable[Link]) -> list[set[str]]:
    """The tangles that are more than one listed stock with its own flows."""
    flows = {e.name for e in model.equations if e.note.is_flow}
    inside = flows | STEPS_OF_OWN_LOOPS
    return [part for part in loops_left(model, without) if len(part - inside) != 1 or not part - inside <= OWN_LOOPS]


def links_of(*names: str) -> list[Link]:
    return [link for name in names for link in LOOPS[name].links]


def cut(model: Model, links: Iterable[Link]) -> Model:
    """The model in which the readers of the links get an exogenous path instead."""
    links = set(links)
    equations = tuple(
        replace(e, reads=tuple(held(name) if (e.name, name) in links else name for name in e.reads))
        for e in model.equations
    )
    return replace(model, equations=equations, paths=model.paths | {held(name) for _, name in links})


def held(name: str) -> str:
    return f"{name}_undisturbed"


@dataclass(frozen=True)
class Economy:
    """The model on its central values."""

    model: Model
    inputs: Inputs

    def run(self, paths: Mapping[str, np.ndarray], constants: Mapping[str, float], links: Iterable[Link] = ()) -> Paths:
        """All stocks and variables, with links cut and held at the path that `paths` holds for them."""
        keep = [*self.model.stocks, *self.model.variables]
        inputs = Inputs({**self.inputs.constants, **constants}, {**self.inputs.paths, **paths})
        return simulate(cut(self.model, links), inputs, HORIZON, 1, keep)

    def undisturbed(self, links: Iterable[Link], disturbance: Disturbance) -> tuple[Paths, Paths]:
        """The run before a disturbance, and the paths that hold the links where they were."""
        paths = self.run(disturbance.before, {})
        return paths, {held(name): paths[name] for _, name in links}

    def responses(self, loop: Loop) -> tuple[np.ndarray, np.ndarray]:
        """What a disturbance does to the watched variable by year, in percent, with the loop and without it."""
        disturbance = DISTURBANCES[loop.disturbance]
        before, fixed = self.undisturbed(loop.links, disturbance)
        paths = {**disturbance.before, **disturbance.paths}
        whole = self.run(paths, disturbance.constants)
        without = self.run({**paths, **fixed}, disturbance.constants, loop.links)
        usual = by_year(before[loop.watched])
        return tuple(100 * (by_year(run[loop.watched]) / usual - 1) for run in (whole, without))  # type: ignore[return-value]


def by_year(path: np.ndarray) -> np.ndarray:
    return path.reshape(YEARS, 4).mean(axis=1)


@pytest.fixture(scope="module")
def economy(case: Case, central_inputs: Inputs) -> Economy:
    return Economy(case.model, central_inputs)


@pytest.fixture(scope="module")
def added(economy: Economy) -> Callable[[str], np.ndarray]:
    """What a loop adds to the response to its disturbance by year, in percent of the watched variable."""

    def added_by(name: str) -> np.ndarray:
        whole, without = economy.responses(LOOPS[name])
        return whole - without

    return added_by


@pytest.mark.claim(
    CLAIM, how="All chains of causes are followed as a graph; none returns to its start but those listed"
)
@pytest.mark.parametrize("cut_where", [tuple(PERCEIVED), (*ACTING, *WITHOUT_ACTORS)], ids=["perceived", "acting"])
def test_no_loop_is_left_but_those_of_a_stock_with_its_own_flows(case: Case, cut_where: tuple[str, ...]) -> None:
    """Once cut at what the deciders see, once at what they do: a new loop must be new on one side at least."""
    assert unlisted(case.model, links_of(*cut_where)) == []
    assert set().union(*loops_left(case.model, links_of(*cut_where))) & set(case.model.stocks) == OWN_LOOPS


@cut_in_turn
def test_what_is_not_cut_is_a_loop_through_the_whole_economy(case: Case, figure: Callable[..., None]) -> None:
    assert max(len(part & set(case.model.stocks)) for part in loops_left(case.model, ())) > 20
    figure("loops that are cut in turn", len(LOOPS))
    figure("stocks that act on their own flows", len(OWN_LOOPS))


@pytest.mark.parametrize(
    ("cut_where", "reader", "read"),
    [
        ((*ACTING, *WITHOUT_ACTORS), "training", "revenue_domestic_real_last_year"),  # the plan pays for schools, too
        (tuple(PERCEIVED), "tourist_arrivals_growth", "services_potential"),  # guests come where more is offered
    ],
)
def test_a_loop_that_is_not_listed_would_be_found(
    case: Case, cut_where: tuple[str, ...], reader: str, read: str
) -> None:
    equations = tuple(replace(e, reads=(*e.reads, read)) if e.name == reader else e for e in case.model.equations)
    assert unlisted(replace(case.model, equations=equations), links_of(*cut_where)) != []


@pytest.mark.parametrize("name", LOOPS)
def test_the_links_that_cut_a_loop_lie_on_a_loop(case: Case, name: str) -> None:
    graph = influences(case.model)
    tangle = {member: place for place, part in enumerate(nx.strongly_connected_components(graph)) for member in part}
    for reader, read in LOOPS[name].links:
        assert graph.has_edge(read, reader)
        assert tangle[read] == tangle[reader]


@cut_in_turn
def test_no_cut_changes_anything_in_an_undisturbed_economy(economy: Economy, figure: Callable[..., None]) -> None:
    gaps = {}
    for name, loop in LOOPS.items():
        disturbance = DISTURBANCES[loop.disturbance]
        whole, fixed = economy.undisturbed(loop.links, disturbance)
        without = economy.run({**disturbance.before, **fixed}, {}, loop.links)
        gaps[name] = max(float(np.abs(whole[key] - without[key]).max()) for key in whole)
    figure("largest change of any variable by a cut alone", max(gaps.values()), limit=1e-12)
    assert {name: gap for name, gap in gaps.items() if gap > 1e-12} == {}


@cut_in_turn
@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_strengthens_or_weakens_a_disturbance_as_theory_says(
    economy: Economy, name: str, figure: Callable[..., None]
) -> None:
    loop = LOOPS[name]
    whole, without = economy.responses(loop)
    place = loop.year - FIRST
    effect = whole - without
    assert effect[: loop.acts_from - FIRST] == pytest.approx(0, abs=1e-12)
    assert effect[place] * without[place] * (-1 if loop.balancing else 1) > 0
    assert abs(effect[place]) > loop.at_least * abs(without[place])
    kind = "balancing" if loop.balancing else "reinforcing"
    what = f"{name} ({kind}): {loop.watched} {loop.year} after {loop.disturbance}, with the loop less without"
    figure(what, effect[place], unit="%")


@cut_in_turn
def test_building_answers_a_boom_at_once_and_capital_slowly(added: Callable[[str], np.ndarray]) -> None:
    building, capital = added("building for investors"), added("capital of services")
    assert building[0] > 10 * capital[0]
    assert (np.diff(capital) > 0).all()
    assert capital[-1] > building[-1]


@cut_in_turn
def test_investors_spend_more_on_services_than_on_plant_and_the_province_less_than_both(
    added: Callable[[str], np.ndarray],
) -> None:
    by_2030 = [added(name)[-1] for name in ("capital of services", "domestic plant", "infrastructure")]
    assert by_2030 == sorted(by_2030, reverse=True)
    assert (added("income to private investment") > added("revenue to public plan")).all()


@cut_in_turn
def test_demand_from_public_works_passes_and_their_use_stays(added: Callable[[str], np.ndarray]) -> None:
    demand, use = added("public demand"), added("infrastructure")
    assert demand[1] > 10 * use[1]
    assert use[-1] > 10 * demand[-1]


@cut_in_turn
def test_the_longest_way_is_by_public_works_to_sites_for_investors(added: Callable[[str], np.ndarray]) -> None:
    sites = added("sites for investors")
    assert sites[4] < 0.1 * sites[-1]
    assert (np.diff(sites[4:]) > 0).all()


@cut_in_turn
def test_all_loops_together_multiply_a_boom_by_less_than_a_half_in_eight_years(
    economy: Economy, figure: Callable[..., None]
) -> None:
    """Reinforcing loops that gain too much would let any shock run away."""
    boom = Loop("all", tuple(links_of(*PERCEIVED)), "boom")
    whole, without = economy.responses(boom)
    assert without[0] == pytest.approx(1, abs=0.15)
    assert 1 < whole[-1] / without[-1] < 1.5
    figure("response of GRDP in 2030 to a point of growth in 2023, all loops", whole[-1], unit="%")
    figure("the same without any loop", without[-1], unit="%")
