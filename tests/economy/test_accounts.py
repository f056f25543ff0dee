"""Khu vực I, II, III, product taxes and GRDP, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import accounts

SHARES = {
    "agriculture": 0.05,
    "mining": 0.15,
    "manufacturing": 0.2,
    "electricity": 0.1,
    "construction": 0.1,
    "services": 0.5,
    "product_taxes": 0.15,
}


def test_drawn_shares_are_divided_by_their_sum() -> None:
    total = accounts.grdp_share_sum(**{f"grdp_share_{name}": share for name, share in SHARES.items()})
    assert total == pytest.approx(1.25)


def test_base_values_are_shares_of_grdp_and_add_up_to_it() -> None:
    drawn = {name: (250.0, share, 1.25) for name, share in SHARES.items()}
    mining = accounts.value_added_mining_base(*drawn["mining"])
    manufacturing = accounts.value_added_manufacturing_base(*drawn["manufacturing"])
    electricity = accounts.value_added_electricity_base(*drawn["electricity"])
    construction = accounts.value_added_construction_base(*drawn["construction"])
    agriculture = accounts.value_added_agriculture_base(*drawn["agriculture"])
    services = accounts.value_added_services_base(*drawn["services"])
    taxes = accounts.product_taxes_base(*drawn["product_taxes"])
    gross = accounts.gross_value_added_base(grdp_base=250.0, product_taxes_base=taxes)
    assert (agriculture, mining, manufacturing, electricity) == pytest.approx((10.0, 30.0, 40.0, 20.0))
    assert (construction, services, taxes) == pytest.approx((20.0, 100.0, 30.0))
    assert agriculture + mining + manufacturing + electricity + construction + services == pytest.approx(gross)


def test_manufacturing_is_modern_or_local() -> None:
    modern = accounts.value_added_manufacturing_modern_base(
        value_added_manufacturing_base=40.0, manufacturing_modern_share=0.75
    )
    local = accounts.value_added_manufacturing_local_base(
        value_added_manufacturing_base=40.0, manufacturing_modern_share=0.75
    )
    assert (modern, local) == (30.0, 10.0)


def test_grdp_is_the_three_sectors_and_product_taxes() -> None:
    industry = accounts.value_added_industry_construction(
        value_added_mining=30.0,
        value_added_manufacturing=40.0,
        value_added_electricity=20.0,
        value_added_construction=20.0,
    )
    assert industry == 110.0
    gross = accounts.gross_value_added(
        value_added_agriculture=10.0, value_added_industry_construction=industry, value_added_services=100.0
    )
    assert gross == 220.0
    assert accounts.grdp(gross_value_added=gross, product_taxes=30.0) == 250.0


def test_product_taxes_follow_value_added_with_their_elasticity() -> None:
    taxes = accounts.product_taxes(
        product_taxes_base=30.0,
        gross_value_added=880.0,
        gross_value_added_base=220.0,
        product_tax_elasticity=0.5,
        product_tax_shock=math.log(1.1),
    )
    assert taxes == pytest.approx(66.0)


def test_the_quarters_of_the_base_year_lie_on_a_line_through_its_average() -> None:
    assert accounts.grdp_rise_by_quarter(grdp_growth_base=0.08, quarter_length=0.25) == 0.02
    quarters = (
        accounts.grdp_base_quarter_1,
        accounts.grdp_base_quarter_2,
        accounts.grdp_base_quarter_3,
        accounts.grdp_base_quarter_4,
    )
    assert [q(grdp_base=200.0, grdp_rise_by_quarter=0.02) for q in quarters] == pytest.approx([194, 198, 202, 206])


def test_a_quarter_is_the_average_of_its_steps() -> None:
    """Two steps of an eighth at 100 and 104: the first entered the account, the second is under way."""
    entered = 0.125 * accounts.grdp_of_step(grdp=100.0)
    quarter = accounts.grdp_of_quarter(grdp_quarter_to_date=entered, grdp=104.0, quarter_length=0.25, step=0.125)
    assert quarter == 102.0


@pytest.mark.parametrize(("last_step", "left"), [(1, 0.0), (0, 25.5)])
def test_the_account_of_the_quarter_is_emptied_in_its_last_step_only(last_step: int, left: float) -> None:
    closing = accounts.grdp_quarter_closing(last_step, grdp_of_quarter=102.0, quarter_length=0.25, step=0.125)
    assert 12.5 + 0.125 * (accounts.grdp_of_step(grdp=104.0) - closing) == left


def test_in_the_last_step_of_a_quarter_each_memory_takes_what_the_one_before_held() -> None:
    assert 206.0 + 0.125 * accounts.grdp_memory_1(1, 210.0, 206.0, step=0.125) == 210.0
    assert 202.0 + 0.125 * accounts.grdp_memory_2(1, 206.0, 202.0, step=0.125) == 206.0
    assert 198.0 + 0.125 * accounts.grdp_memory_3(1, 202.0, 198.0, step=0.125) == 202.0
    assert 194.0 + 0.125 * accounts.grdp_memory_4(1, 198.0, 194.0, step=0.125) == 198.0


def test_within_a_quarter_the_memories_rest() -> None:
    for memory in (accounts.grdp_memory_1, accounts.grdp_memory_2, accounts.grdp_memory_3, accounts.grdp_memory_4):
        assert memory(0, 210.0, 206.0, step=0.125) == 0


def test_growth_is_on_the_same_quarter_of_last_year() -> None:
    assert accounts.growth_year_on_year(grdp=220.0, grdp_year_ago=200.0, accounting_year=1.0) == pytest.approx(0.1)


def test_a_dong_of_value_added_brings_its_product_taxes() -> None:
    response = accounts.product_tax_response(
        product_tax_elasticity=0.5, product_taxes_base=40.0, gross_value_added_base=200.0
    )
    assert response == pytest.approx(1.1)
