"""Shocks, storms and the use of capacity, by hand."""

from __future__ import annotations

import pytest

from qnsim.economy import agriculture, manufacturing, public_works, shocks


@pytest.mark.parametrize(
    "shock",
    [
        agriculture.agriculture_shock,
        shocks.mining_shock,
        shocks.electricity_shock,
        shocks.construction_shock,
        shocks.investment_shock,
        shocks.product_tax_shock,
        manufacturing.manufacturing_shock,
    ],
)
def test_a_sector_shock_is_its_walk_in_scaled_standard_deviations(shock) -> None:
    assert shock(0.5, 0.04, -3.0) == pytest.approx(-0.06)


def test_a_local_shock_keeps_part_of_last_years_and_its_spread() -> None:
    kept = shocks.local_shock(
        local_shock_last_year=0.01, local_growth_shock_persistence=0.6, local_growth_shock_sd=0.01, local_draw=0.0
    )
    assert kept == pytest.approx(0.006)
    new = shocks.local_shock(0.0, -0.6, 0.01, local_draw=1.0)
    assert 0.6**2 * 0.01**2 + new**2 == pytest.approx(0.01**2)


@pytest.mark.parametrize(("year_end", "after"), [(0, 0.01), (1, 0.03)])
def test_the_local_shock_is_remembered_at_the_end_of_a_year_only(year_end: int, after: float) -> None:
    flow = shocks.local_shock_memory(year_end, local_shock=0.03, local_shock_last_year=0.01, step=0.25)
    assert 0.01 + 0.25 * flow == pytest.approx(after)


def test_the_scale_shrinks_what_is_drawn_and_not_what_a_scenario_assumes() -> None:
    surprise = shocks.national_surprise(
        national_growth_surprise_sd=0.01,
        national_draw=2.0,
        shock_scale=0.5,
        national_growth_shift=-0.03,
        national_outlook=0.002,
    )
    assert surprise == pytest.approx(0.01 - 0.03 + 0.002)


@pytest.mark.parametrize(("first_year", "outlook"), [(1.0, 0.004), (0.0, 0.0)])
def test_the_forecast_for_the_nation_counts_against_the_usual_in_the_first_year(
    first_year: float, outlook: float
) -> None:
    found = shocks.national_outlook(
        national_growth_forecast=0.062, national_growth_usual=0.058, first_year=first_year, accounting_year=1.0
    )
    assert found == pytest.approx(outlook)


def test_growth_is_shocked_by_the_nation_the_province_and_the_discrepancy() -> None:
    shock = shocks.growth_shock(
        national_growth_loading=0.4,
        national_surprise=-0.02,
        shock_scale=0.5,
        local_shock=0.01,
        model_discrepancy_sd=0.005,
        discrepancy_draw=2.0,
    )
    assert shock == pytest.approx(0.4 * -0.02 + 0.5 * (0.01 + 0.01))


def test_two_half_quarters_forget_as_much_as_a_quarter() -> None:
    half = shocks.utilisation_persistence_step(utilisation_persistence=0.64, step=0.125, quarter_length=0.25)
    assert half == pytest.approx(0.8)


@pytest.mark.parametrize("persistence", [0.0, 0.3, 0.667, 0.95])
@pytest.mark.parametrize("step", [0.25, 0.125, 0.0625])
def test_the_closed_form_of_the_gain_equals_the_sum_it_stands_for(persistence: float, step: float) -> None:
    kept = shocks.utilisation_persistence_step(persistence, step, quarter_length=0.25)
    gap, gaps = 0.0, []
    for _ in range(round(1 / step)):
        gap = kept * gap + 1
        gaps.append(gap)
    gain = shocks.impulse_gain(persistence, kept, accounting_year=1.0, quarter_length=0.25, step=step)
    assert gain == pytest.approx(sum(gaps) / len(gaps), rel=1e-12)


