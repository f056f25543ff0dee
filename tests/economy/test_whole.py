"""The whole economy: yearly accounts and memories, the timing of levers, and the size of shocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

QUARTERS = 32
Paths = dict[str, np.ndarray]
Run = Callable[..., Paths]
Growth = Callable[..., np.ndarray]
NO_HIRING = {"employment_growth_elasticity": 0.0}  # jobs follow losses for a while; see the test of hiring
SECTORS = ("mining", "manufacturing", "electricity", "construction", "agriculture", "services")


@pytest.fixture(scope="module")
def drawn(case: Case, nothing_set: Scenario) -> Paths:
    """2 000 draws of everything uncertain."""
    horizon = Horizon(2023.0, QUARTERS)
    others = ["grdp", "growth_year_to_date", "grdp_quarter_weight", "new_firms", "public_work_done"]
    others += ["public_investment_paid", "major_storm_year", "surprise_level"]
    keep = [*case.model.stocks, *others]
    blocks = []
    for block in plan_blocks(2000):
        inputs = draw(nothing_set, case, horizon, Stratified(1), block).inputs
        blocks.append(simulate(case.model, inputs, horizon, block.size, keep))
    return {name: np.concatenate([paths[name] for paths in blocks], axis=-1) for name in keep}


def test_no_slump_stops_entry_of_firms(drawn: Paths) -> None:
    """The bad years of the record cost an eighth of registrations; no draw loses nine tenths of the usual number."""
    assert drawn["new_firms"].min() > 0.1 * np.median(drawn["new_firms"])
    assert drawn["firms_young"].min() > 0


def test_slower_growth_for_good_leaves_the_usual_number_of_new_firms(drawn: Paths) -> None:
    middle = np.median(drawn["new_firms"], axis=1)
    assert middle[-4:].mean() == pytest.approx(middle[:4].mean(), rel=0.05)


def test_a_slump_costs_jobs_within_its_year_and_hiring_recovers_with_growth(run: Run) -> None:
    """Four points less growth of the nation in the first year, with labour enough to hire in both runs."""
    slump = np.zeros((QUARTERS, 1))
    slump[:4] = -0.04
    usual, hit = (
        run(["hiring"], events=shift, unemployment_rate_start=0.1)["hiring"]
        for shift in ({}, {"national_growth_shift": slump})
    )
    lost = 1 - hit / usual
    assert 0.03 < lost[:4].mean() < 0.15
    assert abs(lost[8:].mean()) < lost[:4].mean() / 2


def test_a_boom_brings_jobs_though_nobody_is_left_to_hire_as_far_as_newcomers_follow_it(run: Run) -> None:
    """Four points more growth of the nation in the first year, at the floor of unemployment from the start."""
    boom = np.zeros((QUARTERS, 1))
    boom[:4] = 0.04

    def more_jobs(response: float) -> float:
        short = {"unemployment_rate_start": 0.018, "employment_growth_elasticity": 0.2}
        usual, hit = (
            run(["hiring"], events=shift, labour_supply_response=response, **short)["hiring"]
            for shift in ({}, {"national_growth_shift": boom})
        )
        return float((hit - usual)[:8].mean())

    assert more_jobs(0.0) == pytest.approx(0, abs=0.02)
    assert 0.1 < more_jobs(0.5) < 0.6 * more_jobs(1.0)


def test_no_more_is_repaired_than_was_damaged(run: Run) -> None:
    storm = {"major_storm": once(2, 1.0)}
    for damage in ("damage_domestic", "damage_public"):
        assert run([damage], events=storm, storm_repair_time=0.2)[damage].min() >= 0


def test_a_year_of_rebuilding_has_its_boom_in_construction_and_restores_roads(run: Run) -> None:
    """A typhoon in the third quarter of the first year: works of the year stop, those of the next are more."""
    names = ["value_added_construction", "capital_public", "private_works_in_progress", "storm_damage_public"]
    usual, hit = run(names), run(names, events={"major_storm": once(2, 1.0)})
    building = hit["value_added_construction"] / usual["value_added_construction"] - 1
    assert building[4:8].mean() > 0.01
    lost = usual["capital_public"] - hit["capital_public"]
    assert lost[3] > 0.8 * 0.25 * hit["storm_damage_public"][2]
    assert lost[16] < 0.8 * lost[3]


def once(quarter: int, value: float) -> np.ndarray:
    path = np.zeros((QUARTERS, 1))
    path[quarter] = value
    return path


def test_growth_to_date_in_the_fourth_quarter_is_growth_of_the_year(drawn: Paths) -> None:
    season = drawn["grdp_quarter_weight"]
    year = (season * drawn["grdp"]).reshape(-1, 4, 2000).sum(axis=1)
    before = (season[:4] * drawn["grdp_year_ago"][:4]).sum(axis=0)
    growth = year / np.concatenate([before[None], year[:-1]]) - 1
    assert drawn["growth_year_to_date"][3::4] == pytest.approx(growth, abs=1e-11)


def test_works_of_a_year_add_up_to_its_payments(drawn: Paths) -> None:
    """All years but those of a typhoon, which lowers the year's rate of disbursement from its own quarter on."""
    work, paid = (drawn[name].reshape(-1, 4, 2000) for name in ("public_work_done", "public_investment_paid"))
    ordinary = drawn["major_storm_year"].reshape(-1, 4, 2000).max(axis=1) == 0
    assert ordinary.mean() > 0.9
    assert work.sum(axis=1)[ordinary] == pytest.approx(paid.sum(axis=1)[ordinary], rel=1e-12)
    assert np.abs(work / paid - 1).max() > 0.1


