"""The back-test as a picture: fans over the record for each horizon, reliability, and where what came fell (PIT)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from qnsim.analysis.backtest.backtest import Backtest
from qnsim.analysis.backtest.errors import HORIZONS
from qnsim.analysis.backtest.members import CLIMATOLOGY, CORRECTED, MODEL, NO_CHANGE, TOGETHER
from qnsim.language import Language, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, Room, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.numbers import signed
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, require_glyphs
from qnsim.press.ticks import percent_tick, say_percent
from qnsim.reporting.backtest_words import backtest_lines, headline, reading_notes
from qnsim.reporting.pool_words import AHEAD, AHEAD_WITHIN, MEMBER_WORDS

LEFT, GAP, UPPER, LOWER, BETWEEN = 0.6, 0.25, 1.95, 2.0, 0.8  # inches
NAMES = 1.75  # inches for the names of forecasts
OUTER, INNER, ASIDE = 0.56, 0.36, 0.39  # in years: widths of the model's bands, place of the rival beside it
LEGEND = say(
    "Blue: the model, 90% and 50% of its draws and the median. Grey line and diamond: the record so far, its 90% "
    "interval and mean. Points: first releases."
)
SIGNS = {
    MODEL: ("o", BANDS[50]),
    CLIMATOLOGY: ("D", GREY),
    NO_CHANGE: ("^", "#8a949c"),
    CORRECTED: ("v", BANDS[90]),
    TOGETHER: ("s", INK),
}


def backtest_chart(found: Backtest, study: str, language: Language) -> Figure:
    """Three fans above, reliability and PIT one year ahead below."""
    with style.context(STYLE, after_reset=True):
        page = new_page()
        words = Heading(*map(language.say, (headline(found), LEGEND, _note(found, study))))
        room = lay_out(page, words, UPPER + BETWEEN + LOWER, 0.35, 0.55)
        below = Room(room.bottom, room.bottom + LOWER, room.height)
        _draw_fans(page, found, Room(room.top - UPPER, room.top, room.height), language)
        half = (WIDTH - 2 * MARGIN) / 2
        _draw_reliability(page.add_axes(below.place(LEFT, half - 0.9)), found, language)
        _draw_pit(page.add_axes(below.place(half + NAMES, half - NAMES + MARGIN)), found, language)
        require_glyphs(page.findobj(Text))
    return page


def _note(found: Backtest, study: str) -> str:
    named = [say("Study {study}.", study=study)] if study else []
    return join(" ", [*reading_notes(found), *named])


def _draw_fans(page: Figure, found: Backtest, room: Room, language: Language) -> None:
    width = (WIDTH - LEFT - MARGIN - 2 * GAP) / len(HORIZONS)
    rows = found.rows()
    shown = rows[rows["member"].isin([MODEL, CLIMATOLOGY])]
    low, high = shown["p05"].min() - 0.5, shown["p95"].max() + 0.5
    for place, horizon in enumerate(HORIZONS):
        axes = page.add_axes(room.place(LEFT + place * (width + GAP), width))
        _draw_fan(axes, found.rows(horizon=horizon))
        axes.axhline(found.threshold, color=TARGET, linewidth=1.0, linestyle=(0, (5, 3)), zorder=1)
        axes.set_ylim(low, high)
        say_percent(axes.yaxis, language)
        _head(axes, language.say(say("{years} ahead", years=AHEAD[horizon])))
        axes.grid(visible=False, axis="x")
        if place:
            axes.tick_params(axis="y", labelleft=False)


def _head(axes: Axes, words: str) -> None:
    axes.set_title(words, loc="left", size=9.5, weight="bold", color=INK, pad=6)


def _draw_fan(axes: Axes, rows: pd.DataFrame) -> None:
    own, record = (rows[rows["member"] == name] for name in (MODEL, CLIMATOLOGY))
    years = own["year"].astype(int).to_numpy()
    for low, high, band, width in (("p05", "p95", 90, OUTER), ("p25", "p75", 50, INNER)):
        axes.bar(years, own[high] - own[low], bottom=own[low], width=width, color=BANDS[band], linewidth=0, zorder=2)
    axes.hlines(own["median"], years - OUTER / 2, years + OUTER / 2, color=INK, linewidth=1.5, zorder=3)
    beside = record["year"].astype(int).to_numpy() + ASIDE
    axes.vlines(beside, record["p05"], record["p95"], color=GREY, linewidth=1.1, zorder=2)
    axes.plot(beside, record["mean"], "D", color=GREY, markersize=3.5, zorder=3)
    axes.plot(years, own["came"], "o", color=TARGET, markersize=6, markeredgecolor="white", zorder=5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    axes.set_xlim(years.min() - 0.6, years.max() + 0.7)
    axes.tick_params(axis="x", labelsize=7.5)


def _draw_reliability(axes: Axes, found: Backtest, language: Language) -> None:
    """How often growth came above each threshold against the mean probability that was given to it."""
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
    rows = found.rows(horizon=1)
    for member in (CLIMATOLOGY, TOGETHER, MODEL):
        own = rows[rows["member"] == member]
        if own.empty:
            continue
        said = [own[f"above_{each:g}"].mean() for each in found.thresholds]
        came = [(own["came"] > each).mean() for each in found.thresholds]
        sign, color = SIGNS[member]
        axes.plot(said, came, marker=sign, color=color, linewidth=0.8, markersize=5, zorder=3)
    if MODEL in set(rows["member"]):
        _name_thresholds(axes, found, rows[rows["member"] == MODEL], language)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(-0.04, 1.06)
    for axis in (axes.xaxis, axes.yaxis):
        say_percent(axis, language, 100)
    below = say("mean probability given one year ahead; signs as on the right")
    axes.set_xlabel(language.say(below), size=8, color=GREY)
    _head(axes, language.say(say("How often growth came above")))


def _name_thresholds(axes: Axes, found: Backtest, own: pd.DataFrame, language: Language) -> None:
    for each in found.thresholds:
        place = (own[f"above_{each:g}"].mean(), (own["came"] > each).mean())
        axes.annotate(
            percent_tick(each, language),
            place,
            xytext=(-6, 3),
            textcoords="offset points",
            ha="right",
            size=7,
            color=BANDS[50],
        )


def _draw_pit(axes: Axes, found: Backtest, language: Language) -> None:
    """Where what came fell among the quantiles that were said, a dot a year; even spread is good."""
    rows = found.rows(horizon=1)
    members = [name for name in (MODEL, CORRECTED, CLIMATOLOGY, NO_CHANGE, TOGETHER) if name in set(rows["member"])]
    for place, member in enumerate(members):
        sign, color = SIGNS[member]
        pit = rows[rows["member"] == member]["pit"]
        axes.plot(pit, [place] * len(pit), sign, color=color, markersize=6, markeredgecolor="white", zorder=3)
    for edge in (0.05, 0.5, 0.95):
        axes.axvline(edge, color=GREY, linewidth=0.7, linestyle=(0, (2, 2)), zorder=1)
    names = [language.say(MEMBER_WORDS[name]) for name in members]
    axes.set_yticks(range(len(members)), names)
    axes.set_ylim(len(members) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.grid(visible=False)
    axes.tick_params(axis="y", length=0, labelsize=8)
    say_percent(axes.xaxis, language, 100)
    axes.set_xlabel(language.say(say("quantile of the forecast for the next year")), size=8, color=GREY)
    _head(axes, language.say(say("Where growth came in each forecast")))


def backtest_alt_text(found: Backtest) -> str:
    """The chart in words."""
    rows = found.rows()
    years = [
        say(
            "{year}, {ahead} ahead: the model's 90% between {low} and {high}%, median {median}%, first release "
            "{came}%.",
            year=row["year"],
            ahead=AHEAD_WITHIN[row["horizon"]],
            low=signed(row["p05"], 1),
            high=signed(row["p95"], 1),
            median=signed(row["median"], 1),
            came=signed(row["came"], 1),
        )
        for row in rows[rows["member"] == MODEL].to_dict("records")
    ]
    return join(" ", [*years, *backtest_lines(found)])


def save_backtest_chart(found: Backtest, file: Path, language: Language, study: str = "") -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text; `study` is named below it if given."""
    alt = language.say(backtest_alt_text(found))
    return save_chart(backtest_chart(found, study, language), found.rows(), file, alt, ("svg", "png"))
