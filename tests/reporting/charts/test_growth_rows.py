"""Charts of rows say what the tables of the run say, in both languages."""

import re

import pytest
from matplotlib.text import Text

from qnsim.analysis.assessment import assess
from qnsim.analysis.backtest.views import View, Views
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.language import ENGLISH, LANGUAGES, VIETNAMESE
from qnsim.press.figure_files import render
from qnsim.reporting.charts import growth_rows
from qnsim.reporting.charts.rows import Amount, Row, RowData, Spread, row_alt_text, row_chart, row_table, save_rows
from qnsim.run import prepare
from qnsim.workflow.scenarios import load_scenario, resolution_targets

SCENARIOS = ("baseline", "stretch", "covid-return")


@pytest.fixture(scope="module")
def targets():
    return resolution_targets(read_case())


@pytest.fixture(scope="module")
def assessments(targets):
    case = read_case()
    design = Stratified(draws=400)
    return assess([prepare(load_scenario(name, case), case, design) for name in SCENARIOS], targets)


@pytest.fixture(scope="module")
def charts(assessments, targets):
    half = View(10.0, 7.0, 13.0, 0.5)
    together = dict.fromkeys(SCENARIOS, Views(half, half, half))
    return {
        "branches": growth_rows.branch_rows(assessments[0]),
        "scenarios": growth_rows.scenario_rows(assessments, together),
        "drivers": growth_rows.driver_rows(assessments[0]),
        "targets": growth_rows.target_rows(assessments[0], targets),
    }


def test_branches_are_those_of_the_summary_the_largest_first(assessments, charts):
    rows = charts["branches"].rows
    middles = [row.drawn.points[2] for row in rows[:-1]]
    assert middles == sorted(middles, reverse=True) and len(rows) == 8
    assert rows[0].drawn.points[2] == assessments[0].statistic("growth_contribution", "2023", "p50", rows[0].name)
    assert rows[-1].drawn.points[4] == assessments[0].statistic("grdp_growth", "2023", "p95")


def test_scenarios_stand_in_the_order_of_their_chance(assessments, charts):
    chances = {each.experiment.scenario.name: each.headline.value for each in assessments}
    assert [row.name for row in charts["scenarios"].rows] == sorted(chances, key=chances.get, reverse=True)
    assert all(row.figures[2] == "50%" for row in charts["scenarios"].rows)


def test_drivers_are_those_that_stand_out_from_chance(assessments, charts):
    table = assessments[0].drivers.set_index("input")
    for row in charts["drivers"].rows:
        assert row.drawn.value == pytest.approx(100 * table["effect"][row.name])
        assert abs(row.drawn.value) > 2 * row.drawn.error


def test_every_target_with_a_chance_has_a_row(assessments, targets, charts):
    judged = {target.id for target in targets if target.id in assessments[0].chances}
    assert {row.name for row in charts["targets"].rows} == judged


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_word_stands_within_the_page(charts, language):
    for data in charts.values():
        chart = row_chart(data, language)
        chart.canvas.draw()  # the name of an axis finds its place then
        page = chart.bbox
        for text in chart.findobj(Text):
            if text.get_text() and text.get_visible():
                box = text.get_window_extent()
                assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, text


def test_a_vietnamese_chart_writes_vietnamese_numbers(charts):
    told = VIETNAMESE.say(row_alt_text(charts["branches"]))
    assert "trung vị" in told and not re.search(r"\d\.\d{1,2}\b", told)
    assert "middle" in ENGLISH.say(row_alt_text(charts["branches"]))


def test_the_table_holds_what_is_drawn():
    rows = (Row("a", "A", Spread((1, 2, 3, 4, 5)), ()), Row("b", "B", Amount(1, 0.5), ()), Row("c", "C", None, ()))
    table = row_table(RowData("t", "s", "n", "x", (), rows, "pp", line=2.0))
    assert table["value"].tolist() == [1, 2, 3, 4, 5, 1, 0.5, 2.0]
    assert table["row"].tolist() == ["a"] * 5 + ["b"] * 2 + [""]


def test_the_same_numbers_give_the_same_bytes(charts):
    first, second = (render(row_chart(charts["targets"], VIETNAMESE), "svg") for _ in range(2))
    assert first == second


def test_a_chart_leaves_its_numbers_and_its_words(charts, tmp_path):
    files = save_rows(charts["targets"], VIETNAMESE, tmp_path / "targets")
    assert [file.suffix for file in files] == [".svg", ".png", ".csv", ".txt"]
    assert "chỉ tiêu" in files[-1].read_text(encoding="utf-8")
