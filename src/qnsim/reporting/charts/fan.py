"""The finished numbers behind a fan chart, and what they say as a table and as a sentence."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from unicodedata import normalize

import pandas as pd

from qnsim.errors import DataError
from qnsim.language import Language, figure, join, say
from qnsim.press.dates import quarter_on_axis
from qnsim.press.numbers import signed

QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
BAND_EDGES = {90: ("p05", "p95"), 80: ("p10", "p90"), 50: ("p25", "p75")}
SETTLED_STATUS = "revised"
QUARTERS_SHOWN = 16
RECORDED_QUARTERS = 4


@dataclass(frozen=True)
class FanData:
    """The numbers behind one fan chart; everything in percent, probabilities as fractions.

    `annual` (index: year) and `quarterly` (index: '2030Q1', growth on the same quarter a year before) have the columns
    p05, p10, p25, p50, p75, p90, p95. `history_annual` has the columns period, value, published, status, one row per
    publication; `history_quarterly` period and value. `probability_by_year` maps a year to (probability, error).
    `due` is the year the title speaks of, the first if None; `dots` are equally likely outcomes of it. `known_on` is
    the day of the record. `note` says what the bands hold, `source` which run it is. `limits` fixes the y range, so
    that charts of several scenarios can be laid side by side.
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
    source: str = ""
    due: int | None = None
    dots: tuple[float, ...] = ()
    known_on: datetime.date | None = None
    limits: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        for name in ("annual", "quarterly"):
            require_quantiles(name, getattr(self, name))
        if self.history_annual.empty:
            raise DataError(
                say("fan chart: history_annual is empty; expected one recorded year or more to start the fan.")
            )
        if self.probability_by_year and self.target is None:
            raise DataError(say("fan chart: probabilities without a target; give the target they refer to."))
        unknown = sorted(set(self.probability_by_year) - set(self.annual.index))
        if unknown:
            raise DataError(
                say("fan chart: a probability for {unknown}, which the annual forecast does not hold.", unknown=unknown)
            )
        if self.year not in self.annual.index or (
            self.probability_by_year and self.year not in self.probability_by_year
        ):
            raise DataError(
                say("fan chart: due in {year}, which the forecast does not hold; give a year it has.", year=self.year)
            )

    @property
    def target_percent(self) -> str:
        """The target as it is written in a sentence; empty where there is none."""
        return "" if self.target is None else figure(f"{self.target:g}%")

    @property
    def year(self) -> int:
        """The year the chart is about."""
        return int(self.annual.index.min()) if self.due is None else self.due


def require_quantiles(name: str, table: pd.DataFrame) -> None:
    """Raises DataError unless every quantile is there, finite, and none crosses its neighbour."""
    missing = [column for column in QUANTILES if column not in table]
    if missing or table.empty:
        raise DataError(
            say(
                "fan chart: {name} lacks {missing}; expected the columns {columns}.",
                name=name,
                missing=missing or "rows",
                columns=", ".join(QUANTILES),
            )
        )
    quantiles = table[list(QUANTILES)]
    if quantiles.isna().to_numpy().any() or (quantiles.diff(axis=1).iloc[:, 1:] < 0).to_numpy().any():
        raise DataError(
            say("fan chart: {name} holds a missing number or quantiles that cross; check the summary.", name=name)
        )


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
        """Every step drawn: from the first that is on record, or else the first of the fan."""
        return range(min([*self.fan.index, *self.recorded.index]), self.fan.index[-1] + 1)

    def period(self, step: int) -> str:
        """The step as people write it: 2030, 2030Q1."""
        return str(pd.Period(ordinal=step, freq="Q")) if self.name == "quarterly" else str(step)

    def label(self, step: int) -> str:
        """The step as written on a tight axis: 2030, Q1/30."""
        period = self.period(step)
        return quarter_on_axis(period) if self.name == "quarterly" else period


def annual_panel(data: FanData) -> Panel:
    """The years: every one given."""
    return assemble("annual", data.annual[list(QUANTILES)], recorded_values(data.history_annual))


def quarterly_panel(data: FanData) -> Panel:
    """The quarters: those of the first four years, after the recorded ones that lead up to them without a gap."""
    quarters = pd.PeriodIndex(data.quarterly.index.astype(str), freq="Q")
    fan = data.quarterly[list(QUANTILES)].set_axis(quarters.astype("int64"))[quarters < quarters.min() + QUARTERS_SHOWN]
    history = data.history_annual.iloc[:0] if data.history_quarterly is None else data.history_quarterly
    numbers = pd.PeriodIndex(history["period"].astype(str), freq="Q").astype("int64")
    recorded = recorded_values(history.assign(period=numbers))
    before = range(int(fan.index[0]) - RECORDED_QUARTERS, int(fan.index[0]))
    gap = max((step for step in before if step not in recorded.index), default=before[0] - 1)
    return assemble("quarterly", fan, recorded[recorded.index > gap])


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


def count_words(data: FanData) -> str:
    """The probability of the year of the target as a natural frequency: 42 in 100."""
    return say("{count} in 100", count=hundredths(*data.probability_by_year[data.year]))


def event_words(data: FanData) -> str:
    """What so many in 100 do, with the error of the count."""
    return say(
        "simulations end above {target} in {year} (simulation error ±{error} points)",
        target=data.target_percent,
        year=data.year,
        error=error_points(data.probability_by_year[data.year][1]),
    )


def error_points(error: float) -> str:
    """The simulation error in percentage points; below a tenth it is still called a tenth."""
    return figure(f"{max(100 * error, 0.1):.1f}")


def middle_words(data: FanData, year: int) -> str:
    """The middle and the ranges of one year."""
    low, quarter, middle, three_quarters, high = (
        figure(signed(float(data.annual[name][year]), 1)) for name in ("p05", "p25", "p50", "p75", "p95")
    )
    return say(
        "{year}: the middle (median) is {middle}%; half lie between {quarter} and {three_quarters}%, "
        "90% between {low} and {high}%",
        year=year,
        middle=middle,
        quarter=quarter,
        three_quarters=three_quarters,
        low=low,
        high=high,
    )


def alt_text(data: FanData, language: Language) -> str:
    """What the picture shows, for someone who cannot see it; made from the same numbers."""
    panel = annual_panel(data)
    sentences = [say("{title}.", title=data.title), say("{subtitle}.", subtitle=data.subtitle)]
    if data.probability_by_year:
        sentences.append(say("{count} {event}.", count=count_words(data), event=event_words(data)))
    if data.target is not None:
        sentences.append(say("A dashed line marks: {label}.", label=data.target_label))
    years = dict.fromkeys([data.year, panel.first_forecast, panel.fan.index[-1]])
    sentences += [say("{told}.", told=middle_words(data, int(year))) for year in years]
    last = panel.recorded.index[-1]
    value = figure(signed(float(panel.recorded["value"][last]), 1))
    sentences.append(say("The last recorded figure is {value}% in {year}.", value=value, year=last))
    return normalize("NFC", language.say(join(" ", sentences))).replace("\N{NO-BREAK SPACE}", " ")
