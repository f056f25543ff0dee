"""The charts of studies at the size at which they are shipped: in each language nothing is cut, covered or foreign."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawn_text import clashes, visible_texts
from matplotlib.figure import Figure
from vietnamese import english_words

import qnsim
from qnsim.facts.case import Case, read_case
from qnsim.language import LANGUAGES, VIETNAMESE, Language
from qnsim.press.figure_files import render
from qnsim.reporting.charts.backtest_chart import backtest_alt_text, backtest_chart
from qnsim.reporting.charts.discovery_chart import discovery_alt_text, discovery_chart
from qnsim.reporting.charts.goal_chart import goal_alt_text, goal_chart
from qnsim.reporting.charts.hindcast_chart import hindcast_alt_text, hindcast_chart
from qnsim.reporting.charts.sensitivity_chart import sensitivity_alt_text, sensitivity_chart
from qnsim.reporting.charts.waterfall import waterfall_alt, waterfall_chart
from qnsim.reporting.charts.waterfall_of_growth import growth_waterfall
from qnsim.reporting.goal_words import goal_chart_words
from qnsim.workflow.comparison_study import study_comparison
from qnsim.workflow.discovery_study import study_discovery
from qnsim.workflow.goal_study import study_goal
from qnsim.workflow.hindcast_study import study_hindcast
from qnsim.workflow.sensitivity_study import study_sensitivity

pytestmark = pytest.mark.slow

Drawn = tuple[Callable[[Language], Figure], str]


def of_goal(case: Case, asked: float) -> Drawn:
    found = study_goal("baseline", ["public_investment_disbursement_rate"], asked, draws=400, out=None, case=case)
    assert found.answer
    words = goal_chart_words(found.answer, "baseline", found.lines, "goal-baseline-00000000")
    return lambda language: goal_chart(found.answer, words, language), goal_alt_text(words, found.lines)


def of_sensitivity(case: Case, by: str, method: str) -> Drawn:
    sizes = {"sobol": {"size": 64}, "morris": {"trajectories": 8}}
    study = study_sensitivity("baseline", by=by, method=method, settings=sizes[method], out=None, case=case)
    table, words = study.tables[by], study.words(by)
    return lambda language: sensitivity_chart(table, "2023", words, language), sensitivity_alt_text(
        table, "2023", words
    )


def of_discovery(case: Case) -> Drawn:
    found = study_discovery("baseline", draws=4_000, out=None, case=case).found
    return lambda language: discovery_chart(found, "discover-baseline-00000000", language), discovery_alt_text(found)


def of_comparison(case: Case) -> Drawn:
    found = study_comparison("baseline", "resolution-2023", draws=200, out=None, case=case).found
    data = growth_waterfall(found, "resolution-2023", "2023")
    return lambda language: waterfall_chart(data, language), waterfall_alt(data)


def of_hindcast(case: Case) -> Drawn:
    found = study_hindcast(draws=200, out=None, case=case).found
    return lambda language: hindcast_chart(found, "hindcast-00000000", language), hindcast_alt_text(found)


def of_backtest(case: Case) -> Drawn:
    found = qnsim.backtest(draws=160, prior=True, case=case)
    return lambda language: backtest_chart(found, "backtest-00000000", language), backtest_alt_text(found)


CHARTS: dict[str, Callable[[Case], Drawn]] = {
    "goal reached": lambda case: of_goal(case, 0.3),
    "goal not reached": lambda case: of_goal(case, 0.8),
    "groups": lambda case: of_sensitivity(case, "groups", "sobol"),
    "inputs": lambda case: of_sensitivity(case, "inputs", "morris"),
    "discovery": of_discovery,
    "waterfall": of_comparison,
    "hindcast": of_hindcast,
    "backtest": of_backtest,
}


@pytest.fixture(scope="module", params=CHARTS)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return CHARTS[request.param](read_case())


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_nothing_is_cut_or_lies_on_something_else(drawn: Drawn, language: Language) -> None:
    assert clashes(drawn[0](language)) == []


def test_a_vietnamese_reader_meets_no_english_word(drawn: Drawn) -> None:
    figure, alt = drawn[0](VIETNAMESE), VIETNAMESE.say(drawn[1])
    words = "\n".join(text.get_text() for text in visible_texts(figure))
    assert english_words(f"{words}\n{alt}") == set()


def test_the_same_result_gives_the_same_bytes(drawn: Drawn) -> None:
    assert render(drawn[0](VIETNAMESE), "svg") == render(drawn[0](VIETNAMESE), "svg")
