"""The misfit: how far a simulated past lies from figures."""

import datetime
import pickle
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from qnsim.analysis.calibration.misfit import Misfit, misfit_of
from qnsim.analysis.hindcast_ahead import run_ahead
from qnsim.chance.designs import Middle
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.likelihood import Figure
from qnsim.facts.shipped import data_folder
from qnsim.run import Experiment, prepare
from qnsim.workflow.scenarios import load_scenario

SERVICES = Figure(
    "value_added_growth",
    "services",
    "2017",
    "2017",
    "level",
    14.5,
    2.0,
    "%",
    "QTV17",
    datetime.date(2017, 12, 23),
    "f:2",
)
RELEASE = replace(SERVICES, measure="grdp_growth", sector="", kind="first_release", error=0.0)
INVESTMENT = replace(SERVICES, measure="investment_total", sector="", kind="ratio", value=60.6, error=5.0)
INVESTMENT = replace(INVESTMENT, unit="trillion VND")
SHARE = replace(SERVICES, measure="value_added", kind="share", value=31.5, error=1.0)


@cache
def experiment() -> Experiment:
    calibration = read_case().about.calibration
    assert calibration is not None
    start = read_case(calibration.start)
    return prepare(load_scenario(calibration.scenario, start), start)


@cache
def misfit() -> Misfit:
    return misfit_of(experiment(), (RELEASE, SERVICES, INVESTMENT, SHARE))


def at_the_middle(*figures: Figure) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return Misfit(misfit().experiment, figures, misfit().names)(np.zeros((misfit().dimension, 1)))


def test_a_figure_that_is_what_the_model_has_leaves_no_residual() -> None:
    (residual, *_), _, _ = at_the_middle(SERVICES)
    modelled = 14.5 - 2 * residual
    (same, *_), _, _ = at_the_middle(replace(SERVICES, value=float(modelled[0])))
    assert same == pytest.approx([0])
    (above, *_), _, _ = at_the_middle(replace(SERVICES, value=float(modelled[0]) + 3, error=1.5))
    assert above == pytest.approx([2])


def test_a_ratio_is_judged_by_its_logarithm() -> None:
    (residual, *_), _, _ = at_the_middle(INVESTMENT)
    (tenth_more, *_), _, _ = at_the_middle(replace(INVESTMENT, value=60.6 * 1.1))
    assert 5 * (tenth_more - residual) == pytest.approx([100 * np.log(1.1)])


def test_a_mean_is_that_of_its_years() -> None:
    def modelled(figure: Figure) -> float:
        (residual, *_), _, _ = at_the_middle(figure)
        return float(figure.value - figure.error * residual[0])

    years = [modelled(replace(SERVICES, period=year, last=year)) for year in ("2016", "2017")]
    assert modelled(replace(SERVICES, period="2016", last="2017", kind="mean")) == pytest.approx(np.mean(years))


def test_the_error_of_a_first_release_is_its_own_and_that_of_the_model_and_counts_in_the_density() -> None:
    names = misfit().names
    z = np.zeros((len(names), 2))
    z[names.index("model_discrepancy_sd"), 1] = 2.0  # lognormal: median 0.5 points, 0.35 as spread of the logarithm
    residuals, scale, _ = Misfit(misfit().experiment, (RELEASE,), names)(z)
    shocks = 0.65  # median of their common scale
    usual, larger = (
        np.hypot(0.45, shocks * 0.5 * np.exp(0.35 * each)) for each in z[names.index("model_discrepancy_sd")]
    )
    assert residuals[0, 0] / residuals[0, 1] == pytest.approx(larger / usual, rel=1e-3)
    assert scale[1] - scale[0] == pytest.approx(np.log(larger / usual), rel=1e-2)


def test_each_draw_can_be_judged_by_figures_of_its_own() -> None:
    z = np.random.default_rng(4).standard_normal((misfit().dimension, 3))
    usual, scale, _ = misfit()(z)
    values = np.repeat([[each.value] for each in misfit().figures], 3, axis=1)
    assert np.array_equal(misfit().against(z, values)[0], usual)
    values[1, 2] += 4  # services, whose error is 2
    moved, same, _ = misfit().against(z, values)
    assert (moved - usual)[1] == pytest.approx([0, 0, 2])
    assert np.array_equal(same, scale)
    assert np.array_equal(np.delete(moved, 1, axis=0), np.delete(usual, 1, axis=0))


def test_figures_drawn_from_a_past_err_as_the_likelihood_says() -> None:
    z = np.repeat(np.random.default_rng(5).standard_normal((misfit().dimension, 1)), 4_000, axis=1)
    drawn = misfit().drawn(z, np.random.default_rng(6))
    residuals, _, _ = misfit().against(z, drawn)
    assert residuals.mean(axis=1) == pytest.approx([0] * 4, abs=0.06)
    assert residuals.std(axis=1) == pytest.approx([1] * 4, abs=0.05)


def test_growth_is_that_of_the_same_run_made_the_usual_way() -> None:
    _, _, growth = at_the_middle(SERVICES)
    usual = replace(misfit().experiment, design=Middle())
    ahead = run_ahead({"record": [usual]}, {2016: 0.0, 2017: 0.0})
    first = 100 * np.zeros(1) + ahead.set_index("year")["mean"][["2016", "2017"]].to_numpy()
    revision = 100 * read_revision()
    assert growth[:, 0] - revision == pytest.approx(first, abs=1e-9)


def read_revision() -> float:
    """The middle of what is revised later, which a first release at the middle of its own error still holds."""
    return -0.001


def test_coordinates_that_act_on_no_figure_are_left_out() -> None:
    names = misfit().names
    assert "services_capital_elasticity" in names
    assert "local_draw@2017" in names
    assert "local_draw@2018" not in names  # after the last year of the figures
    assert not [
        name
        for name in names
        if name.startswith(("release_draw", "discrepancy_draw", "storm", "pandemic", "target_seeking"))
    ]


def test_draws_do_not_act_on_each_other() -> None:
    z = np.random.default_rng(3).standard_normal((misfit().dimension, 5))
    together, alone = misfit()(z)[0], misfit()(z[:, 2:3])[0]
    assert together[:, 2] == pytest.approx(alone[:, 0], rel=1e-12)


def test_it_travels_to_another_process() -> None:
    z = np.zeros((misfit().dimension, 1))
    assert np.array_equal(pickle.loads(pickle.dumps(misfit()))(z)[0], misfit()(z)[0])


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (replace(SERVICES, measure="value_aded_growth"), "f:2: 'value_aded_growth services' is not measured in a run"),
        (replace(INVESTMENT, unit="%"), "f:2: the unit is '%', but investment_total is in trillion VND"),
        (replace(SERVICES, period="2014", last="2014"), "f:2: period 2014 is not within 2016 to 2017"),
    ],
)
def test_a_figure_that_cannot_be_compared_is_refused_at_its_line(figure: Figure, said: str) -> None:
    with pytest.raises(DataError, match=said):
        at_the_middle(figure)


def test_the_earlier_case_is_where_the_shipped_one_says() -> None:
    assert experiment().case.about.folders[-1] == (data_folder() / "../hindcast/2015-12").resolve()


def test_its_numbers_are_its_coordinates_and_growth_of_the_years_up_to_the_last_figure() -> None:
    residuals, _, growth = at_the_middle(SERVICES)
    assert len(residuals) == 1
    assert misfit().numbers == (*misfit().names, "growth 2016", "growth 2017")
    assert len(misfit().numbers) == misfit().dimension + len(growth)
