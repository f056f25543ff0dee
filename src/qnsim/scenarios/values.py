"""The value of one lever, condition or shock: from what the file says to distributions in model units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from qnsim.errors import nearest
from qnsim.facts.catalogue import Entry
from qnsim.files.yaml_source import KeyPath, Source
from qnsim.language import join, say
from qnsim.quantities.distributions import Distribution, fixed
from qnsim.quantities.forms import FAMILIES, AmountForm, DistributionForm, check_form
from qnsim.quantities.periods import Years, check_span, quarters_of
from qnsim.quantities.written_amounts import number_with_unit, plain_number, shown
from qnsim.quantities.written_units import POINTS, factor, in_model_unit, is_share
from qnsim.scenarios.forms import PathForm
from qnsim.scenarios.settings import Place, Setting

Values = tuple[tuple[str | None, Distribution], ...]
_BY_QUANTILE = ("normal", "lognormal", "beta")


@dataclass(frozen=True)
class _Point:
    """One value as written: before its unit is converted and its range is checked."""

    distribution: Distribution
    unit: str | None
    source: str
    place: KeyPath


def read_setting(source: Source, section: str, entry: Entry, years: Years) -> Setting | None:
    """The setting of one entry, or None after its problems have been reported."""
    path = (section, entry.name)
    data = source.data[section][entry.name]
    earlier = len(source.problems)
    values, cited = _Reader(source, entry, years).values(path, data)
    if len(source.problems) > earlier:
        return None
    place = Place(source.file, *source.keys[path])
    return Setting(entry.name, section, entry.kind, entry.unit, values, cited, written(data), place)


def written(data: Any) -> str:
    """The data on one line, the way YAML writes it."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(written(item) for item in data) + "]"
    return str(data)


def check_whole(entry: Entry, distribution: Distribution) -> None:
    """Raise `ValueError` in plain words if the entry counts events and the distribution is not one whole number."""
    if not entry.is_count or (distribution.is_fixed and distribution.values[0].is_integer()):
        return
    first = plain_number(distribution.values[0])
    what = say("is {value}", value=first) if distribution.is_fixed else say("is a distribution")
    expected = say(
        "expected a whole number from {low} to {high}", low=plain_number(entry.low), high=plain_number(entry.high)
    )
    raise ValueError(
        say("{name} {what}, but events are counted; {expected}", name=entry.name, what=what, expected=expected)
    )


def check_level(entry: Entry, distribution: Distribution, given: str) -> None:
    """Raise `ValueError` in plain words if a level is given in percentage points, which measure a change."""
    if entry.written_unit in ("%", "1") and given in POINTS:
        number = f"{plain_number(distribution.values[0])} %" if distribution.is_fixed else "unit: '%'"
        raise ValueError(
            say(
                "'{given}' measures a change, but {name} is a level; write {number}",
                given=given,
                name=entry.name,
                number=number,
            )
        )


def check_range(entry: Entry, distribution: Distribution, given: str | None) -> None:
    """Raise `ValueError` in plain words if the distribution reaches outside the range of the entry.

    The message speaks in the unit `given` in the file, or in the model's if none is.
    """
    lowest, highest = reach(distribution)
    if entry.low <= lowest and highest <= entry.high:
        return
    size = factor(given or entry.shown_unit, entry.unit, by_quarter=False)
    start, end, low, high = (plain_number(value / size) for value in (lowest, highest, entry.low, entry.high))
    unit = "" if (given or entry.shown_unit) == "1" else f" {given or entry.shown_unit}"
    what = (
        say("is {end}", end=end)
        if distribution.is_fixed
        else say("reaches from {start} to {end}", start=start, end=end)
    )
    fault = say(
        "{name} {what}{unit}, outside {low} to {high}{unit}", name=entry.name, what=what, unit=unit, low=low, high=high
    )
    if given or not _looks_like_percent(entry, lowest, highest):
        raise ValueError(say("{fault}; write a value within these limits", fault=fault))
    if not distribution.is_fixed:
        raise ValueError(say("{fault}. For percent add 'unit: percent'.", fault=fault))
    percent = plain_number(highest)
    raise ValueError(
        say(
            "{fault}. For {percent} percent write '{percent} %' or {value}.",
            fault=fault,
            percent=percent,
            value=plain_number(highest / 100),
        )
    )


