"""The finished numbers behind a fan chart, and what they say as a table and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import normalize

import pandas as pd

from qnsim.errors import DataError

QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
BAND_EDGES = {90: ("p05", "p95"), 80: ("p10", "p90"), 50: ("p25", "p75")}
SETTLED_STATUS = "revised"
QUARTERS_SHOWN = 16
RECORDED_QUARTERS = 4
YEARS_FOR_WORDS = 7


@dataclass(frozen=True)
class FanWords:
    """The words of a fan chart in one language; braces are filled with formatted numbers."""

    decimal_mark: str
    median: str
    forecast: str
    provisional: str
    settled: str
    publications: str
    annual_heading: str
    annual_detail: str
    quarterly_heading: str
    quarterly_detail: str
    chance: str
    largest_error: str
    frequency: str
    error: str
    alt_recorded: str
    alt_forecast: str
    alt_target: str

    def number(self, value: float, digits: int) -> str:
        """Writes a number with this language's decimal mark and a true minus sign."""
        return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}").replace(".", self.decimal_mark)

    def percent(self, value: float) -> str:
        """Writes a percentage to at most one decimal: 10%, 9.5%."""
        return self.number(value, 0 if float(value).is_integer() else 1) + "%"


ENGLISH = FanWords(
    decimal_mark=".",
    median="median",
    forecast="Forecast",
    provisional="○ provisional",
    settled="● revised",
    publications="▮ all publications",
    annual_heading="Year by year",
    annual_detail="growth on the year before",
    quarterly_heading="Quarter by quarter",
    quarterly_detail="growth on the same quarter a year before",
    chance="Chance above {target}, out of 100",
    largest_error="simulation error at most ±{error} points",
    frequency="{year}: {count} in 100 draws end\N{NO-BREAK SPACE}above\N{NO-BREAK SPACE}{target}",
    error="(simulation error ±{error} points)",
    alt_recorded="The last recorded figure is {value} in {year}.",
    alt_forecast="In {year} the median is {median}, and 90% of draws lie between {low} and {high}.",
    alt_target="A dashed line marks: {label}.",
)

VIETNAMESE = FanWords(
    decimal_mark=",",
    median="trung vị",
    forecast="Dự báo",
    provisional="○ tạm tính",
    settled="● đã điều chỉnh",
    publications="▮ các lần công bố",
    annual_heading="Theo năm",
    annual_detail="tăng trưởng so với năm trước",
    quarterly_heading="Theo quý",
    quarterly_detail="tăng trưởng so với cùng quý năm trước",
    chance="Khả năng vượt {target}, trên 100",
    largest_error="sai số mô phỏng không quá ±{error} điểm %",
    frequency="Năm {year}: {count} trong 100 lần\N{NO-BREAK SPACE}mô\N{NO-BREAK SPACE}phỏng vượt {target}",
    error="(sai số mô phỏng ±{error} điểm %)",
    alt_recorded="Số liệu gần nhất là {value} năm {year}.",
    alt_forecast="Năm {year}, trung vị là {median}, và 90% số lần mô phỏng nằm trong khoảng {low}–{high}.",
    alt_target="Đường đứt nét: {label}.",
)


@dataclass(frozen=True)
class FanData:
    """The numbers behind one fan chart; everything in percent, probabilities as fractions.

    `annual` (index: year) and `quarterly` (index: '2030Q1', growth on the same quarter a year before) have the columns
    p05, p10, p25, p50, p75, p90, p95. `history_annual` has the columns period, value, published, status, one row per
    publication; `history_quarterly` period and value. `probability_by_year` maps a year to (probability, error).
    `limits` fixes the y range, so that charts of several scenarios can be laid side by side.
    """

    title: str
    subtitle: str
    annual: pd.DataFrame
    quarterly: pd.DataFrame
    history_annual: pd.DataFrame
    history_quarterly: pd.DataFrame | None
    target: float | None
    target_label: str
    probability_by_year: dict[int, tuple[float, float]]
    note: str
    words: FanWords = ENGLISH
    limits: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        for name in ("annual", "quarterly"):
            require_quantiles(name, getattr(self, name))
        if self.history_annual.empty:
            raise DataError("fan chart: history_annual is empty; expected one recorded year or more to start the fan.")
        if self.probability_by_year and self.target is None:
            raise DataError("fan chart: probabilities without a target; give the target they refer to.")
        unknown = sorted(set(self.probability_by_year) - set(self.annual.index))
        if unknown:
            raise DataError(f"fan chart: a probability for {unknown}, which the annual forecast does not hold.")

    @property
    def target_percent(self) -> str:
        """The target as it is written in a sentence; empty where there is none."""
        return "" if self.target is None else self.words.percent(self.target)


