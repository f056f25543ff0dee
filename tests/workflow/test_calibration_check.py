"""The check of a calibration on the economy, with so few data sets that it says little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.truths import Places
from qnsim.cli import app
from qnsim.errors import UsageError
from qnsim.reporting.calibration_words import places_lines
from qnsim.workflow.calibration_check import study_check

TINY = Settings(jacobians=2, super_chains=4, chains_each=4, stages=(10,), steps=10, kept_every=5, inflations=(1,))


@pytest.mark.slow
def test_it_places_every_coordinate_and_growth_of_every_year_and_leaves_a_table(tmp_path: Path) -> None:
    made = study_check(out=tmp_path, settings=TINY)
    assert made.sets == made.places.below.shape[1] == 8
    assert made.folder is not None
    table = pd.read_csv(made.folder / "places.csv")
    assert table["name"].tolist() == list(made.places.names)
    assert "services_capital_elasticity" in made.places.names
    assert made.places.names[-7:] == tuple(f"growth {year}" for year in range(2016, 2023))
    assert table["covered"].between(0, 1).all()


def test_a_check_of_all_cases_at_once_is_refused() -> None:
    done = CliRunner().invoke(app, ["calibrate", "--all", "--check"])
    assert isinstance(done.exception, UsageError)
    assert "--all and --check cannot be combined" in str(done.exception)


def test_the_verdict_is_that_of_the_places() -> None:
    even = np.linspace(0.005, 0.995, 100)[None]
    assert places_lines(Places(("a",), even, np.ones(1)), 100) == [
        "100 data sets drawn from the priors: 90% intervals cover 90% of the truths in the mean of all numbers, of "
        "which there are 1; the least of their p-values is 1.",
        "Calibration finds what was put in: truths lie in their posteriors as evenly as chance allows.",
    ]
    lines = places_lines(Places(("a",), even**4, np.ones(1)), 100)
    assert lines[1].startswith("a: truths lie to one side of their posteriors (p = ")
    assert lines[-1] == "Calibration does not find what was put in."
