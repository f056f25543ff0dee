"""What decides a target, as a table for the terminal: the indicator and the probability side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY, probability_of
from qnsim.press.table import Table

HEADINGS = {
    "first": "alone",
    "total": "with others",
    "second": "the pair alone",
    "mu_star": "change",
    "pawn": "PAWN",
    "delta": "delta",
}
MOST_ROWS = 15
SHARES = ("first", "total", "second")
EXPLAINED = {
    "first": "alone: share of the variance that fixing it alone would remove, in the mean.",
    "total": "with others: share that it takes part in; these add up to more than 100% where causes act together.",
    "second": "the pair alone: share of the variance that needs both.",
    "mu_star": "change: how far it moves when the input moves by half of its probability, on average (Morris); points.",
    "pawn": "PAWN: how far fixing the input moves the distribution, 0 to 1; grey: no further than what does nothing.",
    "delta": "delta: how far fixing the input moves the density, 0 to 1; grey: no further than what does nothing.",
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


def sensitivity_table(table: pd.DataFrame, year: str, title: str, indicator: str, event: str) -> Table:
    """The ranking of one year with 95% intervals; what cannot be told from zero is grey."""
    placed, _ = ranking(table, year)
    shown = Table(title=title)
    shown.add_column("", justify="right")
    shown.add_column("What decides it")
    columns = [
        (of, kind)
        for of in (MEAN, PROBABILITY, POOLED)
        for kind in table["kind"].unique()
        if kind != "second" and ((table["of"] == of) & (table["kind"] == kind)).any()
    ]
    for of, kind in columns:
        shown.add_column(f"{indicator if of == MEAN else event}\n{HEADINGS[kind]}", justify="right", no_wrap=True)
    for rank in placed[:MOST_ROWS]:
        equal = rank.tied or sum(other.place == rank.place for other in placed) > 1
        cells = [_cell(rank.rows.get(column)) for column in columns]
        shown.add_row(f"{rank.place}{'=' if equal else ''}", rank.label, *cells)
    return shown


def sensitivity_notes(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """How to read the tables of a study, and what it says of itself."""
    kinds = dict.fromkeys(kind for table in tables.values() for kind in table["kind"].unique())
    notes = [EXPLAINED[kind] for kind in kinds]
    notes.append("In brackets the 95% interval; = marks a place shared with others whose lead is within its error.")
    for by, table in tables.items():
        years = list(table["year"].unique())
        for year in years:
            placed, inert = ranking(table, year)
            if len(placed) > MOST_ROWS:
                notes.append(f"{by}, {year}: the first {MOST_ROWS} of {len(placed)}; all stand in the CSV file.")
            if inert:
                told = f"{inert} of {inert + len(placed)} cannot be told from zero and are not listed"
                more = "" if placed else "; a larger --size may tell them"
                notes.append(f"{by}, {year}: {told}{more}.")
        if "second" in kinds and years:
            notes += _pairs(table, years[0])
    return list(dict.fromkeys([*notes, *(note for table in tables.values() for note in table.attrs.get("notes", ()))]))


def _pairs(table: pd.DataFrame, year: str) -> list[str]:
    """The pairs that act together beyond what each does alone."""
    found = table[(table["kind"] == "second") & (table["year"] == year) & (table["low"] > table["floor"])]
    told = [
        f"{row['label']}: {_cell(row)} of {row['of']}"
        for _, row in found.sort_values("index", ascending=False).head(5).iterrows()
    ]
    return [f"Pairs: {'; '.join(told)}." if told else "No pair can be told from zero."]


def _cell(row: pd.Series | None) -> str:
    if row is None:
        return ""
    factor, sign = (100, "%") if row["kind"] in SHARES or row["of"] != MEAN else (1, "")
    if row["kind"] in ("pawn", "delta"):
        factor, sign = 1, ""
    digits = 0 if factor == 100 else 2
    low, value, high = (factor * row[name] for name in ("low", "index", "high"))
    text = f"{value:z.{digits}f}{sign} ({max(low, 0):.{digits}f} to {high:.{digits}f})"
    return text if row["low"] > row["floor"] else f"[dim]{text}[/dim]"
