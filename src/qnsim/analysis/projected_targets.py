"""Which targets of a resolution can be projected on a day, and from which figures."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from qnsim.analysis.projection import Projection, project_figures, project_ranks
from qnsim.errors import DataError, nearest
from qnsim.facts.observations import latest_by_year, yearly_rows
from qnsim.facts.projected import in_unit_of_target, is_share
from qnsim.facts.targets import Target
from qnsim.language import join, say
from qnsim.scenarios.settings import Baseline

RANK = "rank"


def projections_of(
    targets: Sequence[Target], observations: pd.DataFrame, as_of: datetime.date, given: Mapping[str, Baseline]
) -> dict[str, Projection]:
    """The projection of each target that has a figure known on a day, or one that the scenario gives.

    Raises one `DataError` for records that are not in the observations or whose unit does not fit.
    """
    faults: list[str] = []
    found: dict[str, Projection] = {}
    for target in targets:
        try:
            projection = _projection(target, observations, as_of, given.get(target.id))
        except ValueError as error:
            faults.append(f"{target.place('record')}: {error}")
        else:
            found |= {target.id: projection} if projection else {}
    if faults:
        raise DataError(join("\n", faults))
    return found


def _projection(
    target: Target, observations: pd.DataFrame, as_of: datetime.date, given: Baseline | None
) -> Projection | None:
    """The projection of one target, or None if nothing is known of it."""
    due = int(target.due[-4:] if "-" in target.due else target.due[:4])
    series = target.figures.series if target.figures else ()
    if target.figures and target.figures.within:
        ranks = {name.partition("|")[0]: _known(observations, name, as_of, due, RANK) for name in series}
        return project_ranks(ranks, target.figures.within) if all(ranks.values()) else None
    figures: dict[int, float] = {}
    for name in series:
        figures |= _known(observations, name, as_of, due, target.unit)
    if given and given.year < due:
        figures[given.year] = given.value
    if not figures or target.walk is None or target.threshold is None:
        return None
    share = is_share(target.unit)
    return project_figures(figures, target.walk, due, target.comparator, target.threshold, share=share)


def _known(observations: pd.DataFrame, name: str, as_of: datetime.date, due: int, unit: str) -> dict[int, float]:
    """The figures of a series by year, known on a day and of years before a target is due, in a unit."""
    series, _, breakdown = name.partition("|")
    rows = observations[(observations["series"] == series) & (observations["breakdown"] == breakdown)]
    if rows.empty:
        names = sorted({f"{row.series}|{row.breakdown}" for row in observations[["series", "breakdown"]].itertuples()})
        raise ValueError(
            say(
                "there is no series '{name}' in the observations; name one of them.{close}",
                name=name,
                close=nearest(name, names),
            )
        )
    latest = latest_by_year(yearly_rows(observations, series, breakdown, as_of))
    latest = latest[latest.index < due]
    (given, *others) = rows["unit"].unique()
    if others:
        raise ValueError(
            say(
                "'{name}' is in several units ({given}, {others}); expected one",
                name=name,
                given=given,
                others=", ".join(others),
            )
        )
    convert = partial(in_unit_of_target, given=given, unit=unit)
    return dict(zip(latest.index.astype(int).tolist(), convert(latest.tolist()), strict=True))