def test_surprises_are_added_at_the_turn_of_a_year_only_and_stay(drawn: Paths) -> None:
    carried = drawn["surprise_carried"].reshape(-1, 4, 2000)
    assert carried[0].min() == carried[0].max() == 0
    assert np.abs(np.diff(carried, axis=1)).max() == 0
    last_of_year = drawn["surprise_level"][3::4]
    assert carried[1:, 0] == pytest.approx(last_of_year[:-1], abs=1e-14)


def test_the_memory_of_grdp_is_exactly_a_year_at_a_step_of_a_quarter(drawn: Paths) -> None:
    assert drawn["grdp_year_ago"][4:] == pytest.approx(drawn["grdp"][:-4], rel=1e-12)


@pytest.mark.parametrize(
    "account",
    ["grdp_year_to_date", "grdp_year_to_date_last_year", "revenue_domestic_real_year_to_date", "major_storm_memory"],
)
def test_an_account_of_the_year_is_empty_when_the_next_begins(drawn: Paths, account: str) -> None:
    assert np.abs(drawn[account][4::4]).max() < 1e-11
    assert drawn[account][3::4].max() > 0


def test_what_is_remembered_for_a_year_changes_only_between_years(drawn: Paths) -> None:
    for name in ("public_plan_last_year", "public_investment_last_year", "revenue_domestic_real_last_year"):
        by_year = drawn[name].reshape(-1, 4, 2000)
        assert by_year[:, 1:] == pytest.approx(np.broadcast_to(by_year[:, :1], by_year[:, 1:].shape), rel=1e-12)
        assert (by_year[1] != by_year[0]).any()


def test_every_sector_enters_the_first_quarter_on_its_way_from_the_base(run: Run) -> None:
    names = [f"value_added_{name}" for name in SECTORS] + ["product_taxes", "grdp"]
    paths = run([*names, *(f"{name}_base" for name in names)])
    for name in names:
        ahead = paths[name][0] / paths[f"{name}_base"] - 1
        of_year = paths[name][:4].mean() / paths[f"{name}_base"] - 1
        assert 0.4 < ahead / of_year < 0.9, f"{name}: {ahead:.3f} in the first quarter, {of_year:.3f} in the year"


def test_last_years_quarters_of_the_base_average_to_it(run: Run) -> None:
    paths = run(["grdp_year_ago", "grdp_base"])
    assert paths["grdp_year_ago"][:4].mean() == pytest.approx(paths["grdp_base"], rel=1e-12)


def test_more_registrations_change_growth_most_in_the_second_year(growth: Growth) -> None:
    gain = growth(fdi_attraction_policy=2.0) - growth()
    assert 0.1 < gain[0] < gain[1] / 2


