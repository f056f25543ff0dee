"""Single paths of the model, whole: the central run or one draw, as a table or in the format of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED
from qnsim.ensemble import unit_of
from qnsim.errors import NotFiniteError, SimulationError
from qnsim.facts.case import Case, read_case
from qnsim.language import say
from qnsim.paper.exchange import xmile_text
from qnsim.press.files import replace_file
from qnsim.reporting.run_folder import write_table
from qnsim.run import (
    Experiment,
    central_inputs,
    inputs_of_draw,
    path_to_fault,
    prepare,
    run_central,
    run_id,
    run_one_draw,
)
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenarios


def run_paths(
    arguments: Sequence[str],
    out: Path,
    draw: int | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    case: Case | None = None,
    prior: bool = False,
) -> list[Path]:
    """Write every variable of one path per scenario: the central run, or one draw of the ensemble.

    Raises `SimulationError` if a number is not finite, after the path up to there has been written.
    """
    written = []
    case = case or read_case()
    for scenario in load_scenarios(arguments, case):
        experiment = prepare(scenario, case, usual_design(case, seed, draws, prior))
        keep = [*experiment.model.stocks, *experiment.model.variables]
        fault = None
        try:
            paths = run_central(experiment, keep) if draw is None else run_one_draw(experiment, draw, keep)
        except NotFiniteError as found:
            fault, paths = found, path_to_fault(experiment, found, keep)
        folder = out / run_id(experiment)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / ("central.csv" if draw is None else f"draw-{draw}.csv")
        write_table(file, path_table(experiment, paths))
        if fault:
            raise SimulationError(say("{fault}\nIts values up to there: {file}", fault=str(fault), file=file))
        written.append(file)
    return written


def path_table(experiment: Experiment, paths: dict[str, np.ndarray]) -> pd.DataFrame:
    """A tidy table of model paths: `period,variable,sector,value,unit`; constants have one row without a period."""
    labels = [experiment.horizon.label(position) for position in range(experiment.horizon.count)]
    rows = []
    for name, values in paths.items():
        unit = unit_of(experiment, name)
        pairs = zip(labels, values, strict=False) if values.ndim else [("", values)]  # a path may end at a fault
        rows += [(label, name, "", float(value), unit) for label, value in pairs]
    return pd.DataFrame(rows, columns=["period", "variable", "sector", "value", "unit"])


def export_xmile(
    arguments: Sequence[str],
    out: Path = Path(),
    draw: int | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    case: Case | None = None,
    prior: bool = False,
) -> list[Path]:
    """Write the model of each scenario as XMILE: with the numbers of the central run, or of one draw."""
    out.mkdir(parents=True, exist_ok=True)
    ending = "" if draw is None else f"-draw-{draw}"
    written: list[Path] = []
    case = case or read_case()
    for scenario in load_scenarios(arguments, case):
        experiment = prepare(scenario, case, usual_design(case, seed, draws, prior))
        inputs = central_inputs(experiment) if draw is None else inputs_of_draw(experiment, draw)
        which = "Central run" if draw is None else f"Draw {draw} of {draws}, seed {seed}"
        file = out / f"{scenario.name}{ending}.xmile"
        written.append(replace_file(file, xmile_text(experiment, inputs, which)))
    return written
