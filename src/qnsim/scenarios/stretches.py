"""How long a value lasts: exactly in the periods written before it; elsewhere what the parent says holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qnsim.quantities.distributions import Distribution
from qnsim.quantities.periods import Years, follows, periods_of, quarters_of, span_of
from qnsim.scenarios.settings import Setting

Value = tuple[str | None, Distribution]


@dataclass(frozen=True)
class Stretch:
    """A value in force, the span in which it is (None for the whole run), and the setting that says so."""

    span: str | None
    distribution: Distribution
    setting: Setting


def spread(setting: Setting, years: Years) -> Setting:
    """The setting by single years and quarters up to `end`.

    A parameter without a period stays one constant; a variable or an event is given year by year.
    """
    values = (each for span, distribution in setting.values for each in _spread(setting, span, distribution, years))
    return replace(setting, values=tuple(each for each in values if each[0] is None or each[0] <= years.end))


def _spread(setting: Setting, span: str | None, distribution: Distribution, years: Years) -> Iterator[Value]:
    if span is None and setting.kind == "parameter":
        yield None, distribution
        return
    for period in periods_of(span or f"{years.first}..", years):
        yield period, distribution


def laid_over(parent: Setting | None, child: Setting, years: Years) -> Setting:
    """Two settings by years and quarters: the child's where it speaks, else the parent's.

    A year of the parent of which the child takes some quarters stays, before them: the later value counts.
    """
    if parent is None or any(period is None for period, _ in child.values):
        return child
    taken = {quarter for period, _ in child.values for quarter in quarters_of(period or "", years)}
    kept = [value for value in parent.values if value[0] is None or not quarters_of(value[0], years) <= taken]
    return replace(child, values=tuple(sorted([*kept, *child.values], key=lambda value: value[0] or "")))


def in_force(history: Iterable[Setting], years: Years) -> list[Stretch]:
    """The stretches of one name in order of time, from its settings, base first."""
    whole: list[Stretch] = []
    by_quarter: dict[str, Stretch] = {}
    for setting in history:
        for period, distribution in spread(setting, years).values:
            stretch = Stretch(period, distribution, setting)
            if period is None:
                whole, by_quarter = [stretch], {}
            else:
                by_quarter |= dict.fromkeys(quarters_of(period, years), stretch)
    return whole + _joined(by_quarter, years)


def by_period(stretches: Sequence[Stretch], years: Years) -> list[Stretch]:
    """The same stretches, with one for the whole run cut into the periods that the others leave to it."""
    by_quarter: dict[str, Stretch] = {}
    for stretch in stretches:
        for period in periods_of(stretch.span or f"{years.first}..", years):
            by_quarter |= dict.fromkeys(quarters_of(period, years), replace(stretch, span=period))
    return _joined(by_quarter, years)


def _joined(by_quarter: dict[str, Stretch], years: Years) -> list[Stretch]:
    """Neighbours of the same value and origin as one stretch."""
    runs: list[list[Stretch]] = []
    for stretch in _single(by_quarter, years):
        last = runs[-1][-1] if runs else None
        same = last and (last.distribution, last.setting) == (stretch.distribution, stretch.setting)
        if same and last and follows(str(stretch.span), str(last.span)):
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return [replace(run[0], span=span_of([str(each.span) for each in run], years)) for run in runs]


def _single(by_quarter: dict[str, Stretch], years: Years) -> list[Stretch]:
    """Years that hold whole, and the quarters of the others, in order of time."""
    found: dict[str, Stretch] = {}
    for quarter in sorted(by_quarter):
        stretch = by_quarter[quarter]
        whole = all(by_quarter.get(each) is stretch for each in quarters_of(str(stretch.span), years))
        period = str(stretch.span) if whole else quarter
        found[period] = replace(stretch, span=period)
    return list(found.values())
