"""What decides a target, as a table for the terminal: the indicator and the probability side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY, probability_of
from qnsim.analysis.sensitivity.factors import group_words
from qnsim.analysis.sensitivity.study import GROUPS, INPUTS, SCREENED
from qnsim.language import figure, join, say
from qnsim.press.numbers import from_to
from qnsim.press.table import Table

HEADINGS = {
    "first": say("alone"),
    "total": say("with others"),
    "second": say("the pair alone"),
    "mu_star": say("change"),
    "pawn": "PAWN",
    "delta": "delta",
}
OUTCOMES = {MEAN: say("mean"), PROBABILITY: say("probability"), POOLED: say("together")}
DIVISIONS = {GROUPS: say("groups"), INPUTS: say("inputs"), SCREENED: say("screened")}
MOST_ROWS = 15
SHARES = ("first", "total", "second")
EXPLAINED = {
    "first": say("alone: share of the variance that fixing it alone would remove, in the mean."),
    "total": say("with others: share that it takes part in; these add up to more than 100% where causes act together."),
    "second": say("the pair alone: share of the variance that needs both."),
    "mu_star": say(
        "change: how far it moves when the input moves by half of its probability, on average (Morris); points."
    ),
    "pawn": say(
        "PAWN: how far fixing the input moves the distribution, 0 to 1; grey: no further than what does nothing."
    ),
    "delta": say("delta: how far fixing the input moves the density, 0 to 1; grey: no further than what does nothing."),
}


@dataclass(frozen=True)
class Rank:
    """One row of a ranking: its place, the same for inputs whose lead is within its error, and its rows by what."""

    place: int
    tied: bool
    label: str
    group: str
    rows: dict[tuple[str, str], pd.Series]


def ranking(table: pd.DataFrame, year: str) -> tuple[list[Rank], int]:
    """The inputs of one year, the most decisive first, and the number of those that cannot be told from zero.

    They are ranked by their last kind of index, of the probability where it was asked for.
    """
    rows = table[table["year"] == year]
    if rows.empty:
        return [], 0
    told = set(rows["of"])
    of = probability_of(told) if told - {MEAN} else MEAN
    kind = [each for each in rows["kind"].unique() if each != "second"][-1]
    deciding = rows[(rows["of"] == of) & (rows["kind"] == kind)].sort_values("index", ascending=False, kind="stable")
    clear = rows[(rows["low"] > rows["floor"]) & (rows["kind"] != "second")]["input"].unique()
    deciding = deciding[deciding["input"].isin(clear)]
    by_input = {
        name: {(row["of"], row["kind"]): row for _, row in own.iterrows()} for name, own in rows.groupby("input")
    }
    placed: list[Rank] = []
    leader = None
    for _, row in deciding.iterrows():
        tied = leader is not None and bool(row["high"] >= leader["index"] or leader["low"] <= row["index"])
        if not tied:
            leader = row
        place = placed[-1].place if tied else len(placed) + 1
        placed.append(Rank(place, tied, row["label"], row["group"], by_input[row["input"]]))
    count = rows[rows["kind"] != "second"]["input"].nunique()
    return placed, count - len(placed)


def division_words(by: str) -> str:
    """How the inputs of a study are divided; a group of causes stands for its inputs."""
    return DIVISIONS.get(by) or group_words(by)


def sensitivity_table(table: pd.DataFrame, year: str, title: str, indicator: str, event: str) -> Table:
    """The ranking of one year with 95% intervals; what cannot be told from zero is grey."""
    placed, _ = ranking(table, year)
    shown = Table(title=title)
    shown.add_column("", justify="right")
    shown.add_column(say("What decides it"))
    columns = [
        (of, kind)
        for of in (MEAN, PROBABILITY, POOLED)
        for kind in table["kind"].unique()
        if kind != "second" and ((table["of"] == of) & (table["kind"] == kind)).any()
    ]
    for of, kind in columns:
        shown.add_column(
            join("\n", (indicator if of == MEAN else event, HEADINGS[kind])), justify="right", no_wrap=True
        )
    for rank in placed[:MOST_ROWS]:
        cells = [_cell(rank.rows.get(column)) for column in columns]
        shown.add_row(place_words(rank, placed), rank.label, *cells)
    return shown


def place_words(rank: Rank, placed: Sequence[Rank]) -> str:
    """The place of an input among others, marked if it shares it."""
    return f"{rank.place}{'=' if sum(other.place == rank.place for other in placed) > 1 else ''}"


def sensitivity_notes(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """How to read the tables of a study, and what it says of itself."""
    kinds = dict.fromkeys(kind for table in tables.values() for kind in table["kind"].unique())
    notes: list[str] = [EXPLAINED[kind] for kind in kinds]
    notes.append(
        say("In brackets the 95% interval; = marks a place shared with others whose lead is within its error.")
    )
    for divided, table in tables.items():
        by, years = division_words(divided), list(table["year"].unique())
        for year in years:
            placed, inert = ranking(table, year)
            if len(placed) > MOST_ROWS:
                notes.append(
                    say(
                        "{by}, {year}: the first {most} of {count}; all stand in the CSV file.",
                        by=by,
                        year=year,
                        most=MOST_ROWS,
                        count=len(placed),
                    )
                )
            if inert:
                more = "" if placed else say("; a larger --size may tell them")
                notes.append(
                    say(
                        "{by}, {year}: {inert} of {count} cannot be told from zero and are not listed{more}.",
                        by=by,
                        year=year,
                        inert=inert,
                        count=inert + len(placed),
                        more=more,
                    )
                )
        if "second" in kinds and years:
            notes += _pairs(table, years[0])
    return list(dict.fromkeys([*notes, *(note for table in tables.values() for note in table.attrs.get("notes", ()))]))


def _pairs(table: pd.DataFrame, year: str) -> list[str]:
    """The pairs that act together beyond what each does alone."""
    found = table[(table["kind"] == "second") & (table["year"] == year) & (table["low"] > table["floor"])]
    told = [
        say("{label}: {cell} of {what}", label=row["label"], cell=_cell(row), what=OUTCOMES[row["of"]])
        for _, row in found.sort_values("index", ascending=False).head(5).iterrows()
    ]
    return [say("Pairs: {pairs}.", pairs=join("; ", told)) if told else say("No pair can be told from zero.")]


def _cell(row: pd.Series | None) -> str:
    if row is None:
        return ""
    factor, sign = (100, "%") if row["kind"] in SHARES or row["of"] != MEAN else (1, "")
    if row["kind"] in ("pawn", "delta"):
        factor, sign = 1, ""
    digits = 0 if factor == 100 else 2
    low, value, high = (factor * row[name] for name in ("low", "index", "high"))
    ends = from_to(figure(f"{max(low, 0):.{digits}f}"), figure(f"{high:.{digits}f}"))
    text = say("{value} ({ends})", value=figure(f"{value:z.{digits}f}{sign}"), ends=ends)
    return text if row["low"] > row["floor"] else join("", ("[dim]", text, "[/dim]"))
