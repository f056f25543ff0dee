"""qnsim: how likely is a province to reach its growth target, what decides it, and what would raise the odds?

The public names load what they need on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qnsim.analysis.assessment import Assessment as Assessment
    from qnsim.analysis.assessment import assess as assess
    from qnsim.analysis.comparison import compare as compare
    from qnsim.analysis.discovery import discover as discover
    from qnsim.analysis.goal import goal as goal
    from qnsim.analysis.goal import iso_probability as iso_probability
    from qnsim.analysis.judgement import weight_of_judgement as weight_of_judgement
    from qnsim.analysis.lever_effects import lever_effects as lever_effects
    from qnsim.analysis.sensitivity.methods import Delta as Delta
    from qnsim.analysis.sensitivity.methods import Morris as Morris
    from qnsim.analysis.sensitivity.methods import Pawn as Pawn
    from qnsim.analysis.sensitivity.methods import RbdFast as RbdFast
    from qnsim.analysis.sensitivity.methods import Sobol as Sobol
    from qnsim.analysis.sensitivity.study import sensitivity as sensitivity
    from qnsim.chance.designs import Columns as Columns
    from qnsim.chance.designs import Middle as Middle
    from qnsim.chance.designs import Sample as Sample
    from qnsim.chance.designs import Stratified as Stratified
    from qnsim.engine.words import exp as exp
    from qnsim.engine.words import floor as floor
    from qnsim.engine.words import log as log
    from qnsim.engine.words import maximum as maximum
    from qnsim.engine.words import minimum as minimum
    from qnsim.engine.words import sqrt as sqrt
    from qnsim.engine.words import where as where
    from qnsim.ensemble import KeepPaths as KeepPaths
    from qnsim.errors import QnsimError as QnsimError
    from qnsim.facts.case import read_case as read_case
    from qnsim.run import coordinates as coordinates
    from qnsim.run import prepare as prepare
    from qnsim.run import run_experiments as run_experiments
    from qnsim.scheduler import InProcess as InProcess
    from qnsim.scheduler import Processes as Processes
    from qnsim.scheduler import Scheduler as Scheduler
    from qnsim.scheduler import Threads as Threads
    from qnsim.workflow.backtest_study import backtest as backtest
    from qnsim.workflow.charts import Chart as Chart
    from qnsim.workflow.charts import draw_fan as draw_fan
    from qnsim.workflow.charts import draw_goal as draw_goal
    from qnsim.workflow.charts import draw_sensitivity as draw_sensitivity
    from qnsim.workflow.charts import draw_waterfall as draw_waterfall
    from qnsim.workflow.hindcast_study import hindcast as hindcast
    from qnsim.workflow.replaced_equation import replace_equation as replace_equation
    from qnsim.workflow.runs import run_scenarios as run_scenarios
    from qnsim.workflow.scenarios import load_scenario as load_scenario
    from qnsim.workflow.scenarios import load_scenarios as load_scenarios
    from qnsim.workflow.scenarios import resolution_targets as resolution_targets
    from qnsim.workflow.score_study import score as score

_WORDS = ("exp", "floor", "log", "maximum", "minimum", "sqrt", "where")
_CHARTS = ("Chart", "draw_fan", "draw_goal", "draw_sensitivity", "draw_waterfall")
_HOMES = {
    **dict.fromkeys(_WORDS, "qnsim.engine.words"),
    **dict.fromkeys(_CHARTS, "qnsim.workflow.charts"),
    "discover": "qnsim.analysis.discovery",
    "goal": "qnsim.analysis.goal",
    "iso_probability": "qnsim.analysis.goal",
    "weight_of_judgement": "qnsim.analysis.judgement",
    "lever_effects": "qnsim.analysis.lever_effects",
    "Delta": "qnsim.analysis.sensitivity.methods",
    "Morris": "qnsim.analysis.sensitivity.methods",
    "Pawn": "qnsim.analysis.sensitivity.methods",
    "RbdFast": "qnsim.analysis.sensitivity.methods",
    "Sobol": "qnsim.analysis.sensitivity.methods",
    "sensitivity": "qnsim.analysis.sensitivity.study",
    "coordinates": "qnsim.run",
    "Stratified": "qnsim.chance.designs",
    "Sample": "qnsim.chance.designs",
    "Middle": "qnsim.chance.designs",
    "Columns": "qnsim.chance.designs",
    "Assessment": "qnsim.analysis.assessment",
    "InProcess": "qnsim.scheduler",
    "KeepPaths": "qnsim.ensemble",
    "Processes": "qnsim.scheduler",
    "QnsimError": "qnsim.errors",
    "Scheduler": "qnsim.scheduler",
    "Threads": "qnsim.scheduler",
    "backtest": "qnsim.workflow.backtest_study",
    "assess": "qnsim.analysis.assessment",
    "compare": "qnsim.analysis.comparison",
    "hindcast": "qnsim.workflow.hindcast_study",
    "load_scenario": "qnsim.workflow.scenarios",
    "load_scenarios": "qnsim.workflow.scenarios",
    "prepare": "qnsim.run",
    "read_case": "qnsim.facts.case",
    "replace_equation": "qnsim.workflow.replaced_equation",
    "resolution_targets": "qnsim.workflow.scenarios",
    "run_experiments": "qnsim.run",
    "run_scenarios": "qnsim.workflow.runs",
    "score": "qnsim.workflow.score_study",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return version("qnsim")
    if name not in _HOMES:
        raise AttributeError(f"module 'qnsim' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