def _looks_like_percent(entry: Entry, lowest: float, highest: float) -> bool:
    """Whether a hundredth of the values would fit and their middle does not, so that percent was probably meant."""
    would_fit = entry.low <= lowest / 100 and highest / 100 <= entry.high
    may_be_share = is_share(entry.unit) and not entry.is_count
    return may_be_share and would_fit and not entry.low <= (lowest + highest) / 2 <= entry.high


def reach(distribution: Distribution) -> tuple[float, float]:
    """The bounds of a distribution, or its 0.1% and 99.9% quantiles if it has none or thins out towards them."""
    if distribution.family in _BY_QUANTILE:
        with np.errstate(over="ignore"):
            return float(distribution.quantile(0.001)), float(distribution.quantile(0.999))
    # Bounds as written: computed ones carry rounding errors that would fail at the edge of a range.
    bounds = distribution.values[2:] if distribution.family == "truncated normal" else distribution.values
    return bounds[0], bounds[-1]


def _family(key: str) -> str:
    """The family a key names, or an empty text; words may be joined by spaces, hyphens or underscores."""
    name = key.replace("-", " ").replace("_", " ")
    return name if name in FAMILIES else ""


def _nearest_family(key: str) -> str:
    hint = nearest(key, (*FAMILIES, "value", "unit", "source"))
    return say(".{hint}", hint=hint) if hint else ""


