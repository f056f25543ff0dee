"""Reality checks: what must come out when something is changed, as an economist of the province expects it.

The form of the file is told at the head of data/reality-checks.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from qnsim.errors import ScenarioError, nearest
from qnsim.facts.catalogue import SECTIONS, Catalogue
from qnsim.files.yaml_source import KeyPath, Source, read_source
from qnsim.language import say
from qnsim.quantities.forms import Numbers, Section, Words, Written, check_form
from qnsim.quantities.periods import Years, check_period
from qnsim.quantities.written_amounts import Amount, plain_number, shown
from qnsim.scenarios.scenario import Scenario, find_scenarios, merged, read_content, read_scenario
from qnsim.scenarios.settings import Place

BETWEEN = "stay between"
VERBS = ("rise", "fall", "not rise", "not fall", "not change", BETWEEN)
BASELINE = "baseline"
_STAND_IN: dict[str, Any] = {"says": {}, "why": "-", "expect": []}


@dataclass(frozen=True)
class Measurable:
    """An outcome a check may look at: its unit, and whether it exists by quarter as well as by year."""

    unit: str
    by_quarter: bool


Outcomes = Mapping[tuple[str, str], Measurable]


@dataclass(frozen=True)
class Expectation:
    """What one outcome must do; `tolerance` is in its unit, or a share of its value if `relative`."""

    variable: str
    sector: str
    period: str
    must: str
    tolerance: float
    relative: bool
    between: tuple[float, ...]
    place: Place


@dataclass(frozen=True)
class RealityCheck:
    """A sentence about the economy: what must hold when `base` becomes `changed`."""

    id: str
    says: Mapping[str, str]
    why: str
    base: Scenario
    changed: Scenario
    expectations: tuple[Expectation, ...]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SaysForm(_Form):
    """The sentence in both languages."""

    vi: Words = Field(description=say("the sentence in Vietnamese"))
    en: Words = Field(description=say("the sentence in English"))


class CheckForm(_Form):
    """One check: a sentence, what is changed, and what must hold."""

    says: dict[str, Any] = Field(description=say("the sentence in two languages, {{vi: ..., en: ...}}"))
    why: Words = Field(description=say("why an economist expects it, or the source"))
    scenario: Words = Field(BASELINE, description=say("the shipped scenario it starts from"))
    levers: Section = Field({}, description=say("what the province chooses, 'name: value' lines"))
    conditions: Section = Field({}, description=say("what the province does not choose, 'name: value' lines"))
    shocks: Section = Field({}, description=say("events, 'name: value' lines"))
    judgements: list[dict[str, Any]] = Field([], description=say("a list of adjustments, as in a scenario"))
    expect: list[dict[str, Any]] = Field(
        min_length=1, description=say("a list of what must hold, - {{variable: grdp_growth, period: 2030, must: rise}}")
    )


class ExpectForm(_Form):
    """What one outcome must do."""

    variable: Words = Field(description=say("an outcome of summary.csv or a variable of the model"))
    sector: Words | None = Field(None, description=say("the sector of the outcome, such as services"))
    period: Words = Field(description=say("a year or quarter such as 2030Q3"))
    must: Words = Field(description=say("one of {known}", known=", ".join(VERBS)))
    tolerance: Written = Field(Amount(0.0, None), description=say("a number such as 0.1, or a share such as 0.5 %"))
    between: Annotated[Numbers, BeforeValidator(lambda written: written or None)] = Field(
        [], min_length=2, max_length=2, description=say("the lowest and highest value, [0, 10]")
    )


def read_reality_checks(
    file: Path, catalogue: Catalogue, shipped: Path, outcomes: Outcomes
) -> tuple[RealityCheck, ...]:
    """The checks of a file. Raises one `ScenarioError` with every problem in it."""
    source = read_source(file)
    reader = _Reader(catalogue, {path.stem: path for path in find_scenarios([], shipped)}, shipped, outcomes)
    checks = [reader.check(source, name) for name in source.data]
    if source.problems:
        raise ScenarioError(source.problems)
    return tuple(check for check in checks if check)


def _part(source: Source, name: str) -> Source:
    """One check of the file as if it were a file of its own; problems go to the whole."""

    def below(places: Mapping[KeyPath, tuple[int, int]]) -> dict[KeyPath, tuple[int, int]]:
        return {path[1:]: place for path, place in places.items() if path[:1] == (name,)}

    return replace(source, data=source.data[name], keys=below(source.keys), values=below(source.values))


@dataclass(frozen=True)
class _Reader:
    """Reads checks and reports each problem at its place."""

    catalogue: Catalogue
    scenarios: Mapping[str, Path]
    shipped: Path
    outcomes: Outcomes

    def check(self, whole: Source, name: str) -> RealityCheck | None:
        """One check, or None after its problems have been reported."""
        earlier = len(whole.problems)
        if not isinstance(whole.data[name], dict):
            whole.report(
                (name,),
                say("'{name}' is not a check; expected says, why, what is changed, and expect", name=shown(name)),
            )
            return None
        source = _part(whole, name)
        form = check_form(CheckForm, source, (), source.data)
        if not isinstance(form, CheckForm):
            sound = {key: value for key, value in source.data.items() if key not in form}
            form = CheckForm.model_construct(**{**_STAND_IN, **sound})
        says = check_form(SaysForm, source, ("says",), form.says)
        base = self.base(source, form.scenario)
        content = read_content(source, form, self.catalogue, base.years) if base else None
        found = [self.expectation(source, place, base.years) for place in range(len(form.expect))] if base else []
        self.check_change(source, form)
        if len(whole.problems) > earlier or not (base and content and isinstance(says, SaysForm)):
            return None
        settings = merged(base.settings, content.settings, base.years)
        changed = replace(base, settings=settings, judgements=(*base.judgements, *content.judgements))
        return RealityCheck(name, says.model_dump(), form.why, base, changed, tuple(each for each in found if each))

    def base(self, source: Source, name: str) -> Scenario | None:
        """The scenario a check starts from."""
        if name in self.scenarios:
            return read_scenario(self.scenarios[name], self.catalogue, self.shipped)
        known = list(self.scenarios)
        source.report(
            ("scenario",),
            say("'{name}' is not a shipped scenario.{nearest}", name=shown(name), nearest=nearest(name, known)),
        )
        return None

    def check_change(self, source: Source, form: CheckForm) -> None:
        """Report a check that compares a run with itself."""
        changes = any(getattr(form, section) for section in SECTIONS) or form.judgements
        moves = any(each.get("must") in VERBS and each.get("must") != BETWEEN for each in form.expect)
        if moves and not changes:
            source.report((), say("nothing is changed; add levers, conditions, shocks or judgements"))

    def expectation(self, source: Source, place: int, years: Years) -> Expectation | None:
        """One thing a check expects."""
        path: KeyPath = ("expect", place)
        form = check_form(ExpectForm, source, path, source.data["expect"][place])
        if not isinstance(form, ExpectForm):
            return None
        outcome = self.outcome(source, path, form)
        for key, fault in (
            ("period", _period_fault(form, years, outcome)),
            ("must", _verb_fault(form)),
            ("tolerance", _tolerance_fault(form, outcome)),
            ("between", _limits_fault(form)),
        ):
            if fault:
                source.report((*path, key), fault)
        relative = form.tolerance.unit is not None
        tolerance = form.tolerance.number / (100 if relative else 1)
        where = Place(source.file, *source.place(path))
        return Expectation(
            form.variable, form.sector or "", form.period, form.must, tolerance, relative, tuple(form.between), where
        )

    def outcome(self, source: Source, path: KeyPath, form: ExpectForm) -> Measurable | None:
        """What a check looks at, or None after the wrong name has been reported."""
        variable, sector = form.variable, form.sector or ""
        names = list(dict.fromkeys(name for name, _ in self.outcomes))
        if variable not in names:
            fault = say(
                "'{variable}' is neither an outcome nor a variable of the model.{nearest}",
                variable=shown(variable),
                nearest=nearest(variable, names),
            )
            source.report((*path, "variable"), say("{fault} See: qnsim equations", fault=fault))
            return None
        sectors = [other for name, other in self.outcomes if name == variable and other]
        if (variable, sector) in self.outcomes:
            return self.outcomes[variable, sector]
        if sectors:
            fault = say(
                "{variable} is known by sector; expected one of {names}.{nearest}",
                variable=variable,
                names=", ".join(sectors),
                nearest=nearest(sector, sectors),
            )
        else:
            fault = say("{variable} has no sector '{sector}'; remove sector", variable=variable, sector=shown(sector))
        source.report((*path, "sector" if sector else "variable"), fault)
        return None


def _period_fault(form: ExpectForm, years: Years, outcome: Measurable | None) -> str:
    try:
        check_period(form.period, years)
    except ValueError as error:
        return str(error)
    if outcome and not outcome.by_quarter and "Q" in form.period:
        return say("{variable} is known by year only; write {period}", variable=form.variable, period=form.period[:4])
    return ""


def _verb_fault(form: ExpectForm) -> str:
    expected = say("expected one of {names}", names=", ".join(VERBS))
    return (
        ""
        if form.must in VERBS
        else say(
            "'{must}' cannot be checked; {expected}.{nearest}",
            must=shown(form.must),
            expected=expected,
            nearest=nearest(form.must, VERBS),
        )
    )


def _tolerance_fault(form: ExpectForm, outcome: Measurable | None) -> str:
    number, unit = plain_number(form.tolerance.number), form.tolerance.unit
    if form.tolerance.number < 0:
        return say(
            "a tolerance of {number} is below 0; write {value}",
            number=number,
            value=plain_number(-form.tolerance.number),
        )
    if unit not in (None, "%"):
        return say(
            "a tolerance has no unit but %; write '{number}' for {number} in the unit of {variable}",
            number=number,
            variable=form.variable,
        )
    if unit and outcome and outcome.unit.startswith("%"):
        return say(
            "{variable} is in percent, so '{number} %' is unclear; write '{number}' for percentage points",
            variable=form.variable,
            number=number,
        )
    return ""


def _limits_fault(form: ExpectForm) -> str:
    if form.must == BETWEEN and not form.between:
        return say("'{between}' needs its limits; add between: [lowest, highest]", between=BETWEEN)
    if form.between and form.must != BETWEEN:
        return say("limits belong to '{between}' only; remove between", between=BETWEEN)
    if form.between and form.between[0] >= form.between[1]:
        return say("the limits are in the wrong order; write [lowest, highest]")
    return ""