def require_quantiles(name: str, table: pd.DataFrame) -> None:
    """Raises DataError unless every quantile is there, finite, and none crosses its neighbour."""
    missing = [column for column in QUANTILES if column not in table]
    if missing or table.empty:
        raise DataError(f"fan chart: {name} lacks {missing or 'rows'}; expected the columns {', '.join(QUANTILES)}.")
    quantiles = table[list(QUANTILES)]
    if quantiles.isna().to_numpy().any() or (quantiles.diff(axis=1).iloc[:, 1:] < 0).to_numpy().any():
        raise DataError(f"fan chart: {name} holds a missing number or quantiles that cross; check the summary.")


@dataclass(frozen=True)
class Panel:
    """One panel's numbers, indexed by whole steps: the year, or the quarter's count since 1970.

    `fan` starts at the last recorded point where that is the step before the forecast.
    `recorded` has the columns value, low, high (over publications) and settled.
    """

    name: str
    fan: pd.DataFrame
    recorded: pd.DataFrame
    first_forecast: int

    @property
    def steps(self) -> range:
        """Every step drawn; on the annual panel enough of the past to hold the words written there."""
        past = self.first_forecast - YEARS_FOR_WORDS if self.name == "annual" else self.first_forecast
        return range(min([past, *self.fan.index, *self.recorded.index]), self.fan.index[-1] + 1)

    def period(self, step: int) -> str:
        """The step as people write it: 2030, 2030Q1."""
        return str(pd.Period(ordinal=step, freq="Q")) if self.name == "quarterly" else str(step)

    def label(self, step: int) -> str:
        """The step as written on a tight axis: 2030, Q1/30."""
        period = self.period(step)
        return f"{period[4:]}/{period[2:4]}" if self.name == "quarterly" else period


def annual_panel(data: FanData) -> Panel:
    """The years: every one given."""
    return assemble("annual", data.annual[list(QUANTILES)], recorded_values(data.history_annual))


def quarterly_panel(data: FanData) -> Panel:
    """The quarters: those of the first four years, after the last year of recorded ones."""
    quarters = pd.PeriodIndex(data.quarterly.index.astype(str), freq="Q")
    fan = data.quarterly[list(QUANTILES)].set_axis(quarters.astype("int64"))[quarters < quarters.min() + QUARTERS_SHOWN]
    if data.history_quarterly is None:
        return assemble("quarterly", fan, recorded_values(data.history_annual.iloc[:0]))
    history = data.history_quarterly.assign(
        period=pd.PeriodIndex(data.history_quarterly["period"].astype(str), freq="Q").astype("int64")
    )
    return assemble("quarterly", fan, recorded_values(history[history["period"] >= fan.index[0] - RECORDED_QUARTERS]))


def recorded_values(history: pd.DataFrame) -> pd.DataFrame:
    """The latest publication of each period, with the range over all its publications."""
    published = history.get("published", pd.Series("", history.index)).astype(str).str.lstrip("~")
    status = history.get("status", pd.Series("", history.index))
    rows = history.assign(published=published, settled=status == SETTLED_STATUS)
    periods = rows.sort_values("published", kind="stable").groupby("period")
    return pd.DataFrame(
        {
            "value": periods["value"].last(),
            "low": periods["value"].min(),
            "high": periods["value"].max(),
            "settled": periods["settled"].last(),
        }
    )


