"""The parameters that ship, and the errors of a parameter file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qnsim.errors import DataError
from qnsim.facts.parameters import Parameter, model_unit, read_parameters
from qnsim.facts.shipped import data_folder
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.units import unit

FACT: dict[str, Any] = {
    "label": "{en: Delay, vi: Độ trễ}",
    "meaning": "mean delay",
    "unit": '"% / year"',
    "prior": "{normal: [40, 5]}",
    "range": "[10, 90]",
    "role": "model",
    "confidence": "low",
    "source": "a guess",
}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read one parameter called `delay`, with some of its lines changed or left out."""

    def write_and_read(**changes: str | None) -> Parameter:
        lines = [f"  {key}: {value}" for key, value in {**FACT, **changes}.items() if value is not None]
        file = tmp_path / "parameters.yaml"
        file.write_text("delay:\n" + "\n".join(lines), encoding="utf-8")
        return read_parameters([file.parent], 2022)["delay"]

    return write_and_read


def test_percent_become_fractions(read: Any) -> None:
    parameter = read()
    assert (parameter.written_unit, parameter.unit) == ("% / year", "1 / year")
    assert parameter.prior == Distribution("normal", (0.4, 0.05))
    assert (parameter.low, parameter.high) == pytest.approx((0.1, 0.9))


def test_the_unit_inside_the_model_has_no_percent() -> None:
    assert [model_unit(text) for text in ("%", "pp / year", "VND")] == ["1", "1 / year", "VND"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("solved", (None, False)), ("{dirichlet: [1, 2]}", ((1.0, 2.0), True)), ("{shares: [1, 2]}", ((1.0, 2.0), False))],
)
def test_a_prior_may_be_solved_or_shares(read: Any, written: str, expected: Any) -> None:
    parameter = read(prior=written)
    assert (parameter.prior, parameter.is_dirichlet) == expected


@pytest.mark.parametrize("key", FACT)
def test_every_line_of_a_parameter_is_required(read: Any, key: str) -> None:
    with pytest.raises(DataError, match=rf"parameters\.yaml:2:3: '{key}' is missing; expected .*; add it"):
        read(**{key: None})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"unit": "dollar"}, "4:9: 'dollar' is not a unit"),
        ({"prior": "{cauchy: [0, 1]}"}, "5:11: 'cauchy' is not a key here; expected one of fixed, .*dirichlet, shares"),
        ({"prior": "{normal: [40, -5]}"}, "5:10: normal needs a standard deviation above 0"),
        ({"prior": "{normal: [40, 5], beta: [1, 1]}"}, r"5:10: delay has 2 distributions \(normal, beta\); keep one"),
        ({"prior": "{}"}, "5:10: delay has 0 distributions"),
        ({"prior": "guessed"}, "5:10: 'guessed' is not a prior; expected one such as"),
        ({"prior": "{beta: [2, 2]}"}, "5:10: a beta distribution has no unit to convert"),
        ({"prior": "{normal: [95, 5]}"}, "5:10: the median of delay, 95 % / year, lies outside its range"),
        ({"prior": "{normal: [40, 1.005]}"}, "5:24: '1.005' may mean 1005 or 1.005; write 1005 or 1.0050"),
        ({"role": "hero"}, "7:9: 'hero' is not a role; expected one of model, draws, check, start of accounts"),
        ({"confidence": "total"}, "8:15: 'total' is not a confidence; expected one of high, medium, low"),
        ({"source": "' '"}, "9:11: 'source' is empty"),
        ({"label": "{en: Delay}"}, "2:10: 'vi' is missing; expected the words in Vietnamese; add it"),
        ({"range": "[1]"}, r"6:10: \[1\] is not a range; expected the lowest and the highest value"),
        ({"range": "[9, 1]"}, r"6:10: \[9, 1\] is not a range"),
        ({"label": "{en: [}"}, "2:16: "),
        ({"sources": "a guess"}, r"10:3: 'sources' is not a key here; expected one of .*\. Did you mean 'source'\?"),
        ({"distribution": "{normal: [1, 2]}"}, "10:3: 'distribution' is not a key here"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_wrong(read: Any, changes: dict[str, str], fault: str) -> None:
    with pytest.raises(DataError, match=rf"parameters\.yaml:{fault}"):
        read(**changes)


def test_every_fault_of_a_file_is_told_at_once(read: Any) -> None:
    with pytest.raises(DataError) as caught:
        read(role="hero", confidence="total")
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == ["7", "8"]


def test_every_parameter_that_ships_has_a_unit_a_meaning_and_an_ordered_range() -> None:
    for name, parameter in read_parameters([data_folder()], 2022).items():
        assert unit(parameter.unit) is not None
        assert parameter.meaning.strip(), name
        assert parameter.low <= parameter.high, name


def test_the_central_half_of_every_prior_lies_within_its_range() -> None:
    for name, parameter in read_parameters([data_folder()], 2022).items():
        if isinstance(parameter.prior, Distribution):
            assert parameter.low <= parameter.prior.quantile(0.25), name
            assert parameter.prior.quantile(0.75) <= parameter.high, name
