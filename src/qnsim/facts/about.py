"""What a case is about: which place, which day, which years, and the files that hold its facts (`case.yaml`)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from qnsim.files.yaml_source import Source, read_source
from qnsim.language import say
from qnsim.quantities.forms import Date, StrictForm, Words, check_form
from qnsim.quantities.written_amounts import shown

CASE_FILE = "case.yaml"
POSTERIOR_FILE = "posterior.npz"
DEEPEST_CHAIN = 10
# What a case says of itself alone and hands to no case that extends it.
OF_ONE_FILE = ("extends", "hindcast", "calibration")


@dataclass(frozen=True)
class Record:
    """Where the growth that was published stands, and from which years it is complete enough to count and to draw.

    No observation is of a year after `last_year`.
    """

    observations: Path
    first_year: int
    first_charted: int
    last_year: int


@dataclass(frozen=True)
class Starts:
    """Cases that start in earlier years, and the file of what is known of the years they forecast.

    `observed` names the scenario of each that gives drivers as they came; empty if there is none.
    """

    cases: tuple[Path, ...]
    values: Path
    observed: str


@dataclass(frozen=True)
class Calibration:
    """Where the parameters of a case are confronted with the record, and where the result stands.

    The case in `start` runs its `scenario` over the recorded years; `likelihood` is the file of figures. Parameters in
    `own` tell of the years ahead or of the day of the case, so what the start says of them is not handed over.
    """

    start: Path
    scenario: str
    likelihood: Path
    own: tuple[str, ...]
    posterior: Path


@dataclass(frozen=True)
class About:
    """The place in both languages, the day whose knowledge is used, the years, and the files of the other facts.

    `folders` are the case and those it extends, base first. Constant prices are those of `base_year`; the first quarter
    simulated is the one after it.
    """

    folders: tuple[Path, ...]
    place: Mapping[str, str]
    vintage: datetime.date
    base_year: int
    accounts_from: int
    end: str
    latest_end: str
    targets: Path
    observations: tuple[Path, ...]
    record: Record
    scenarios: Path
    hindcast: Starts | None = None
    calibration: Calibration | None = None

    @property
    def first_year(self) -> int:
        """The first year simulated."""
        return self.base_year + 1


def _read_year(written: object) -> int:
    if not re.fullmatch("(19|20)[0-9]{2}", str(written)):
        raise ValueError(
            say("'{written}' is not a year; expected four digits; write them", written=shown(str(written)))
        )
    return int(str(written))


def _check_quarter(written: str) -> str:
    if not re.fullmatch("[0-9]{4}Q4", written):
        raise ValueError(
            say("'{written}' is not a fourth quarter; expected a year and Q4; write it so", written=shown(written))
        )
    return written


_Year = Annotated[int, BeforeValidator(_read_year)]
_Quarter = Annotated[str, AfterValidator(_check_quarter)]


class _PlaceForm(StrictForm):
    vi: Words = Field(description=say("the name of the place in Vietnamese"))
    en: Words = Field(description=say("the name of the place in English"))


class _RecordForm(StrictForm):
    observations: Words = Field(description=say("the file of observations that holds published growth"))
    from_: _Year = Field(alias="from", description=say("the first year whose growth counts in the base rate"))
    chart_from: _Year = Field(description=say("the first year that charts show"))


class _HindcastForm(StrictForm):
    cases: list[Words] = Field(min_length=1, description=say("a list of folders of cases that start earlier"))
    values: Words = Field(description=say("the file of what is known of each year, such as record/reconciled.csv"))
    observed: Words | None = Field(None, description=say("the scenario of each case that gives drivers as they came"))


class _CalibrationForm(StrictForm):
    start: Words = Field(description=say("the folder of the case that runs over the recorded years"))
    scenario: Words = Field(description=say("the scenario of that case that gives drivers as they came"))
    likelihood: Words = Field(description=say("the file of figures, such as record/likelihood.csv"))
    own: list[Words] = Field([], description=say("parameters of the years ahead, which the record says nothing of"))


class _CaseForm(StrictForm):
    extends: Words | None = Field(None, description=say("the folder of a case that this one differs from"))
    place: _PlaceForm | None = Field(None, description=say("the place in two languages, {{vi: ..., en: ...}}"))
    vintage: Date | None = Field(None, description=say("the day whose knowledge is used"))
    base_year: _Year | None = Field(None, description=say("the year of constant prices and of all base values"))
    accounts_from: _Year | None = Field(None, description=say("the year from whose end growth accounts roll capital"))
    end: _Quarter | None = Field(None, description=say("the last quarter simulated unless a scenario says otherwise"))
    latest_end: _Quarter | None = Field(None, description=say("the quarter beyond which no scenario may go"))
    targets: Words | None = Field(None, description=say("the file of targets"))
    observations: list[Words] | None = Field(None, min_length=1, description=say("a list of files of observations"))
    record: _RecordForm | None = Field(None, description=say("published growth, {{observations: ..., from: ..., ...}}"))
    scenarios: Words | None = Field(None, description=say("the folder of scenarios that go with this case"))
    hindcast: _HindcastForm | None = Field(
        None, description=say("cases of earlier years, {{cases: [...], values: ...}}")
    )
    calibration: _CalibrationForm | None = Field(
        None,
        description=say(
            "how parameters are confronted with the record, {{start: ..., scenario: ..., likelihood: ...}}"
        ),
    )


def read_about(folder: Path) -> About:
    """What the case in `folder` is about, with what it takes from the cases it extends.

    Raises one `DataError` with every problem.
    """
    chain = _read_chain(folder)
    source = chain[-1][1]
    said: dict[str, Any] = {}
    last_observed = _last_observed(form for _, _, form in chain)
    for place, _, form in chain:
        said.update(_said(place, form, last_observed))
    for name, field in _CaseForm.model_fields.items():
        if name not in said and name not in OF_ONE_FILE:
            source.report(
                (), say("'{name}' is missing; expected {description}; add it", name=name, description=field.description)
            )
    if not source.problems:
        _check_years(source, said)
    source.refuse()
    folders = tuple(place for place, _, _ in chain)
    own = chain[-1][2]
    return About(
        folders=folders,
        hindcast=_starts(folder, own.hindcast),
        calibration=_calibration(folder, own.calibration),
        **said,
    )


def _read_chain(folder: Path) -> list[tuple[Path, Source, _CaseForm]]:
    """The case files from the base to the one in `folder`."""
    chain: list[tuple[Path, Source, _CaseForm]] = []
    current: Path | None = folder
    while current is not None:
        source = read_source(current / CASE_FILE)
        form = check_form(_CaseForm, source, (), source.data) if source.readable else None
        source.refuse()
        assert isinstance(form, _CaseForm)
        chain.append((current, source, form))
        current = (current / form.extends).resolve() if form.extends else None
        seen = [place.resolve() for place, _, _ in chain]
        if current is not None and (current in seen or len(chain) >= DEEPEST_CHAIN):
            source.report(
                ("extends",), say("cases extend each other in a circle or too deeply; extend one nearer the base")
            )
            source.refuse()
        if current is not None and not (current / CASE_FILE).is_file():
            source.report(
                ("extends",),
                say("there is no case in '{extends}', seen from this file; name its folder", extends=form.extends),
            )
            source.refuse()
    return chain[::-1]


def _last_observed(chain: Iterable[_CaseForm]) -> int:
    """The last year that observations may be of: an earlier case that extends a later one reads the files of it."""
    return max((form.vintage.year for form in chain if form.vintage), default=0)


def _said(folder: Path, form: _CaseForm, last_observed: int) -> dict[str, Any]:
    """What one file says, with its paths found from its folder."""
    said: dict[str, Any] = {
        name: getattr(form, name)
        for name in type(form).model_fields
        if name not in OF_ONE_FILE and getattr(form, name) is not None
    }
    for name in said.keys() & {"targets", "scenarios"}:
        said[name] = _found(folder, said[name])
    if form.observations:
        said["observations"] = tuple(_found(folder, name) for name in form.observations)
    if form.record:
        file = _found(folder, form.record.observations)
        said["record"] = Record(file, form.record.from_, form.record.chart_from, last_observed)
    if form.place:
        said["place"] = form.place.model_dump()
    return said


def _starts(folder: Path, form: _HindcastForm | None) -> Starts | None:
    """The earlier cases that a case names, which need not be read to run it."""
    if form is None:
        return None
    cases = tuple(_found(folder, name) for name in form.cases)
    return Starts(cases, _found(folder, form.values), form.observed or "")


def _calibration(folder: Path, form: _CalibrationForm | None) -> Calibration | None:
    """How a case is calibrated; the files need not be there to run it on its priors."""
    if form is None:
        return None
    start, likelihood = _found(folder, form.start), _found(folder, form.likelihood)
    return Calibration(start, form.scenario, likelihood, tuple(form.own), folder / POSTERIOR_FILE)


def _found(folder: Path, name: str) -> Path:
    """A path as seen from `folder`; only one that leads out of it is resolved, so that messages stay short."""
    return (folder / name).resolve() if ".." in name else folder / name


def _check_years(source: Source, said: Mapping[str, Any]) -> None:
    base = said["base_year"]
    if not said["accounts_from"] < base:
        source.report(
            ("accounts_from",),
            say("{said} is not before the base year {base}; change one", said=said["accounts_from"], base=base),
        )
    if said["vintage"].year < base:
        fault = say("the base year {base} had not begun on {said}; change one of them", base=base, said=said["vintage"])
        source.report(("vintage",), fault)
    if not base < int(said["end"][:4]) <= int(said["latest_end"][:4]):
        fault = say(
            "expected an end after the base year {base} and up to latest_end {said}; change one",
            base=base,
            said=said["latest_end"],
        )
        source.report(("end",), fault)
