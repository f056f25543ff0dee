"""Levers and what else a scenario may set, against the model they act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qnsim.engine.model import over_time
from qnsim.errors import DataError
from qnsim.facts.case import Case, read_case
from qnsim.facts.levers import Lever, read_levers, read_settables
from qnsim.facts.shipped import data_folder
from qnsim.quantities.units import conversion_factor

LEVER = """
label: {en: Disbursement, vi: Giải ngân}
clause: II.3
unit: "%"
range: [40, 105]
bands: [{to: 65, label: {en: slow, vi: chậm}}, {to: 105, label: {en: usual, vi: thông thường}}]
who: {en: districts, vi: địa phương}
step: {from: 80, to: 90, label: {en: ten points more, vi: thêm mười điểm}}
evidence: a judgement
"""
NAME = "public_investment_disbursement_rate"


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case()


@pytest.fixture
def read(tmp_path: Path, case: Case) -> Any:
    """Read one lever, with a part of its text replaced."""

    def write_and_read(old: str = "", new: str = "", name: str = NAME) -> Lever:
        file = tmp_path / "levers.yaml"
        body = LEVER.replace(old, new) if old else LEVER
        file.write_text(f"{name}:" + body.replace("\n", "\n  "), encoding="utf-8")
        return read_levers([file.parent], case.parameters, 2022)[name]

    return write_and_read


def test_a_lever_keeps_its_written_unit_and_knows_the_factor(read: Any) -> None:
    lever = read()
    assert (lever.unit, lever.low, lever.high, lever.factor) == ("%", 40, 105, pytest.approx(0.01))
    assert [band.to for band in lever.bands] == [65, 105]


def test_a_lever_in_money_names_the_year_of_its_prices(case: Case) -> None:
    later, earlier = (
        each.levers["partnership_capital"] for each in (case, read_case(data_folder().parent / "2021-12"))
    )
    assert (later.unit, later.factor) == ("trillion VND_2022 / year", 1.0)
    assert (earlier.unit, earlier.factor) == ("trillion VND_2021 / year", 1.0)
    assert case.catalogue.entries["partnership_capital"].shown_unit == later.unit


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("evidence: a judgement", "", "2:3: 'evidence' is missing"),
        ("from: 80", "from: 30", "8:16: 30 leaves the lever's range, 40 to 105"),
        ("to: 90", "until: 90", "8:20: 'until' is not a key here"),
        ("from: 80, ", "", "8:9: 'from' is missing"),
        ("who:", "whom:", r"7:3: 'whom' is not a key here; .* Did you mean 'who'\?"),
        ("to: 65", "to: 106", "must rise and end at 105"),
        ("to: 105", "to: 100", "must rise and end at 105"),
        ("to: 65", "upto: 65", "6:12: 'upto' is not a key here"),
        ("[40, 105]", "[-1, 105]", "5:10: -1 to 105 leaves its parameter's range"),
        ("[40, 105]", "[105, 105]", "5:10: 105 to 105 leaves its parameter's range"),
        ('unit: "%"', "unit: year", "'year' cannot be converted to '1'"),
    ],
)
def test_a_wrong_lever_is_named_with_what_is_wrong(read: Any, old: str, new: str, fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        read(old, new)


def test_a_lever_that_is_not_a_parameter_is_refused_with_the_nearest(read: Any) -> None:
    with pytest.raises(DataError, match=rf"is not a parameter that the model reads; .*\. Did you mean '{NAME}'\?"):
        read(name=NAME[:-1])


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        ("new_firm", "kind: variable", r"1:1: the model has no variable 'new_firm'.*Did you mean 'new_firms'\?"),
        ("storms", "kind: shock", r"1:1: the model has no shock 'storms'.*Did you mean 'storm'\?"),
        ("storm", "kind: surprise", "3:9: 'surprise' is not a kind; expected one of variable, shock, parameter"),
        ("new_firms", "kind: variable\n  range: [2, 1]", "range"),
        ("new_firms", "kind: variable\n  ranges: [2, 1]", "4:3: 'ranges' is not a key here"),
        (
            "fdi_registered",
            "kind: variable",
            "4:9: 'firm / year' is not the unit of fdi_registered; write 'mill",
        ),
    ],
)
def test_a_wrong_condition_is_named_with_what_is_wrong(
    tmp_path: Path, case: Case, name: str, line: str, fault: str
) -> None:
    unit = '"1"' if "shock" in line else "firm / year"
    rest = f"  {line}\n" + f"  unit: {unit}\n" + ("" if "range: " in line else "  range: [0, 1]\n") + "  meaning: a\n"
    (tmp_path / "conditions.yaml").write_text(f"{name}:\n  section: shocks\n{rest}", encoding="utf-8")
    with pytest.raises(DataError, match=rf"conditions\.yaml:.*{fault}"):
        read_settables([tmp_path], case.model, case.parameters, 2022)


def test_every_lever_can_be_set_over_time_and_moves_the_model(case: Case) -> None:
    assert case.levers
    for name in case.levers:
        assert case.catalogue.entries[name].over_time, name
        assert over_time(case.model, [name]).timed == {name}


def test_a_lever_may_be_set_only_within_its_own_range(case: Case) -> None:
    entry, lever = case.catalogue.entries[NAME], case.levers[NAME]
    assert (entry.section, entry.kind) == ("levers", "parameter")
    assert (entry.low, entry.high) == pytest.approx((lever.low / 100, lever.high / 100))


def test_every_condition_and_event_exists_in_the_model_with_its_unit(case: Case) -> None:
    for item in case.settable:
        if item.kind == "variable":
            assert item.name in {equation.name for equation in case.model.equations}
            assert conversion_factor(item.unit, case.shown_unit(case.model.unit(item.name))) == pytest.approx(1), (
                item.name
            )
        elif item.kind == "shock":
            assert item.name in case.model.surprises
        else:
            assert conversion_factor(item.unit, case.shown_unit(case.parameters[item.name].unit)) == pytest.approx(1), (
                item.name
            )


def test_what_a_scenario_may_set_over_time_is_not_known_from_starts_alone(case: Case) -> None:
    starts = {stock.start for stock in case.model.stocks.values()}
    for entry in case.catalogue.entries.values():
        if entry.kind == "parameter" and entry.over_time:
            assert entry.name in case.model.parameters, entry.name
            assert entry.name not in starts, entry.name