def test_without_tenants_of_parks_registrations_hardly_act_in_their_first_year(growth: Growth) -> None:
    gain = growth(fdi_attraction_policy=2.0, fdi_park_share=0.0) - growth(fdi_park_share=0.0)
    assert abs(gain[0]) < 0.1
    assert gain[1] > 0.1


def test_faster_realisation_of_fdi_raises_growth_in_the_first_year(growth: Growth) -> None:
    assert growth(fdi_realisation_speed=1.25)[0] - growth()[0] > 0.2


def test_land_clearance_acts_late_and_little(run: Run, growth: Growth) -> None:
    """Spending of foreign projects moves from the second quarter on; GRDP gains once, most of it in later years."""
    names = ["fdi_stage_outflow_3", "fdi_park_realised", "capital_public", "public_work_done", "grdp"]
    usual, fast, slow = (run(names, land_clearance=speed) for speed in (1.0, 1.5, 0.7))
    more, less = ({name: other[name] / usual[name] - 1 for name in names} for other in (fast, slow))
    assert more["fdi_stage_outflow_3"][0] == more["capital_public"][0] == 0
    assert more["fdi_stage_outflow_3"][1] > 0.01 > -0.01 > less["fdi_stage_outflow_3"][1]
    assert more["capital_public"][8] > 0.005 > -0.005 > less["capital_public"][8]
    assert np.abs(more["public_work_done"][:4]).max() == 0
    assert np.abs(more["fdi_park_realised"][:4]).max() < 0.001
    assert 0 < more["grdp"][:4].mean() < more["grdp"][12:16].mean() / 3
    assert 0 < more["grdp"][-1] < 0.01
    assert less["grdp"][-1] < 0
    sooner = growth(fdi_realisation_speed=1.5) - growth()
    assert (growth(land_clearance=1.5) - growth())[0] < sooner[0] / 3


def test_disbursement_acts_within_the_year(growth: Growth, central_inputs: Inputs) -> None:
    rate = float(np.squeeze(central_inputs.constants["public_investment_disbursement_rate"]))
    gain = growth(public_investment_disbursement_rate=rate + 0.1) - growth()
    assert 0.2 < gain[0] < 0.7
    assert abs(gain[2:]).max() < 0.1


def test_growth_is_higher_after_a_base_year_of_poor_disbursement(growth: Growth) -> None:
    gain = growth(disbursement_rate_base=0.7) - growth(disbursement_rate_base=0.8)
    assert 0.2 < gain[0] < 0.7
    assert abs(gain[2:]).max() < 0.1


def test_a_lucky_year_of_disbursement_acts_in_its_own_year(growth: Growth, central_inputs: Inputs) -> None:
    draw = np.zeros_like(central_inputs.paths["disbursement_draw"])
    draw[4:8] = 1
    gain = growth(events={"disbursement_draw": draw}) - growth()
    assert gain[0] == 0
    assert gain[1] > 0.2
    assert gain[2] < 0


def test_more_tourists_raise_services_and_hardly_anything_else_at_first(run: Run) -> None:
    names = [f"value_added_{name}" for name in SECTORS]
    usual, more = run(names), run(names, tourism_growth_policy=0.1)
    rise = {name: more[name][1] - usual[name][1] for name in names}
    of_services = rise.pop("value_added_services")
    assert of_services > 0.1
    assert max(map(abs, rise.values())) < 1e-3 * of_services


@pytest.mark.parametrize("lever", [{"guest_spending_policy": 1.1}, {"international_share_policy": 0.2}])
def test_more_spending_of_guests_acts_at_once_on_services_and_no_arrivals(run: Run, lever: dict[str, float]) -> None:
    names = ["value_added_services", "tourist_arrivals"]
    usual, more = run(names), run(names, **lever)
    rise = more["value_added_services"] / usual["value_added_services"] - 1
    assert 0.002 < rise[0] < 0.012
    assert rise[-1] == pytest.approx(rise[0], rel=0.2)
    assert (more["tourist_arrivals"] == usual["tourist_arrivals"]).all()