@dataclass(frozen=True)
class _Reader:
    """Reads the value of one entry and reports each problem at its place."""

    source: Source
    entry: Entry
    years: Years

    def values(self, path: KeyPath, data: Any) -> tuple[Values, str]:
        """The values in order of time, and where they come from."""
        if isinstance(data, dict) and "value" not in data and not any(map(_family, data)):
            return self.path_over_time(path, data)
        point = self.point(path, data)
        distribution = point and self.converted(point, None)
        return (((None, distribution),), point.source) if point and distribution else ((), "")

    @property
    def forms(self) -> str:
        """What a value may look like."""
        return say(
            "expected a number, a number with its unit ('85 %'), a distribution ({{triangular: [1, 2, 3]}}) "
            "or a path over time ({{{first}: 1, {second}..: 2}})",
            first=self.years.first,
            second=self.years.first + 1,
        )

    def path_over_time(self, path: KeyPath, data: dict[str, Any]) -> tuple[Values, str]:
        """The values of a mapping of years and quarters."""
        form = check_form(PathForm, self.source, path, data)
        periods = [key for key in data if key not in PathForm.model_fields]
        if not periods:
            self.source.report(path, say("{name} has no value; {forms}", name=self.entry.name, forms=self.forms))
        elif not self.entry.over_time:
            example = f"{self.entry.name}: {shown(written(data[periods[0]]))}"
            self.source.report(
                path,
                say(
                    "{name} is one value for the whole run, not a path; write {example}",
                    name=self.entry.name,
                    example=example,
                ),
            )
        periods = [period for period in periods if self.is_period(path, period)]
        self.check_overlap(path, periods)
        default_unit, cited = (form.unit, form.source) if isinstance(form, PathForm) else (None, None)
        values, sources = [], [cited or ""]
        for period in periods:
            point = self.point((*path, period), data[period], default_unit)
            distribution = point and self.converted(point, period)
            if point and distribution:
                values.append((period, distribution))
                sources.append(point.source)
        return tuple(sorted(values, key=lambda value: value[0])), "; ".join(dict.fromkeys(filter(None, sources)))

    def is_period(self, path: KeyPath, key: str) -> bool:
        """Whether a key of a path is a period of the horizon; it is reported if not."""
        try:
            check_span(key, self.years)
        except ValueError as error:
            self.source.report_key((*path, key), join("", (str(error), _nearest_family(key))))
            return False
        return True

    def check_overlap(self, path: KeyPath, periods: list[str]) -> None:
        """Report each period that shares a quarter with another one of the file."""
        for place, period in enumerate(periods):
            for other in periods[:place]:
                wide, narrow = sorted((other, period), key=lambda each: -len(quarters_of(each, self.years)))
                wide_quarters, narrow_quarters = quarters_of(wide, self.years), quarters_of(narrow, self.years)
                if not wide_quarters & narrow_quarters:
                    continue
                covers = narrow_quarters <= wide_quarters
                why = (
                    say("{wide} covers {narrow}", wide=wide, narrow=narrow)
                    if covers
                    else say("{period} is in both", period=min(wide_quarters & narrow_quarters))
                )
                fault = say(
                    "{narrow} and {wide} are both set; {why}; keep one of them or end one before the other begins",
                    narrow=narrow,
                    wide=wide,
                    why=why,
                )
                self.source.report_key((*path, narrow if covers else period), fault)

    def point(self, path: KeyPath, data: Any, default_unit: str | None = None) -> _Point | None:
        """One value as written, or None after its problem has been reported."""
        if isinstance(data, str):
            return self.bare(path, data, default_unit)
        if isinstance(data, dict) and "value" in data:
            return self.amount(path, data, default_unit)
        if isinstance(data, dict) and any(map(_family, data)):
            return self.distribution(path, data, default_unit)
        kind = say("a list") if isinstance(data, list) else say("a mapping without a value")
        self.source.report(path, say("'{path}' is {kind}; {forms}", path=path[-1], kind=kind, forms=self.forms))
        return None

    def bare(self, path: KeyPath, data: str, default_unit: str | None) -> _Point | None:
        """A number with or without its unit."""
        try:
            amount = number_with_unit(data)
        except ValueError as error:
            self.source.report(path, str(error))
            return None
        return _Point(fixed(amount.number), amount.unit or default_unit, "", path)

    def amount(self, path: KeyPath, data: dict[str, Any], default_unit: str | None) -> _Point | None:
        """A number in a mapping with its unit and source."""
        form = check_form(AmountForm, self.source, path, data)
        if not isinstance(form, AmountForm):
            return None
        if form.unit and form.value.unit:
            fault = say(
                "the unit is given twice, '{first}' and '{second}'; keep one of them",
                first=form.value.unit,
                second=form.unit,
            )
            self.source.report((*path, "unit"), fault)
            return None
        unit = form.value.unit or form.unit or default_unit
        return _Point(fixed(form.value.number), unit, form.source or "", (*path, "value"))

    def distribution(self, path: KeyPath, data: dict[str, Any], default_unit: str | None) -> _Point | None:
        """A distribution with its unit and source."""
        key, *others = (key for key in data if _family(key))
        for other in others:
            self.source.report_key(
                (*path, other), say("'{other}' and '{key}' are both set; keep one distribution", other=other, key=key)
            )
        form = None if others else check_form(DistributionForm, self.source, path, data)
        if not isinstance(form, DistributionForm):
            return None
        try:
            distribution = Distribution(_family(key), form.numbers(_family(key)))
        except ValueError as error:
            self.source.report((*path, key), str(error))
            return None
        return _Point(distribution, form.unit or default_unit, form.source or "", (*path, key))

    def converted(self, point: _Point, period: str | None) -> Distribution | None:
        """The distribution in the model's unit, or None after the problem has been reported."""
        by_quarter = period is not None and "Q" in period
        try:
            if not point.unit and re.search("USD|VND", self.entry.unit) and any(point.distribution.values):
                raise ValueError(
                    say("an amount of money has no unit; write it, such as '{unit}'", unit=self.entry.unit)
                )
            given = point.unit or self.entry.unit
            check_level(self.entry, point.distribution, given)
            distribution = in_model_unit(point.distribution, given, self.entry.unit, by_quarter=by_quarter)
            check_whole(self.entry, distribution)
            check_range(self.entry, distribution, point.unit)
        except ValueError as error:
            self.source.report(point.place, str(error))
            return None
        return distribution
