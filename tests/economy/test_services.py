"""Services, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import services


def test_productivity_starts_half_a_base_year_of_the_record_and_half_a_step_of_the_forward_trend_beyond_one() -> None:
    start = services.services_tfp_start(
        services_tfp_growth=0.04, services_tfp_drift=-0.01, accounting_year=1.0, step=0.25
    )
    assert start == pytest.approx(math.log(1 + 0.02 + 0.03 / 8))
    assert services.services_tfp(start) == pytest.approx(1 + 0.02 + 0.03 / 8)


def test_the_lead_over_the_nation_fades() -> None:
    rate = services.services_tfp_rate(
        national_tfp_growth=0.02,
        services_tfp_growth=0.05,
        services_tfp_drift=0.01,
        tfp_convergence=0.1,
        years_since_base=10 * math.log(2),
    )
    assert rate == pytest.approx(0.02 + 0.04 / 2)


def test_capital_grows_by_what_is_finished_less_what_is_lost() -> None:
    assert services.modern_capital_growth(plant_commissioned=13.0, plant_retired=2.0) == 11.0
    growth = services.other_capital_growth(
        private_works_completed=50.0,
        depreciation_of_domestic_capital=20.0,
        storm_damage_domestic=3.0,
        public_works_in_service=9.0,
        depreciation_of_public_capital=4.0,
        storm_damage_public=2.0,
    )
    assert growth == 30.0


def test_modern_plant_is_a_share_of_productive_capital() -> None:
    capital = services.capital_productive(capital_modern=60.0, capital_domestic=300.0, capital_public=140.0)
    assert capital == 500.0
    assert services.modern_capital_share(capital_modern=60.0, capital_productive=capital) == pytest.approx(0.12)


def test_the_modern_share_changes_as_its_definition_says() -> None:
    change = services.modern_capital_share_change(
        modern_capital_growth=11.0, other_capital_growth=30.0, modern_capital_share=0.12, capital_productive=500.0
    )
    shortly = 1e-6
    later = (60 + 11 * shortly) / (500 + 41 * shortly)
    assert change == pytest.approx((later - 0.12) / shortly, rel=1e-5)


def test_skills_absorb_what_modern_plant_teaches() -> None:
    rate = services.fdi_spillover_rate(
        fdi_spillover=0.1,
        certified_share=0.64,
        certified_share_start=0.4,
        spillover_skill_exponent=0.5,
        modern_capital_share_change=0.02,
    )
    assert rate == pytest.approx(0.1 * math.sqrt(1.6) * 0.02)


def test_more_entry_than_usual_raises_productivity() -> None:
    rate = services.entry_productivity_rate(entry_tfp_effect=0.025, net_entry_rate=0.08, net_entry_rate_reference=0.06)
    assert rate == pytest.approx(0.0005)


def test_productivity_grows_by_trend_spillovers_entry_and_digital_uptake() -> None:
    growth = services.services_tfp_growth_flow(
        services_tfp_rate=0.04,
        fdi_spillover_rate=0.002,
        entry_productivity_rate=-0.001,
        digital_uptake=0.003,
    )
    assert growth == pytest.approx(0.044)


def test_firms_take_new_methods_into_use_within_the_time_of_uptake_or_a_step() -> None:
    assert services.digital_spread(0.01, digital_uptake=0.004, digital_uptake_time=2.0, step=0.25) == pytest.approx(
        0.003
    )
    assert services.digital_spread(0.01, digital_uptake=0.0, digital_uptake_time=0.0, step=0.25) == pytest.approx(0.04)


@pytest.mark.parametrize(("share", "rise"), [(0.4, 0.03), (0.84, 0.01), (0.85, 0.0)])
def test_training_raises_the_certified_share_to_its_limit(share: float, rise: float) -> None:
    found = services.training(
        certified_share_rise=0.01,
        training_policy=0.02,
        certified_share_limit=0.85,
        certified_share=share,
        accounting_year=1.0,
    )
    assert found == pytest.approx(rise)


def test_certified_workers_count_with_their_premium() -> None:
    labour = services.efficiency_labour(employed_persons=600.0, skill_premium=0.25, certified_share=0.4)
    assert labour == pytest.approx(660.0)


def test_efficiency_labour_of_the_base_year_has_fewer_certified_workers_than_the_start() -> None:
    base = services.efficiency_labour_base(
        employed_start=600.0, skill_premium=0.25, certified_share_start=0.4, certified_share_rise=0.02, head_start=0.5
    )
    assert base == pytest.approx(600 * (1 + 0.25 * 0.39))


def test_each_factor_acts_with_its_elasticity() -> None:
    assert services.services_capital_effect(
        capital_domestic=400.0, capital_domestic_base=100.0, services_capital_elasticity=0.5
    ) == pytest.approx(2.0)
    assert services.services_infrastructure_effect(
        capital_public=400.0, capital_public_base=100.0, public_capital_elasticity=0.25
    ) == pytest.approx(math.sqrt(2))
    assert services.services_labour_effect(
        efficiency_labour=1600.0, efficiency_labour_base=100.0, services_capital_elasticity=0.25
    ) == pytest.approx(8.0)
    assert services.services_tourism_effect(
        tourism_receipts=40.0, tourist_arrivals_base=10.0, services_tourism_elasticity=0.5
    ) == pytest.approx(2.0)


def test_nobody_at_work_means_no_services() -> None:
    labour = services.efficiency_labour(employed_persons=0.0, skill_premium=0.25, certified_share=0.4)
    effect = services.services_labour_effect(labour, efficiency_labour_base=600.0, services_capital_elasticity=0.33)
    assert services.services_potential(90.0, 1.1, 1.0, 1.0, effect, 1.0, 1.0) == 0.0


def test_potential_multiplies_productivity_and_factors() -> None:
    potential = services.services_potential(
        value_added_services_base=90.0,
        services_tfp=1.1,
        services_capital_effect=2.0,
        services_infrastructure_effect=1.5,
        services_labour_effect=0.5,
        services_tourism_effect=1.2,
        services_trade_effect=1.1,
    )
    assert potential == pytest.approx(90 * 1.1 * 2 * 1.5 * 0.5 * 1.2 * 1.1)


def test_goods_come_to_better_ports_within_the_time_of_response_or_a_step() -> None:
    assert services.trade_attraction(0.1, trade_attracted=0.04, trade_response_time=2.0, step=0.25) == pytest.approx(
        0.03
    )
    assert services.trade_attraction(0.1, trade_attracted=0.0, trade_response_time=0.0, step=0.25) == pytest.approx(0.4)


def test_goods_beyond_the_usual_add_to_services() -> None:
    assert services.services_trade_effect(trade_attracted=0.21, services_trade_elasticity=0.5) == pytest.approx(1.1)
    assert services.services_trade_effect(trade_attracted=0.0, services_trade_elasticity=0.06) == 1.0


def lost_services(output_deviation: float = 0.0, storm: float = 0.0, pandemic: float = 0.0) -> float:
    return 100.0 - services.value_added_services(
        services_potential=100.0,
        output_deviation=output_deviation,
        storm_output_loss=storm,
        storm_share_agriculture=0.2,
        pandemic_output_loss=pandemic,
    )


def test_services_deviate_from_their_potential() -> None:
    assert lost_services(output_deviation=-0.05) == pytest.approx(5.0)


def test_the_deepest_slump_takes_all_services_and_no_more() -> None:
    assert lost_services(output_deviation=-3.0, pandemic=7.0) == 100.0


def test_services_bear_what_agriculture_leaves_of_storms_and_all_of_a_pandemic() -> None:
    assert lost_services(storm=10.0, pandemic=7.0) == pytest.approx(15.0)


def test_storms_and_pandemics_take_at_most_half_of_services() -> None:
    assert lost_services(pandemic=150.0) == 50.0
    assert lost_services(storm=30.0, pandemic=25.0) == pytest.approx(49.0)
    assert lost_services(storm=30.0, pandemic=27.0) == pytest.approx(50.0)