def test_support_of_agriculture_adds_to_it_year_by_year_and_little_to_growth(run: Run, growth: Growth) -> None:
    usual, more = run(["value_added_agriculture"]), run(["value_added_agriculture"], agriculture_growth_policy=0.02)
    lead = np.log(more["value_added_agriculture"] / usual["value_added_agriculture"])
    assert lead[[0, 4, 8, 12]] == pytest.approx([0.0, 0.02, 0.04, 0.06], abs=1e-3)
    gain = growth(agriculture_growth_policy=0.02) - growth()
    assert 0.02 < gain[0] < gain[1] < 0.12


def test_digital_uptake_raises_growth_of_services_slowly_and_for_good(run: Run) -> None:
    usual, more = run(["value_added_services"]), run(["value_added_services"], digital_policy=0.01)
    lead = np.log(more["value_added_services"] / usual["value_added_services"]).reshape(-1, 4).mean(axis=1)
    gain = np.diff(lead, prepend=0.0)
    assert 0 < gain[0] < 0.0015
    assert gain[1] < 0.6 * 0.01 < gain[3] < gain[-1] < 0.013


def test_better_ports_bring_revenue_at_the_border_and_services_within_two_years(run: Run) -> None:
    names = ["revenue_import_export", "value_added_services", "revenue_domestic"]
    usual, more = run(names), run(names, logistics_policy=0.1)
    rise = {name: (more[name] / usual[name]).reshape(-1, 4).mean(axis=1) - 1 for name in names}
    for name, most in (("revenue_import_export", 0.06), ("value_added_services", 0.007)):
        assert 0.2 * most < rise[name][0] < 0.5 * most
        assert 0.7 * most < rise[name][2] < 1.1 * most
    assert 0 < rise["revenue_domestic"][2] < 0.005


def test_coal_support_stops_at_the_ceiling(run: Run, central_inputs: Inputs) -> None:
    ceiling = float(np.squeeze(central_inputs.constants["coal_capacity"]))
    output = run(["coal_output"], mining_growth_policy=0.05)["coal_output"]
    assert output.max() <= ceiling
    assert output[-1] == pytest.approx(ceiling, rel=1e-3)


@pytest.mark.parametrize("quarter", [0, 1, 2])
def test_a_storm_of_one_per_cent_costs_one_point_of_growth_over_its_two_quarters(growth: Growth, quarter: int) -> None:
    """The rest is investment: it is put off, and for a while less growth is expected."""
    change = growth(events={"storm": once(quarter, 1.0)}, storm_growth_loss=0.01, **NO_HIRING) - growth(**NO_HIRING)
    assert change[0] == pytest.approx(-1.0, abs=0.05)
    assert change[1] == pytest.approx(1.0, abs=0.05)
    assert np.abs(change[2:]).max() < 0.07


def test_a_storm_late_in_the_year_costs_half_a_point_in_each_of_two_years(growth: Growth) -> None:
    """The loss of the second year is the return of the first: growth of 2024 does not change."""
    change = growth(events={"storm": once(3, 1.0)}, storm_growth_loss=0.01) - growth()
    assert change[:3] == pytest.approx([-0.5, 0.0, 0.5], abs=0.06)


def test_only_the_two_quarters_of_a_storm_lose_output(run: Run) -> None:
    """Two points of last year's quarter each, half a point of its year; the rest is investment that was put off."""
    usual = run(["growth_year_on_year"], storm_growth_loss=0.01)["growth_year_on_year"]
    hit = run(["growth_year_on_year"], events={"storm": once(1, 1.0)}, storm_growth_loss=0.01)["growth_year_on_year"]
    assert 100 * (hit - usual)[:5] == pytest.approx([0.0, -2.0, -2.0, 0.0, 0.0], abs=0.1)


def test_a_pandemic_of_three_per_cent_costs_three_points_of_growth(growth: Growth) -> None:
    pandemic = np.zeros((QUARTERS, 1))
    pandemic[:4] = 1
    change = growth(events={"pandemic": pandemic}, pandemic_growth_loss=0.03, **NO_HIRING) - growth(**NO_HIRING)
    assert change[0] == pytest.approx(-3.0, abs=0.15)
    assert change[1] == pytest.approx(3.0, abs=0.15)
    assert np.abs(change[2:]).max() < 0.15