def test_a_surprise_moves_grdp_by_the_weight_of_its_branches_and_their_product_taxes() -> None:
    weight = shocks.surprise_weight(
        services_potential=90.0, manufacturing_local_potential=10.0, product_tax_response=1.1, grdp_year_ago=220.0
    )
    assert weight == pytest.approx(0.5)


def test_the_surprise_of_the_year_comes_on_top_of_those_of_the_past() -> None:
    assert shocks.surprise_level(surprise_carried=0.03, growth_shock=-0.01, surprise_weight=0.5) == pytest.approx(0.01)


@pytest.mark.parametrize(("year_end", "after"), [(0, 0.03), (1, 0.01)])
def test_a_surprise_joins_those_of_the_past_at_the_end_of_its_year_only(year_end: int, after: float) -> None:
    flow = shocks.surprise_memory(year_end, growth_shock=-0.01, surprise_weight=0.5, step=0.25)
    assert 0.03 + 0.25 * flow == pytest.approx(after)


def test_a_surprise_of_a_year_moves_growth_of_that_year_and_stays_in_the_level() -> None:
    """GRDP 220, of which 100 + 10 of product taxes deviate; a surprise of 1% in the second of four years."""
    carried, quarters = 0.0, [220.0] * 4
    for shock in (0.0, 0.01, 0.0, 0.0):
        for year_end in (0, 0, 0, 1):
            weight = shocks.surprise_weight(90.0, 10.0, 1.1, grdp_year_ago=quarters[-4])
            level = shocks.surprise_level(carried, shock, weight)
            carried += 0.25 * shocks.surprise_memory(year_end, shock, weight, step=0.25)
            quarters.append(220 + 110 * level)
    growth = [now / before - 1 for now, before in zip(quarters[4:], quarters[:-4], strict=True)]
    assert growth == pytest.approx([0.0] * 4 + [0.01] * 4 + [0.0] * 8, abs=1e-12)


@pytest.mark.parametrize(("multiplier", "left"), [(0.5, 0.3), (0.1, 0.0)])
def test_construction_carries_its_part_of_the_multiplier(multiplier: float, left: float) -> None:
    found = public_works.services_demand_multiplier(
        public_investment_multiplier=multiplier, construction_value_added_ratio=0.2
    )
    assert found == pytest.approx(left)


def test_public_works_above_what_is_usual_are_demand_for_the_branches_that_serve_them() -> None:
    demand = public_works.public_demand(
        services_demand_multiplier=0.3,
        public_works_built=20.0,
        public_works_usual=16.0,
        services_potential=100.0,
        manufacturing_local_potential=20.0,
    )
    assert demand == pytest.approx(0.01)


def test_an_impulse_is_spread_demand() -> None:
    assert shocks.utilisation_impulse(public_demand=0.016, impulse_gain=1.6) == pytest.approx(0.01)


def test_output_deviates_by_demand_and_surprises() -> None:
    assert shocks.output_deviation(utilisation_gap=0.02, surprise_level=-0.05) == pytest.approx(-0.03)


def test_a_year_of_public_works_moves_output_by_its_multiplier_and_no_more() -> None:
    gain = shocks.impulse_gain(0.6, 0.6, accounting_year=1.0, quarter_length=0.25, step=0.25)
    impulse = shocks.utilisation_impulse(public_demand=0.3 * 4 / 100, impulse_gain=gain)
    carried, output = 0.0, 0.0
    for _ in range(4):
        carried = shocks.utilisation_gap(0.6, carried, impulse)
        output += 0.25 * 100 * carried
    assert output == pytest.approx(0.3 * 4)


def test_the_gap_keeps_part_of_the_last_quarter_and_takes_the_new_impulse() -> None:
    gap = shocks.utilisation_gap(utilisation_persistence_step=0.5, utilisation_carried=0.02, utilisation_impulse=0.01)
    assert gap == pytest.approx(0.02)
    flow = shocks.utilisation_memory(utilisation_gap=0.03, utilisation_carried=0.02, step=0.25)
    assert 0.02 + 0.25 * flow == pytest.approx(0.03)


