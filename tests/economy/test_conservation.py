"""Conservation: what is in a stock at the end was there at the start or came in, and has not left."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from claims import Figure
from stressed import STEP, STRESSED, Paths, run_draws

from qnsim.economy import BLOCKS
from qnsim.engine.model import build
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

DRAWS = 2000
LIMIT = 1e-12
CLAIM = "No capital, firm, person or licence appears from nowhere or vanishes"
HOW = (
    "Over ten years, in 2 000 draws and in as many draws of each of ten extreme futures, the start and all that "
    "entered, less all that left, is the end; entries and exits come from a list written independently of the model"
)

# What enters and leaves each stock, written once more and independently of the decorators.
FLOWS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fdi_backlog_1": (("fdi_accepted",), ("fdi_stage_outflow_1", "fdi_attrition_1")),
    "fdi_backlog_2": (("fdi_stage_outflow_1",), ("fdi_stage_outflow_2", "fdi_attrition_2")),
    "fdi_backlog_3": (("fdi_stage_outflow_2",), ("fdi_stage_outflow_3", "fdi_attrition_3")),
    "fdi_park_backlog": (("fdi_park_accepted",), ("fdi_park_realised", "fdi_park_attrition")),
    "plant_under_construction": (("plant_investment_fdi", "plant_investment_private"), ("plant_commissioned",)),
    "capital_modern": (("plant_commissioned",), ("plant_retired",)),
    "private_works_in_progress": (
        ("private_works_begun", "foreign_works_begun", "repair_domestic"),
        ("private_works_completed",),
    ),
    "capital_domestic": (("private_works_completed",), ("depreciation_of_domestic_capital", "storm_damage_domestic")),
    "public_works_in_progress": (
        ("public_work_done", "repair_public", "partnership_work_done"),
        ("public_works_in_service", "public_works_wasted"),
    ),
    "capital_public": (("public_works_in_service",), ("depreciation_of_public_capital", "storm_damage_public")),
    "partnership_backlog": (("partnership_agreed",), ("partnership_work_done",)),
    "damage_domestic": (("storm_damage_domestic",), ("repair_domestic",)),
    "damage_public": (("storm_damage_public",), ("repair_public",)),
    "firms_young": (("new_firms",), ("firms_maturing", "firm_exits_young")),
    "firms_mature": (("firms_maturing",), ("firm_exits_mature",)),
    "labour_force": (("labour_force_growth", "newcomers"), ()),
    "employed_persons": (("hiring",), ()),
}
# What leaves one of these stocks and enters another of them; all else comes from outside or leaves for good.
TRANSFERS = {
    "fdi_stage_outflow_1": ("fdi_backlog_1", "fdi_backlog_2"),
    "fdi_stage_outflow_2": ("fdi_backlog_2", "fdi_backlog_3"),
    "plant_commissioned": ("plant_under_construction", "capital_modern"),
    "private_works_completed": ("private_works_in_progress", "capital_domestic"),
    "repair_domestic": ("damage_domestic", "private_works_in_progress"),
    "repair_public": ("damage_public", "public_works_in_progress"),
    "partnership_work_done": ("partnership_backlog", "public_works_in_progress"),
    "storm_damage_domestic": ("capital_domestic", "damage_domestic"),
    "storm_damage_public": ("capital_public", "damage_public"),
    "public_works_in_service": ("public_works_in_progress", "capital_public"),
    "firms_maturing": ("firms_young", "firms_mature"),
}
WHOLES = {
    "licences": ("fdi_park_backlog", "fdi_backlog_1", "fdi_backlog_2", "fdi_backlog_3"),
    "capital": (
        "plant_under_construction",
        "capital_modern",
        "private_works_in_progress",
        "capital_domestic",
        "partnership_backlog",
        "public_works_in_progress",
        "capital_public",
        "damage_domestic",
        "damage_public",
    ),
    "firms": ("firms_young", "firms_mature"),
    "labour force": ("labour_force",),
    "employed": ("employed_persons",),
}
Drawn = Callable[[str], Paths]


@pytest.fixture(scope="module")
def drawn(case: Case, nothing_set: Scenario) -> Drawn:
    """Draws of a stressed future; the last one is kept, since a test asks for one after the other."""
    flows = {name for inflows, outflows in FLOWS.values() for name in (*inflows, *outflows)}
    kept: dict[str, Paths] = {}

    def run(stress: str) -> Paths:
        if stress not in kept:
            kept.clear()
            kept[stress] = run_draws(nothing_set, case, STRESSED[stress], sorted({*FLOWS, *flows}), DRAWS)
        return kept[stress]

    return run


def test_the_notes_of_the_flows_say_what_the_independent_list_says(case: Case) -> None:
    noted = {stock: (set(), set()) for stock in FLOWS}  # type: dict[str, tuple[set[str], set[str]]]
    for equation in case.model.variables.values():
        for place, stock in enumerate((equation.note.into, equation.note.out_of)):
            if stock in noted:
                noted[stock][place].add(equation.name)
    assert noted == {stock: (set(inflows), set(outflows)) for stock, (inflows, outflows) in FLOWS.items()}


@pytest.mark.claim("Every transfer leaves one stock and enters exactly one other", how="By the list of all flows")
def test_a_transfer_leaves_one_stock_and_enters_one_other(case: Case) -> None:
    left = {name: stock for stock, (_, outflows) in FLOWS.items() for name in outflows}
    entered = {name: stock for stock, (inflows, _) in FLOWS.items() for name in inflows}
    assert len(left) == sum(len(outflows) for _, outflows in FLOWS.values())
    assert len(entered) == sum(len(inflows) for inflows, _ in FLOWS.values())
    assert {name: (left[name], entered[name]) for name in left.keys() & entered.keys()} == TRANSFERS
    notes = {name: case.model.variables[name].note for name in TRANSFERS}
    assert {name: (note.out_of, note.into) for name, note in notes.items()} == TRANSFERS


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("stress", STRESSED)
def test_start_and_all_that_entered_less_all_that_left_is_the_end(drawn: Drawn, figure: Figure, stress: str) -> None:
    paths = drawn(stress)
    gaps = {}
    for stock, (inflows, outflows) in FLOWS.items():
        entered, left = (sum(paths[name][:-1].sum(axis=0) for name in names) * STEP for names in (inflows, outflows))
        handled = paths[stock][0] + np.abs(entered) + np.abs(left)
        gap = np.abs(paths[stock][0] + entered - left - paths[stock][-1])
        gaps[stock] = float((gap / np.where(handled > 0, handled, 1)).max())
    figure(f"largest difference per amount handled, {stress}", max(gaps.values()), limit=LIMIT)
    assert {stock: gap for stock, gap in gaps.items() if gap > LIMIT} == {}


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("whole", WHOLES)
def test_a_whole_changes_only_by_what_comes_from_outside_and_leaves_for_good(drawn: Drawn, whole: str) -> None:
    """Transfers between its stocks cancel, so a transfer that lost something on the way would show here."""
    paths = drawn("usual")
    stocks = WHOLES[whole]
    entered = {name for stock in stocks for name in FLOWS[stock][0]} - set(TRANSFERS)
    left = {name for stock in stocks for name in FLOWS[stock][1]} - set(TRANSFERS)
    change = STEP * sum(paths[name][:-1] for name in entered)
    change = change - STEP * sum((paths[name][:-1] for name in left), np.zeros(1))
    level = sum(paths[stock] for stock in stocks)
    assert level[0] + np.cumsum(change, axis=0) == pytest.approx(level[1:], rel=LIMIT)


@pytest.mark.claim(CLAIM, how=HOW)
def test_a_stock_changes_by_its_flows_and_by_nothing_else_in_every_quarter(drawn: Drawn, figure: Figure) -> None:
    paths = drawn("usual")
    worst = 0.0
    for stock, (inflows, outflows) in FLOWS.items():
        net = sum(paths[name][:-1] for name in inflows) - sum((paths[name][:-1] for name in outflows), np.zeros(1))
        gap, level = np.abs(paths[stock][1:] - paths[stock][:-1] - STEP * net).max(), paths[stock].max()
        worst = max(worst, float(gap / level if level > 0 else gap))
    figure("largest difference of a quarter, per level", worst, limit=LIMIT)
    assert worst < LIMIT


@pytest.mark.claim("Repair after storms is invested once, and as the works it repairs", how="2 000 draws of typhoons")
def test_repair_enters_total_investment_once_and_all_damage_is_repaired_in_its_own_works(
    case: Case, nothing_set: Scenario
) -> None:
    parts = ("investment_private", "investment_fdi", "public_work_done", "investment_resource")
    repairs = ("repair_domestic", "repair_public")
    damage = ("storm_damage_domestic", "storm_damage_public", "damage_domestic", "damage_public")
    stress = STRESSED["a major typhoon in every quarter"]
    paths = run_draws(nothing_set, case, stress, sorted({*parts, *repairs, *damage, "investment_total"}), DRAWS)
    repaired = sum(paths[name] for name in repairs)
    assert paths["investment_total"] - sum(paths[name] for name in parts) == pytest.approx(repaired, rel=1e-9)
    for kind in ("domestic", "public"):
        taken, done = (STEP * paths[f"{name}_{kind}"][:-1].sum(axis=0) for name in ("storm_damage", "repair"))
        assert done.min() > 0
        assert taken == pytest.approx(done + paths[f"damage_{kind}"][-1], rel=LIMIT * 100)


def test_the_model_of_the_facts_is_the_model_of_the_blocks(case: Case) -> None:
    """Nothing is added to the flows between the modules and the run."""
    rebuilt = build(BLOCKS, case.model.parameters)
    assert {n: e.note for n, e in rebuilt.variables.items()} == {n: e.note for n, e in case.model.variables.items()}