def test_jobs_lost_in_a_pandemic_come_back_within_three_years(growth: Growth) -> None:
    pandemic = np.zeros((QUARTERS, 1))
    pandemic[:4] = 1
    change = growth(events={"pandemic": pandemic}, pandemic_growth_loss=0.03) - growth()
    without = growth(events={"pandemic": pandemic}, pandemic_growth_loss=0.03, **NO_HIRING) - growth(**NO_HIRING)
    assert np.abs(change - without)[:4].max() > 0.01
    assert np.abs(change - without).max() < 0.1
    assert np.abs(change - without)[4:].max() < 0.01


def test_a_storm_lowers_growth_of_its_year_and_the_next_makes_up_for_it(growth: Growth) -> None:
    change = growth(events={"major_storm": once(2, 1.0)}) - growth()
    assert change[0] < -0.5
    assert change[1] > 0.5


def test_a_typhoon_ends_with_its_year(run: Run) -> None:
    typhoon = run(["major_storm_year"], events={"major_storm": once(1, 1.0)})["major_storm_year"]
    assert list(typhoon[:6]) == [0, 1, 1, 1, 0, 0]


@pytest.mark.parametrize("points", [1.0, -1.0, 3.0])
@pytest.mark.parametrize("year", [0, 2])
def test_a_growth_shock_moves_growth_of_its_year_by_its_size_and_does_not_swing_back(
    growth: Growth, central_inputs: Inputs, year: int, points: float
) -> None:
    """What is left is investment: it follows income and, for a year or so, the growth that the shock lets expect."""
    scale, sd = (float(np.squeeze(central_inputs.constants[n])) for n in ("shock_scale", "model_discrepancy_sd"))
    draws = np.zeros((QUARTERS, 1))
    draws[4 * year : 4 * year + 4] = points / 100 / (scale * sd)
    change = (growth(events={"discrepancy_draw": draws}, **NO_HIRING) - growth(**NO_HIRING)) / points
    assert np.abs(change[:year]).max(initial=0.0) < 1e-12
    assert change[year] == pytest.approx(1.0, abs=0.04)
    assert np.abs(change[year + 1 :]).max() < 0.09


def test_a_point_of_the_forecast_for_the_nation_moves_the_first_year_by_the_loading(
    growth: Growth, central_inputs: Inputs
) -> None:
    loading = float(np.squeeze(central_inputs.constants["national_growth_loading"]))
    usual = {"national_growth_usual": 0.058, **NO_HIRING}
    change = growth(national_growth_forecast=0.068, **usual) - growth(national_growth_forecast=0.058, **usual)
    assert change[0] == pytest.approx(loading, rel=0.04)  # and investment that expects it
    assert change[1:].min() >= 0 and change[1:].max() < 0.05


def test_without_shocks_nothing_is_disturbed(run: Run) -> None:
    shocks = [
        "agriculture_shock",
        "mining_shock",
        "manufacturing_shock",
        "electricity_shock",
        "construction_shock",
        "investment_shock",
    ]
    shocks += ["product_tax_shock", "growth_shock", "storm_output_loss", "pandemic_output_loss", "damage_domestic"]
    shocks += ["damage_public"]
    shocks += ["surprise_level", "surprise_carried"]
    for name, path in run(shocks, national_growth_forecast=0.06, national_growth_usual=0.06).items():
        assert np.abs(path).max() < 1e-12, name


def test_the_scale_of_shocks_does_nothing_without_shocks(growth: Growth) -> None:
    assert growth(shock_scale=0.0) == pytest.approx(growth(), abs=1e-10)


def test_without_private_investment_growth_falls_and_nothing_breaks(run: Run, growth: Growth) -> None:
    assert (growth(private_investment_policy=0.0) < growth()).all()
    kept = run(["investment_private", "private_works_in_progress", "grdp"], private_investment_policy=0.0)
    assert kept["investment_private"].max() == 0
    assert kept["private_works_in_progress"][-1] < kept["private_works_in_progress"][0]


@pytest.mark.parametrize("steps", [8, 16])
def test_the_memory_of_grdp_is_the_quarter_of_last_year_at_any_step(run: Run, steps: int) -> None:
    paths = run(["grdp", "grdp_year_ago"], steps)
    quarters = paths["grdp"].reshape(-1, steps // 4).mean(axis=1)
    assert paths["grdp_year_ago"][steps :: steps // 4] == pytest.approx(quarters[:-4], rel=1e-12)
