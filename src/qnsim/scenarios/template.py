"""A new scenario file: commented, with a schema header for editors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qnsim.facts.case import Case
from qnsim.facts.catalogue import Entry
from qnsim.facts.parameters import Parameter
from qnsim.language import ENGLISH, Language, english_only, join, label, say
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.periods import example_periods
from qnsim.quantities.written_units import factor
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.stretches import in_force
from qnsim.scenarios.wording import place_words, value_yaml, yaml_of

SCHEMA_NAME = "scenario.schema.json"
SHOWN_CONDITIONS = ("electricity_growth_trend",)  # an example of what may be set, if the parent sets nothing


def scenario_template(name: str, extends: str, parent: Scenario, case: Case, language: Language = ENGLISH) -> str:
    """The text of a scenario file that changes nothing yet and shows what is in force in the one it extends.

    Its comments are in a language; keys, values and units are those of files.
    """
    first = parent.years.first
    quarter = f"{first}Q3"
    also = f"fdi_registered: {{{first}: 0.8 billion USD, source: judgement}}"
    text = join(
        "\n",
        (
            f"# yaml-language-server: $schema={SCHEMA_NAME}\nname: {name}\ntitle: {{vi: {name}, en: {name}}}",
            join(
                "",
                (f"extends: {extends}\nwhy: ", say("Say in one sentence why this future is worth looking at."), "\n"),
            ),
            _how_to(parent),
            join("", ("\nlevers:   # ", say("what the province chooses (qnsim levers)"))),
            _lines("levers", case.levers, parent, case),
            join("", ("\nconditions:   # ", say("what it does not choose (qnsim explain {name}.yaml KEY)", name=name))),
            _lines("conditions", SHOWN_CONDITIONS, parent, case),
            say("# also, for example, {example}", example=also),
            join("", ("\nshocks:   # ", say("what happens"))),
            _lines("shocks", ("national_growth_shift",), parent, case),
            _drawn(parent, case),
            join("", ("\njudgements:   # ", say("what you know better than the equations, with a reason, such as"))),
            say(
                "#   - {{variable: value_added_mining, when: {quarter}, add: -2 %, reason: pit closures, "
                "author: planning office}}",
                quarter=quarter,
            ),
            _baseline_lines(case),
        ),
    )
    return language.say(text)


def _how_to(parent: Scenario) -> str:
    """How the file is filled in."""
    first, rate = parent.years.first, "public_investment_disbursement_rate"
    examples = (
        f"#   {rate}: 90 %",
        f"#   {rate}: {{triangular: [80, 90, 100], unit: '%', source: judgement}}",
        f"#   {rate}: {{{first}: 85 %, {first + 1}..: 95 %, source: judgement}}",
    )
    return say(
        "# Write only what differs from the file above. The lines below that begin with '# ' show what is in force "
        "there and\n# where it is set: remove the '# ' before one and change its value. Not changed, it changes "
        "nothing.\n"
        "# A value is a number with its unit, a distribution, or a path over time:\n{examples}\n"
        "# It lasts exactly as long as the period before it: {periods} (to the end), none for the whole\n# run; "
        "periods that are not named keep what the file above says.",
        examples="\n".join(examples),
        periods=example_periods(parent.years),
    )


def _baseline_lines(case: Case) -> str:
    """How the last figure of a target outside the model is given, if the case has such a target."""
    outside = [each for each in case.catalogue.targets.values() if each.walk and each.threshold is not None]
    for target in (each for each in outside if each.treatment != "modelled"):
        value = f"{target.threshold:g} {target.unit}"
        example = say(
            "{target}: {{year: {year}, value: {value}, source: where the figure stands}}",
            target=target.id,
            year=case.about.base_year,
            value=value,
        )
        return say(
            "\n# The last figure you know of a target outside the model, from which qnsim score projects it, such as\n"
            "# baseline: {{{example}}}\n",
            example=example,
        )
    return ""


def _lines(section: str, names: Iterable[str], parent: Scenario, case: Case) -> str:
    """A line for each of the names, and for everything else of the section that the parent sets."""
    entries = case.catalogue.entries
    also = (name for name in parent.settings if entries[name].section == section)
    return join("\n", (_line(entries[name], parent, case) for name in dict.fromkeys([*names, *also])))


def _line(entry: Entry, parent: Scenario, case: Case) -> str:
    unit = "" if entry.shown_unit == "1" else f" {entry.shown_unit}"
    lever = case.levers.get(entry.name)
    limits = say("; {low:g} to {high:g}{unit}", low=lever.low, high=lever.high, unit=unit) if lever else ""
    value, place = _value(entry, parent, case)
    return join("", (f"  # {entry.name}: {value}   # ", place, "; ", _meaning(entry, case), limits))


def _meaning(entry: Entry, case: Case) -> str:
    """What a name means; where facts say it in English only, a Vietnamese reader is told so."""
    known = case.levers.get(entry.name) or case.parameters.get(entry.name)
    return label({"en": entry.meaning, "vi": known.label["vi"]}) if known else english_only(entry.meaning)


def _value(entry: Entry, parent: Scenario, case: Case) -> tuple[str, str]:
    """What is in force in the parent, and where it is set."""
    stretches = in_force(parent.history.get(entry.name, ()), parent.years)
    if stretches:
        return yaml_of(stretches, entry, parent.years), ", ".join(dict.fromkeys(map(place_words, stretches)))
    parameter = case.parameters[entry.name]
    prior = parameter.prior
    assert isinstance(prior, Distribution)
    if prior.is_fixed:
        return value_yaml(prior, entry), _file_of(parameter)
    place = say(
        "{file}, median {middle:.3g} {unit}",
        file=_file_of(parameter),
        middle=prior.median / _factor(entry),
        unit=entry.shown_unit,
    )
    return value_yaml(prior, entry), place


def _file_of(parameter: Parameter) -> str:
    """The file of a fact with the folders that name its case."""
    return "/".join(Path(parameter.place.rsplit(":", 2)[0]).resolve().parts[-3:])


def _factor(entry: Entry) -> float:
    return factor(entry.shown_unit, entry.unit, by_quarter=False)


def _drawn(parent: Scenario, case: Case) -> str:
    """How to place the events that the parent leaves to chance."""
    left = (item for item in case.settable if item.kind == "shock" and item.name not in parent.settings)
    when = f"{parent.years.first}Q3"
    entries = case.catalogue.entries
    shown = ((f"{item.name}: {{{when}: 1}}", _meaning(entries[item.name], case)) for item in left)
    return join(
        "\n",
        (
            say("# drawn by chance unless set, {example}   # {meaning}", example=example, meaning=meaning)
            for example, meaning in shown
        ),
    )