def assemble(name: str, fan: pd.DataFrame, recorded: pd.DataFrame) -> Panel:
    """A panel whose fan opens from the last recorded point; a point further back would draw a forecast of the past."""
    fan = fan.sort_index()
    first = int(fan.index[0])
    recorded = recorded[recorded.index < first]
    if first - 1 in recorded.index:
        start = pd.DataFrame(float(recorded["value"][first - 1]), index=[first - 1], columns=fan.columns)
        fan = pd.concat([start, fan])
    return Panel(name, fan, recorded, first)


def fan_table(data: FanData) -> pd.DataFrame:
    """The plotted numbers, tidy: panel, period, series, value, unit."""
    rows = [row for panel in (annual_panel(data), quarterly_panel(data)) for row in panel_rows(panel)]
    for year, (probability, error) in sorted(data.probability_by_year.items()):
        rows.append(("annual", str(year), "probability_above_target", 100 * probability))
        rows.append(("annual", str(year), "probability_error", 100 * error))
    if data.target is not None:
        rows += [("annual", "", "target", data.target), ("quarterly", "", "target", data.target)]
    return pd.DataFrame(rows, columns=["panel", "period", "series", "value"]).assign(unit="percent")


def panel_rows(panel: Panel) -> list[tuple[str, str, str, float]]:
    """One panel's recorded and forecast numbers as rows of the table."""
    recorded = panel.recorded.rename(columns={"value": "recorded", "low": "recorded_low", "high": "recorded_high"})
    recorded = recorded[["recorded", "recorded_low", "recorded_high"]]
    return [
        (panel.name, panel.period(step), series, float(table[series][step]))
        for table in (recorded, panel.fan.loc[panel.first_forecast :])
        for step in table.index
        for series in table.columns
    ]


def hundredths(probability: float, error: float) -> str:
    """A probability as a count out of 100, never to more digits than its error supports, never a false certainty."""
    if probability < 0.005 or probability > 0.995:
        return "<1" if probability < 0.5 else ">99"
    step = 1 if error < 0.05 else 10
    return str(step * round(100 * probability / step))


def frequency_sentence(data: FanData) -> str:
    """The first year's probability as a natural frequency."""
    year = min(data.probability_by_year)
    count = hundredths(*data.probability_by_year[year])
    return data.words.frequency.format(year=year, count=count, target=data.target_percent)


def error_text(words: FanWords, template: str, error: float) -> str:
    """The simulation error in percentage points; below a tenth it is still called a tenth."""
    return template.format(error=words.number(max(100 * error, 0.1), 1))


def alt_text(data: FanData) -> str:
    """What the picture shows, for someone who cannot see it; made from the same numbers."""
    words, panel = data.words, annual_panel(data)
    last = panel.recorded.index[-1]
    value = words.number(float(panel.recorded["value"][last]), 1) + "%"
    sentences = [f"{data.title.rstrip('.')}.", f"{data.subtitle.rstrip('.')}."]
    sentences.append(words.alt_recorded.format(value=value, year=last))
    sentences += [forecast_sentence(words, panel, year) for year in (panel.first_forecast, panel.fan.index[-1])]
    if data.target is not None:
        sentences.append(words.alt_target.format(label=data.target_label))
    if data.probability_by_year:
        error = error_text(words, words.error, data.probability_by_year[min(data.probability_by_year)][1])
        sentences.append(f"{frequency_sentence(data)} {error}.")
    return normalize("NFC", " ".join(dict.fromkeys(sentences))).replace("\N{NO-BREAK SPACE}", " ")


def forecast_sentence(words: FanWords, panel: Panel, year: int) -> str:
    """The median and the 90% band of one year."""
    low, median, high = (words.number(float(panel.fan[name][year]), 1) + "%" for name in ("p05", "p50", "p95"))
    return words.alt_forecast.format(year=year, low=low, median=median, high=high)
