"""Fan charts: measured, not admired. Words must fit, colours must survive a photocopier, bytes must repeat."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pandas as pd
import pytest
from matplotlib import style
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from scipy.stats import norm

from qnsim.errors import DataError
from qnsim.language import ENGLISH, VIETNAMESE
from qnsim.press import palette
from qnsim.press.figure_files import save_chart
from qnsim.reporting.charts.dots import DOTS, dot_alt_text, dot_chart, dot_table, save_dots, stack
from qnsim.reporting.charts.fan import BAND_EDGES, FanData, alt_text, fan_table, hundredths
from qnsim.reporting.charts.fan_chart import fan_chart
from tests.drawn_text import clashes, visible_texts
from tests.vietnamese import english_words

pytestmark = pytest.mark.slow
LANGUAGES = {"english": ENGLISH, "vietnamese": VIETNAMESE}

NORMAL_QUANTILES = {"p05": -1.645, "p10": -1.282, "p25": -0.674, "p50": 0.0, "p75": 0.674, "p90": 1.282, "p95": 1.645}
RECORD = {2013: 7.5, 2014: 9.7, 2015: 9.7, 2016: 10.1, 2017: 10.2, 2018: 11.1, 2019: 12.01, 2020: 10.05, 2021: 10.28,
          2022: 10.28}  # fmt: skip
YEARS = tuple(range(2023, 2031))


def made_up_fan(index, median, spread) -> pd.DataFrame:
    """Normal quantiles, a little longer below than above."""
    columns = {name: median + z * spread * (1.12 if z < 0 else 1.0) for name, z in NORMAL_QUANTILES.items()}
    return pd.DataFrame(columns, index=index)


def made_up_record(years=RECORD) -> pd.DataFrame:
    rows = [(year, RECORD[year], f"{year}-12", "first_estimate") for year in years]
    return pd.DataFrame(rows, columns=["period", "value", "published", "status"])


def made_up_dots(median: float, spread: float) -> tuple[float, ...]:
    return tuple(float(median + spread * norm.ppf((number + 0.5) / DOTS)) for number in range(DOTS))


@pytest.fixture
def english() -> FanData:
    step, quarter = np.arange(8), np.arange(32)
    return FanData(
        title="P(GRDP growth 2023 > 10%) is 47% ± 0.4",
        subtitle="Growth of GRDP at constant prices, percent a year. Scenario: Baseline (trend, no new policy)",
        annual=made_up_fan(YEARS, 9.83 - 0.09 * step, 2.3 + 0.1 * step),
        quarterly=made_up_fan(
            pd.period_range("2023Q1", "2030Q4", freq="Q").astype(str),
            9.8 + 0.7 * np.sin(0.6 * quarter),
            2.6 + 0.03 * quarter,
        ),
        history_annual=made_up_record(),
        history_quarterly=pd.DataFrame(
            {"period": ["2021Q4", "2022Q1", "2022Q2", "2022Q3", "2022Q4"], "value": [12.5, 8.0, 13.1, 9.4, 10.5]}
        ),
        target=10.0,
        target_label="Target 10%",
        probability_by_year=dict(zip(YEARS, zip(np.linspace(0.47, 0.40, 8), [0.004] * 8, strict=True), strict=True)),
        note="Bands hold the middle 50%, 80% and 90% of 16 384 draws; 10% of draws lie outside. They cover uncertain "
        "parameters, shocks and first-release error, not a wrong model. Each year is judged by itself. Run "
        "baseline-3fa9c1, seed 20221209, data published by 2022-12-09.",
        dots=made_up_dots(9.83, 2.3),
        known_on=date(2022, 12, 9),
    )


@pytest.fixture
def vietnamese(english) -> FanData:
    return replace(
        english,
        title="Xác suất tổng sản phẩm trên địa bàn tỉnh Quảng Ninh năm 2023 tăng trên 10% là 47% ± 0,4 điểm %, thấp "
        "hơn một nửa và thấp hơn tần suất của mười năm qua",
        subtitle="Tốc độ tăng GRDP theo giá so sánh, %/năm. Kịch bản: Thiếu hụt vốn đầu tư trực tiếp nước ngoài kéo "
        "dài, giải ngân vốn đầu tư công chậm hơn kế hoạch",
        target_label="Mục tiêu 10%",
        note="Các dải chứa 50%, 80% và 90% số lần mô phỏng ở giữa (16.384 lần); 10% nằm ngoài. Dải gồm bất định của "
        "tham số, cú sốc và sai số công bố lần đầu, không gồm sai sót của mô hình. Theo từng năm, từng quý, không phải "
        "xác suất cả giai đoạn. Lần chạy fdi-drought-3fa9c1, hạt giống 20221209, số liệu đến 09/12/2022.",
    )


def awkward(data: FanData) -> dict[str, FanData]:
    """Numbers that crowd the words: a thin fan, a fan far from the target, little history, four quarters, near 0."""
    eight = np.ones(8)
    revised = pd.concat([data.history_annual, pd.DataFrame([(2017, 10.13, "~2022-09", "revised")],
                                                           columns=data.history_annual.columns)])  # fmt: skip
    return {
        "as it comes": data,
        "thin": replace(data, annual=made_up_fan(YEARS, 11 * eight, 0.2 * eight), dots=made_up_dots(11, 0.2)),
        "below the target": replace(
            data, annual=made_up_fan(YEARS, 6 * eight, eight), probability_by_year=dict.fromkeys(YEARS, (0.0, 0.0)),
            dots=made_up_dots(6, 1),
        ),
        "above the target": replace(
            data, annual=made_up_fan(YEARS, 14 * eight, eight), probability_by_year=dict.fromkeys(YEARS, (1.0, 0.0)),
            dots=made_up_dots(14, 1),
        ),
        "middle at the target": replace(data, annual=made_up_fan(YEARS, 10 * eight, eight)),
        "no dots": replace(data, dots=()),
        "short record": replace(data, history_annual=made_up_record((2021, 2022)), history_quarterly=None),
        "record since 2011": replace(data, history_annual=pd.concat(
            [made_up_record((2013,)).assign(period=2011), made_up_record(range(2014, 2023))])),
        "four quarters": replace(data, quarterly=data.quarterly.iloc[:4], history_quarterly=None),
        "revised": replace(data, history_annual=revised),
        "no target": replace(data, target=None, target_label="", probability_by_year={}, dots=()),
    }  # fmt: skip


def words_of(figure: Figure) -> list[str]:
    """Every piece of text that is printed."""
    return [text.get_text() for text in visible_texts(figure)]


def panels(figure: Figure) -> tuple:
    """The axes of the years and of the quarters."""
    return figure.axes[0], figure.axes[1]


def lightness(color, deuteranopia: bool = False) -> float:
    """CIE L* of a colour, as seen by all or by an eye without green cones (Machado, Oliveira, Fernandes 2009)."""
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if deuteranopia:
        seen = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        linear = np.clip(np.array(seen) @ linear, 0, 1)
    luminance = float(linear @ [0.2126, 0.7152, 0.0722])
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["as it comes", "thin", "below the target", "above the target", "middle at the target",
                                  "short record", "record since 2011", "four quarters", "revised", "no target",
                                  "no dots"])  # fmt: skip
def test_all_words_are_on_the_page_and_none_touch(language, case, request):
    assert clashes(fan_chart(awkward(request.getfixturevalue(language))[case], LANGUAGES[language])) == []


def test_the_words_are_read_in_the_order_chance_middle_and_range(english):
    words = words_of(fan_chart(english, ENGLISH))
    assert "47 in 100" in words
    assert "simulations end above 10% in 2023 (simulation error ±0.4 points)" in words
    middle = "2023: the middle (median) is 9.8%; half lie between 8.1 and 11.4%, 90% between 5.6 and 13.6%"
    assert middle in words


def test_the_target_is_named_in_every_panel(english):
    annual, quarterly, dots = fan_chart(english, ENGLISH).axes
    assert [sum(text.get_text() in ("Target 10%", "10%") and text.get_color() == palette.TARGET for text in axes.texts)
            for axes in (annual, quarterly, dots)] == [1, 1, 1]  # fmt: skip


def test_bands_are_named_beside_their_ends_on_the_side_without_the_target(english):
    last = english.annual.iloc[-1]
    annual = fan_chart(english, ENGLISH).axes[0]
    places = {text.get_text(): text.get_position() for text in annual.texts}
    for words, edge in (("50%", "p25"), ("80%", "p10"), ("median", "p50")):
        across, up = places[words]
        assert 2030 < across < 2030.5
        assert up == pytest.approx(last[edge], abs=0.3)


@pytest.mark.parametrize("deuteranopia", [False, True])
def test_bands_darken_inwards_by_twelve_or_more_steps_of_lightness(deuteranopia):
    colors = [palette.FORECAST_REGION, *(palette.BANDS[percentage] for percentage in (90, 80, 50)), palette.INK]
    shades = [lightness(color, deuteranopia) for color in colors]
    assert all(outer - inner >= 12 for outer, inner in pairwise(shades))


def test_bands_are_opaque(english):
    drawn = [area for axes in fan_chart(english, ENGLISH).axes for area in axes.collections]
    bands = [area for area in drawn if "band" in (area.get_gid() or "")]
    assert len(bands) == 6
    assert all(band.get_facecolor()[0][3] == 1.0 and band.get_alpha() in (None, 1.0) for band in bands)


def test_the_target_is_drawn_at_its_value_in_every_panel(english):
    lines = [line for axes in fan_chart(english, ENGLISH).axes for line in axes.lines if line.get_gid() == "target"]
    assert [list(line.get_ydata()) for line in lines] == [[10.0, 10.0]] * 3


def test_without_a_target_no_line_and_no_probability_is_drawn(english):
    figure = fan_chart(replace(english, target=None, target_label="", probability_by_year={}), ENGLISH)
    assert not [line for axes in figure.axes for line in axes.lines if line.get_gid() == "target"]
    assert not [text for text in words_of(figure) if "100" in text]


@pytest.mark.parametrize(("panel", "number"), [("annual", 0), ("quarterly", 1)])
def test_the_plotted_numbers_are_those_of_the_table(english, panel, number):
    axes, table = fan_chart(english, ENGLISH).axes[number], fan_table(english)
    series = table[table["panel"] == panel].pivot(index="period", columns="series", values="value")
    series = series.loc[series["p50"].notna()]
    for band in (band for band in axes.collections if "band" in (band.get_gid() or "")):
        low, high = BAND_EDGES[int(band.get_gid().removeprefix("band"))]
        drawn = pd.DataFrame(band.get_paths()[0].vertices).groupby(0)[1].agg(["min", "max"]).iloc[-len(series) :]
        np.testing.assert_allclose(drawn["min"], series[low])
        np.testing.assert_allclose(drawn["max"], series[high])
    median = next(line for line in axes.lines if line.get_gid() == "p50")
    np.testing.assert_array_equal(median.get_ydata()[-len(series) :], series["p50"])


def test_the_table_holds_record_quantiles_probabilities_and_target_with_a_unit(english):
    table = fan_table(english).set_index(["panel", "period", "series"])["value"]
    assert list(fan_table(english)) == ["panel", "period", "series", "value", "unit"]
    assert table["annual", "2022", "recorded"] == 10.28
    assert table["annual", "2023", "p50"] == 9.83
    assert table["quarterly", "2022Q2", "recorded"] == 13.1
    assert table["annual", "2023", "probability_above_target"] == pytest.approx(47)
    assert table["quarterly", "", "target"] == 10.0
    assert set(fan_table(english)["unit"]) == {"percent"}


def test_quarters_end_with_2026_and_the_record_shows_the_last_four(english):
    periods = fan_table(english).query("panel == 'quarterly' and period != ''")["period"]
    assert (min(periods), max(periods)) == ("2022Q1", "2026Q4")


def test_fans_start_at_the_last_recorded_point(english):
    starts = ((2022, 10.28), (pd.Period("2022Q4").ordinal, 10.5))
    for axes, (year_or_quarter, value) in zip(panels(fan_chart(english, ENGLISH)), starts, strict=True):
        vertices = np.vstack(
            [band.get_paths()[0].vertices for band in axes.collections if "band" in (band.get_gid() or "")]
        )
        assert vertices[:, 0].min() == year_or_quarter
        assert set(vertices[vertices[:, 0] == year_or_quarter][:, 1]) == {value}


def test_a_fan_does_not_reach_back_over_quarters_that_are_not_on_record(english):
    old = pd.DataFrame({"period": ["2022Q1"], "value": [8.0]})
    quarterly = fan_chart(replace(english, history_quarterly=old), ENGLISH).axes[1]
    median = next(line for line in quarterly.lines if line.get_gid() == "p50")
    assert median.get_xdata()[0] == pd.Period("2023Q1").ordinal


def test_the_line_breaks_where_the_record_has_a_gap(english):
    record = english.history_annual[english.history_annual["period"] != 2015]
    annual = fan_chart(replace(english, history_annual=record), ENGLISH).axes[0]
    line = next(line for line in annual.lines if line.get_gid() == "recorded")
    assert np.isnan(line.get_ydata()[2])


def test_the_latest_publication_of_a_year_is_drawn_and_all_are_in_the_table(english):
    late = pd.DataFrame([(2017, 10.13, "~2022-09", "revised")], columns=english.history_annual.columns)
    table = fan_table(replace(english, history_annual=pd.concat([late, english.history_annual])))
    year = table[(table["panel"] == "annual") & (table["period"] == "2017")].set_index("series")["value"]
    assert year.to_dict() == {"recorded": 10.13, "recorded_low": 10.13, "recorded_high": 10.2}


def test_all_panels_share_one_range_and_it_can_be_fixed_for_all_scenarios(english):
    figure = fan_chart(replace(english, limits=(0.0, 20.0)), ENGLISH)
    assert [axes.get_ylim() for axes in figure.axes] == [(0.0, 20.0)] * 3
    free = fan_chart(english, ENGLISH)
    assert len({axes.get_ylim() for axes in free.axes}) == 1


def test_vietnamese_letters_and_the_dong_sign_are_printed(english):
    title = "Quảng Ninh tăng trưởng ₫"
    assert title in words_of(fan_chart(replace(english, title=title), ENGLISH))


def test_a_letter_the_font_lacks_stops_the_chart(english):
    with pytest.raises(DataError, match="has no glyph for 寧"):
        fan_chart(replace(english, title="寧"), ENGLISH)
    with pytest.raises(DataError, match="has no glyph for 寧"):
        fan_chart(replace(english, target_label="寧"), ENGLISH)


def test_dollar_signs_are_not_read_as_mathematics(english):
    figure = fan_chart(replace(english, subtitle="US$ 5 million, US$ 6 million"), ENGLISH)
    assert "US$ 5 million, US$ 6 million" in words_of(figure)


def test_decomposed_letters_are_composed(english):
    title = normalize("NFD", "Quảng Ninh")
    assert normalize("NFC", title) in words_of(fan_chart(replace(english, title=title), ENGLISH))


def test_no_line_of_a_title_begins_with_its_error(vietnamese):
    for filler in (0, 16, 32):
        figure = fan_chart(replace(vietnamese, title="x" * filler + " " + vietnamese.title), VIETNAMESE)
        title = next(text for text in words_of(figure) if "tổng sản phẩm" in text)
        assert not any(line.startswith(("±", "%")) for line in title.splitlines())


def test_the_page_grows_with_its_words_and_the_picture_keeps_its_size(english):
    short, long = fan_chart(english, ENGLISH), fan_chart(replace(english, note="long note " * 400), ENGLISH)
    heights = [figure.axes[0].get_position().height * figure.get_figheight() for figure in (short, long)]
    assert long.get_figheight() > short.get_figheight() + 1
    assert heights[0] == pytest.approx(heights[1])


def test_the_alt_text_says_the_probability_and_the_numbers(english, vietnamese):
    text = alt_text(english, ENGLISH)
    assert "47 in 100 simulations end above 10% in 2023 (simulation error ±0.4 points)." in text
    assert "The last recorded figure is 10.3% in 2022." in text
    assert "2023: the middle (median) is 9.8%; half lie between 8.1 and 11.4%, 90% between 5.6 and 13.6%." in text
    said = "47 trong 100 lần mô phỏng vượt 10% trong năm 2023 (sai số mô phỏng ±0,4 điểm %)."
    assert said in alt_text(vietnamese, VIETNAMESE)


def test_a_vietnamese_chart_holds_no_english_word(vietnamese):
    for figure in (fan_chart(vietnamese, VIETNAMESE), dot_chart(vietnamese, VIETNAMESE)):
        assert not english_words(" ".join(words_of(figure)).replace("Quarter", "quarter"))
    assert not english_words(alt_text(vietnamese, VIETNAMESE) + dot_alt_text(vietnamese, VIETNAMESE))


def test_recorded_quarters_that_do_not_lead_up_to_the_forecast_are_left_out(english):
    lone = pd.DataFrame({"period": ["2022Q1", "2022Q3", "2022Q4"], "value": [8.0, 9.4, 10.5]})
    table = fan_table(replace(english, history_quarterly=lone))
    recorded = table[(table["panel"] == "quarterly") & (table["series"] == "recorded")]
    assert list(recorded["period"]) == ["2022Q3", "2022Q4"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["as it comes", "thin", "below the target", "above the target"])
def test_all_words_beside_the_dots_are_on_the_page_and_none_touch(language, case, request):
    assert clashes(dot_chart(awkward(request.getfixturevalue(language))[case], LANGUAGES[language])) == []


def test_the_filled_dots_are_the_outcomes_beyond_the_target(english):
    (dots,) = [area for area in dot_chart(english, ENGLISH).axes[0].collections if area.get_gid() == "dots"]
    filled = (dots.get_facecolors()[:, :3] < 0.5).all(axis=1)
    assert filled.sum() == sum(value > 10 for value in english.dots)
    assert (dots.get_offsets()[filled][:, 0] > 10).all() and (dots.get_offsets()[~filled][:, 0] < 10).all()
    assert list(dot_table(english)["value"]) == list(english.dots)


def test_dots_stand_close_to_their_values_and_none_on_another():
    outcomes = [*made_up_dots(9.0, 2.0), 10.0]
    stacked = stack(outcomes, 10.0, 2.0, 1.0)
    assert len(set(zip(stacked.along, stacked.on_stack, strict=True))) == len(outcomes)
    assert max(stacked.on_stack) + stacked.size / 2 <= 1.0 + 1e-9
    width = 2.0 * stacked.size
    assert all(abs(place - value) <= width / 2 + 1e-9 for place, value in zip(stacked.along, outcomes, strict=True))
    assert not stacked.beyond[-1]


def test_dots_without_a_target_are_refused(english):
    with pytest.raises(DataError, match="no outcomes or no target"):
        dot_chart(replace(english, dots=()), ENGLISH)


def test_the_dots_are_saved_with_their_numbers_and_words(english, tmp_path):
    files = save_dots(english, VIETNAMESE, tmp_path / "dots")
    assert [file.name for file in files] == ["dots.svg", "dots.png", "dots.csv", "dots.txt"]
    assert "47 trong 100" in files[-1].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("probability", "error", "text"),
    [(0.47, 0.004, "47"), (0.4749, 0.004, "47"), (0.47, 0.06, "50"), (0.0, 0.0, "<1"), (0.9999, 0.001, ">99")],
)
def test_a_probability_has_no_more_digits_than_its_error_supports(probability, error, text):
    assert hundredths(probability, error) == text


def test_numbers_carry_the_decimal_mark_of_the_language_and_a_true_minus(english):
    low = replace(english, annual=made_up_fan(YEARS, np.zeros(8), 3 * np.ones(8)), target=9.5, dots=())
    assert {"−5%", "10%"} <= set(words_of(fan_chart(low, VIETNAMESE)))
    assert "Năm 2023: trung vị 0,0%; một nửa số lần nằm trong khoảng −2,3–2,0%, 90% trong khoảng −5,5–4,9%" in words_of(
        fan_chart(low, VIETNAMESE))  # fmt: skip
    assert any("9,5%" in text for text in words_of(fan_chart(low, VIETNAMESE)))


def test_saving_writes_files_whole_and_undated_and_twice_the_same_bytes(english, tmp_path):
    (tmp_path / "fan.v1.svg").write_text("old")
    first = save_chart(fan_chart(english, ENGLISH), fan_table(english), tmp_path / "fan.v1", alt_text(english, ENGLISH))
    assert [path.name for path in first] == [f"fan.v1.{ending}" for ending in ("svg", "png", "pdf", "csv", "txt")]
    assert sorted(tmp_path.iterdir()) == sorted(first)
    svg, png, pdf, *_ = contents = [path.read_bytes() for path in first]
    assert b"</svg>" in svg and b"<dc:date>" not in svg
    assert b"Software" not in png
    assert b"CreationDate" not in pdf and b"Producer" not in pdf
    second = save_chart(
        fan_chart(english, ENGLISH), fan_table(english), tmp_path / "b" / "fan", alt_text(english, ENGLISH)
    )
    assert [path.read_bytes() for path in second] == contents


def test_charts_leave_no_global_state():
    code = "import sys, qnsim.reporting.charts.fan_chart; sys.exit('matplotlib.pyplot' in sys.modules)"
    source = Path(palette.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(source)}, check=False).returncode == 0


def test_a_forecast_without_its_quantiles_is_refused(english):
    with pytest.raises(DataError, match=r"annual lacks \['p05'\]"):
        replace(english, annual=english.annual.drop(columns="p05"))
    with pytest.raises(DataError, match="quantiles that cross"):
        replace(english, annual=english.annual.assign(p95=0.0))
    with pytest.raises(DataError, match="probability for \\[2040\\]"):
        replace(english, probability_by_year={2040: (0.5, 0.01)})
    with pytest.raises(DataError, match="without a target"):
        replace(english, target=None)
    with pytest.raises(DataError, match="history_annual is empty"):
        replace(english, history_annual=english.history_annual.iloc[:0])


@pytest.mark.parametrize(("size", "weight"), [(7, "normal"), (13, "bold"), (7, "bold"), (13, "normal")])
def test_words_are_broken_where_a_line_would_grow_too_wide_in_its_own_font(size: float, weight: str) -> None:
    with style.context(palette.STYLE, after_reset=True):
        figure = Figure(figsize=(9.5, 6.2))
        text = figure.text(0.1, 0.9, "", size=size, weight=weight)
        words = "Tăng trưởng của tỉnh theo từng năm, một nửa số lần mô phỏng nằm giữa hai đường này và nửa kia ở ngoài"
        palette.wrap(text, words, 3.0)
        lines = text.get_text().split("\n")
        for line, following in pairwise(lines):
            text.set_text(line)
            assert text.get_window_extent().width <= 3.0 * figure.dpi
            text.set_text(f"{line} {following.split(' ')[0]}")
            assert text.get_window_extent().width > 3.0 * figure.dpi
        assert " ".join(lines) == normalize("NFC", words)
