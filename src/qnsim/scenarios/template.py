"""A new scenario file: commented, with a schema header for editors."""

from __future__ import annotations

from qnsim.facts.case import Case
from qnsim.facts.levers import Lever

SCHEMA_NAME = "scenario.schema.json"


def scenario_template(name: str, extends: str, case: Case) -> str:
    """The text of a scenario file that changes nothing yet and shows everything it may change."""
    levers = "\n".join(_lever(lever, case) for lever in case.levers.values())
    shocks = "\n".join(
        f"  # {item.name}: {{2024Q3: 1}}   # {item.meaning}" for item in case.settable if item.kind == "shock"
    )
    return f"""# yaml-language-server: $schema={SCHEMA_NAME}
name: {name}
title: {{vi: {name}, en: {name}}}
extends: {extends}
why: Say in one sentence why this future is worth looking at.

# Write only what differs from the file above. Remove the '#' before a line to use it.
# A value is a number with its unit, a distribution, or a path over years or quarters:
#   public_investment_disbursement_rate: 90 %
#   public_investment_disbursement_rate: {{triangular: [80, 90, 100], unit: '%', source: judgement}}
#   public_investment_disbursement_rate: {{2023: 85 %, 2024: 95 %, source: judgement}}

levers:   # what the province chooses (qnsim levers)
{levers}

conditions:   # what it does not choose (qnsim explain {name}.yaml KEY)
  # fdi_registered: {{2023: 0.8 billion USD, source: judgement}}
  # electricity_growth_trend: {{normal: [3, 2], unit: '% / year', source: judgement}}

shocks:   # what happens
{shocks}

judgements:   # what you know better than the equations, with a reason
  # - {{variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pit closures, author: planning office}}
"""


def _lever(lever: Lever, case: Case) -> str:
    prior = case.parameters[lever.name].prior
    now = getattr(prior, "median", 0.0) / lever.factor
    unit = "" if lever.unit == "1" else f" {lever.unit}"
    return f"  # {lever.name}: {now:.3g}{unit}   # {lever.label['en']}: {lever.low:g} to {lever.high:g}{unit}"
