"""A new scenario file: commented, with a schema header for editors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qnsim.facts.case import Case
from qnsim.facts.catalogue import Entry
from qnsim.facts.parameters import Parameter
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.periods import example_periods
from qnsim.quantities.written_units import factor
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.stretches import in_force
from qnsim.scenarios.wording import place_words, value_yaml, yaml_of

SCHEMA_NAME = "scenario.schema.json"
SHOWN_CONDITIONS = ("electricity_growth_trend",)  # an example of what may be set, if the parent sets nothing


def scenario_template(name: str, extends: str, parent: Scenario, case: Case) -> str:
    """The text of a scenario file that changes nothing yet and shows what is in force in the one it extends."""
    first = parent.years.first
    return f"""# yaml-language-server: $schema={SCHEMA_NAME}
name: {name}
title: {{vi: {name}, en: {name}}}
extends: {extends}
why: Say in one sentence why this future is worth looking at.

# Write only what differs from the file above. The lines below that begin with '# ' show what is in force there and
# where it is set: remove the '# ' before one and change its value. Not changed, it changes nothing.
# A value is a number with its unit, a distribution, or a path over time:
#   public_investment_disbursement_rate: 90 %
#   public_investment_disbursement_rate: {{triangular: [80, 90, 100], unit: '%', source: judgement}}
#   public_investment_disbursement_rate: {{{first}: 85 %, {first + 1}..: 95 %, source: judgement}}
# It lasts exactly as long as the period before it: {example_periods(parent.years)} (to the end), none for the whole
# run; periods that are not named keep what the file above says.

levers:   # what the province chooses (qnsim levers)
{_lines("levers", case.levers, parent, case)}

conditions:   # what it does not choose (qnsim explain {name}.yaml KEY)
{_lines("conditions", SHOWN_CONDITIONS, parent, case)}
# also, for example, fdi_registered: {{{first}: 0.8 billion USD, source: judgement}}

shocks:   # what happens
{_lines("shocks", ("national_growth_shift",), parent, case)}
{_drawn(parent, case)}

judgements:   # what you know better than the equations, with a reason, such as
#   - {{variable: value_added_mining, when: {first}Q3, add: -2 %, reason: pit closures, author: planning office}}
{_baseline_lines(case)}"""


def _baseline_lines(case: Case) -> str:
    """How the last figure of a target outside the model is given, if the case has such a target."""
    outside = [each for each in case.catalogue.targets.values() if each.walk and each.threshold is not None]
    for target in (each for each in outside if each.treatment != "modelled"):
        value = f"{target.threshold:g} {target.unit}"
        example = f"{target.id}: {{year: {case.about.base_year}, value: {value}, source: where the figure stands}}"
        return (
            "\n# The last figure you know of a target outside the model, from which qnsim score projects it, such as\n"
            f"# baseline: {{{example}}}\n"
        )
    return ""


def _lines(section: str, names: Iterable[str], parent: Scenario, case: Case) -> str:
    """A line for each of the names, and for everything else of the section that the parent sets."""
    entries = case.catalogue.entries
    also = (name for name in parent.settings if entries[name].section == section)
    return "\n".join(_line(entries[name], parent, case) for name in dict.fromkeys([*names, *also]))


def _line(entry: Entry, parent: Scenario, case: Case) -> str:
    unit = "" if entry.shown_unit == "1" else f" {entry.shown_unit}"
    lever = case.levers.get(entry.name)
    limits = f"; {lever.low:g} to {lever.high:g}{unit}" if lever else ""
    value, place = _value(entry, parent, case)
    return f"  # {entry.name}: {value}   # {place}; {entry.meaning}{limits}"


def _value(entry: Entry, parent: Scenario, case: Case) -> tuple[str, str]:
    """What is in force in the parent, and where it is set."""
    stretches = in_force(parent.history.get(entry.name, ()), parent.years)
    if stretches:
        return yaml_of(stretches, entry, parent.years), ", ".join(dict.fromkeys(map(place_words, stretches)))
    parameter = case.parameters[entry.name]
    prior = parameter.prior
    assert isinstance(prior, Distribution)
    middle = "" if prior.is_fixed else f", median {prior.median / _factor(entry):.3g} {entry.shown_unit}"
    return value_yaml(prior, entry), f"{_file_of(parameter)}{middle}"


def _file_of(parameter: Parameter) -> str:
    """The file of a fact with the folders that name its case."""
    return "/".join(Path(parameter.place.rsplit(":", 2)[0]).resolve().parts[-3:])


def _factor(entry: Entry) -> float:
    return factor(entry.shown_unit, entry.unit, by_quarter=False)


def _drawn(parent: Scenario, case: Case) -> str:
    """How to place the events that the parent leaves to chance."""
    left = (item for item in case.settable if item.kind == "shock" and item.name not in parent.settings)
    when = f"{parent.years.first}Q3"
    return "\n".join(f"# drawn by chance unless set, {item.name}: {{{when}: 1}}   # {item.meaning}" for item in left)
