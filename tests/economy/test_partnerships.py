"""Partnerships by hand, and what the lever does to the whole economy and when."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from qnsim.economy import partnerships

Run = Callable[..., dict[str, np.ndarray]]
Growth = Callable[..., np.ndarray]


def test_capital_agreed_is_built_within_its_preparation_time() -> None:
    assert partnerships.partnership_agreed(partnership_capital=2.0) == 2.0
    assert partnerships.partnership_work_done(partnership_backlog=3.0, partnership_preparation_time=1.5) == 2.0


def test_the_economy_grows_used_to_partnerships_within_a_year() -> None:
    habit = partnerships.partnership_work_habit(
        partnership_work_done=3.0, partnership_work_usual=1.0, accounting_year=1.0
    )
    assert habit == 2.0


def test_works_are_works_whoever_pays_for_them() -> None:
    assert partnerships.public_works_built(public_work_done=16.0, partnership_work_done=2.0, repair_public=1.0) == 19.0
    assert partnerships.public_works_usual(public_investment_trend=16.0, partnership_work_usual=2.0) == 18.0


def test_private_capital_is_added_to_the_plan_from_the_second_quarter_on(run: Run) -> None:
    names = ["public_work_done", "partnership_work_done", "investment_total", "capital_public", "grdp"]
    usual, more = run(names), run(names, partnership_capital=4.0)
    added = {name: more[name] - usual[name] for name in names}
    assert np.abs(added["public_work_done"][:4]).max() == 0
    assert added["partnership_work_done"][0] == added["investment_total"][0] == added["grdp"][0] == 0
    assert added["investment_total"][1] > 0.5
    assert added["partnership_work_done"][4] > 2
    assert added["partnership_work_done"][-1] == pytest.approx(4.0, rel=0.02)
    assert np.abs(added["capital_public"][:3]).max() < 0.1 < added["capital_public"][8]


def test_partnerships_add_demand_while_they_grow_and_infrastructure_for_good(run: Run, growth: Growth) -> None:
    gain = growth(partnership_capital=4.0) - growth()
    assert 0.1 < gain[0] < 0.8
    assert gain[1] > 0
    names = ["grdp", "public_works_built", "public_works_usual"]
    usual, more = run(names), run(names, partnership_capital=4.0)
    assert 0.005 < more["grdp"][-1] / usual["grdp"][-1] - 1 < 0.03
    unusual = (more["public_works_built"] - more["public_works_usual"]) - (
        usual["public_works_built"] - usual["public_works_usual"]
    )
    assert unusual.max() > 1
    assert abs(unusual[-1]) < 0.2
