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


def base_quarters(head_start: float = 0.625) -> list[float]:
    quarters = (
        accounts.grdp_base_quarter_1,
        accounts.grdp_base_quarter_2,
        accounts.grdp_base_quarter_3,
        accounts.grdp_base_quarter_4,
    )
    given = {"grdp_base": 200.0, "grdp_growth_base": 0.08, "quarter_length": 0.25}
    given |= {"head_start": head_start, "accounting_year": 1.0}
    return [q(**{name: given[name] for name in q.__code__.co_varnames[: q.__code__.co_argcount]}) for q in quarters]


def test_the_quarters_of_the_base_year_lie_on_a_line_through_its_average() -> None:
    assert base_quarters() == pytest.approx([194.0, 198.0, 202.0, 206.0])


def test_a_shorter_step_begins_earlier_and_so_do_the_quarters_it_remembers() -> None:
    """The middle of the first step of an eighth lies 0.5625 years beyond the base year's average."""
    assert base_quarters(head_start=0.5625) == pytest.approx([193.0, 197.0, 201.0, 205.0])


def test_at_a_step_of_a_quarter_each_memory_takes_what_the_one_before_held() -> None:
    assert 206.0 + 0.25 * accounts.grdp_memory_1(210.0, 206.0, quarter_length=0.25) == 210.0
    assert 202.0 + 0.25 * accounts.grdp_memory_2(206.0, 202.0, quarter_length=0.25) == 206.0
    assert 198.0 + 0.25 * accounts.grdp_memory_3(202.0, 198.0, quarter_length=0.25) == 202.0
    assert 194.0 + 0.25 * accounts.grdp_memory_4(198.0, 194.0, quarter_length=0.25) == 198.0


def test_growth_is_on_the_same_quarter_of_last_year() -> None:
    assert accounts.growth_year_on_year(grdp=220.0, grdp_year_ago=200.0, accounting_year=1.0) == pytest.approx(0.1)