def test_storms_of_a_quarter_add_up() -> None:
    loss = shocks.storm_loss_of_quarter(
        storm_growth_loss=0.002, storm=2.0, major_storm_growth_loss=0.01, major_storm=1.0
    )
    assert loss == pytest.approx(0.014)


def test_the_loss_of_a_storm_over_its_two_quarters_is_its_share_of_annual_grdp() -> None:
    memory, lost = 0.0, 0.0
    for storm in (0.01, 0.0, 0.0):
        rate = shocks.storm_output_loss(
            storm_loss_of_quarter=storm,
            storm_last_quarter=memory,
            grdp_year_ago=220.0,
            product_tax_response=1.1,
            accounting_year=1.0,
            quarter_length=0.25,
        )
        lost += 0.25 * rate
        memory += 0.25 * shocks.storm_memory(storm, memory, quarter_length=0.25)
    assert lost == pytest.approx(2.0)
    assert 1.1 * lost == pytest.approx(0.01 * 220)
    assert memory == 0.0


def test_a_pandemic_takes_its_share_of_grdp_while_it_lasts() -> None:
    lost = shocks.pandemic_output_loss(
        pandemic_growth_loss=0.03, pandemic=1.0, grdp_year_ago=220.0, product_tax_response=1.1
    )
    assert lost == pytest.approx(6.0)
    assert 1.1 * lost == pytest.approx(0.03 * 220)
    assert shocks.pandemic_output_loss(0.03, 0.0, 220.0, 1.1) == 0.0


@pytest.mark.parametrize(("memory", "storm", "found"), [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 2, 1)])
def test_a_year_is_a_typhoon_year_from_its_first_typhoon(memory: float, storm: float, found: float) -> None:
    assert shocks.major_storm_year(major_storm_memory=memory, major_storm=storm) == found


def test_typhoons_are_counted_and_forgotten_at_the_end_of_the_year() -> None:
    counted = shocks.major_storm_count(major_storm=1.0, quarter_length=0.25)
    assert 0.25 * counted == 1.0
    assert shocks.major_storm_forgotten(0, 2.0, 1.0, step=0.25, quarter_length=0.25) == 0.0
    forgotten = shocks.major_storm_forgotten(
        year_end=1, major_storm_memory=2.0, major_storm=1.0, step=0.25, quarter_length=0.25
    )
    assert 2.0 + 0.25 * (counted - forgotten) == 0.0


def test_a_typhoon_destroys_its_share_of_annual_grdp_within_the_quarter() -> None:
    damage = shocks.storm_damage(
        major_storm_damage=0.04, major_storm=1.0, grdp_year_ago=200.0, accounting_year=1.0, quarter_length=0.25
    )
    assert 0.25 * damage == pytest.approx(8.0)


def destroyed(damage: float) -> tuple[float, float]:
    domestic = shocks.storm_damage_domestic(
        storm_damage=damage, storm_damage_domestic_share=0.6, capital_domestic=300.0, quarter_length=0.25
    )
    public = public_works.storm_damage_public(
        storm_damage=damage, storm_damage_domestic_share=0.6, capital_public=100.0, quarter_length=0.25
    )
    return domestic, public


def test_damage_is_domestic_or_public() -> None:
    assert destroyed(damage=10.0) == pytest.approx((6.0, 4.0))


def test_no_quarter_destroys_more_than_half_of_a_capital() -> None:
    assert destroyed(damage=1e6) == pytest.approx((150.0 / 0.25, 50.0 / 0.25))


def test_damage_is_repaired_within_its_time() -> None:
    assert shocks.repair_domestic(damage_domestic=6.0, storm_repair_time=0.75, step=0.25) == 8.0


def test_no_more_than_all_damage_is_repaired_in_a_step() -> None:
    repaired = shocks.repair_domestic(damage_domestic=6.0, storm_repair_time=0.2, step=0.25)
    assert 6.0 - 0.25 * repaired == 0.0
