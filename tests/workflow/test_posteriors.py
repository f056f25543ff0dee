"""The posterior of the shipped case as a design."""

from __future__ import annotations

from qnsim.analysis.comparison import years_compared
from qnsim.facts.case import read_case
from qnsim.run import prepare
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario


def test_scenarios_that_decide_calibrated_parameters_can_be_compared() -> None:
    case = read_case()
    design = usual_design(case, 1, 80)
    one, other = (prepare(load_scenario(name, case), case, design) for name in ("baseline", "resolution-2023"))
    assert one.design is not other.design
    assert years_compared([one, other], 2023) == ("2023",)
