"""A run that meets a value which is not a number: what the user is told, and that the printed command repeats it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.streams import Streams
from qnsim.ensemble import KeepPaths
from qnsim.errors import NotFiniteError
from qnsim.facts.case import read_case
from qnsim.quantities.distributions import Distribution
from qnsim.run import prepare, run_experiments
from qnsim.scheduler import InProcess, Processes, Threads
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.runs import run_scenarios
from qnsim.workflow.scenarios import load_scenario

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]
CLAIM = pytest.mark.claim(
    "A value that is not a number names its quarter, draw, variable and inputs, and the printed command reproduces it",
    how="Scenarios are written that take a power of a negative number, in all draws or in one of thousands; the "
    "printed command is given to a shell, and the fault it meets is compared",
)
LOWER_UNEMPLOYMENT = "judgements: [{variable: unemployment_rate, when: WHEN, add: -LESS pp, reason: r, author: a}]"
FAULT = re.compile(r"scenario (?P<name>\S+): (?P<fault>.*) Replay: (?P<command>qnsim run .*)")


def write(file: Path, *lines: str) -> Path:
    """Writes a scenario with the given lines after its head."""
    file.parent.mkdir(parents=True, exist_ok=True)
    head = [f"name: {file.stem}", "title: {vi: Thử, en: Trial}", "why: a test"]
    file.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return file


def fewer(when: str, less: float) -> str:
    return LOWER_UNEMPLOYMENT.replace("WHEN", when).replace("LESS", f"{less:.6f}")


def in_a_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command line exactly as it was printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def told(message: str) -> re.Match[str]:
    found = FAULT.search(message)
    assert found, message
    return found


def replayed(message: str, folder: Path) -> str:
    """The message of the replay, after checking that it tells of the same fault; it ends with the file of values."""
    first = told(message)
    done = in_a_shell(first["command"], folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert told(done.stderr).group() == first.group()
    return done.stderr


@CLAIM
def test_the_printed_command_repeats_a_fault_of_one_draw(qnsim: Call, tmp_path: Path) -> None:
    plain = prepare(load_scenario("baseline"), read_case(), usual_design(read_case(), 7, 160))
    (found,) = run_experiments([plain], KeepPaths(["unemployment_rate"]))
    rates = found["unemployment_rate"].sel(quarter="2026Q2").to_numpy()
    lowest, next_lowest = np.sort(rates)[:2]
    write(tmp_path / "my plans" / "fewer-idle.yaml", fewer("2026Q2", 50 * (lowest + next_lowest)))
    done = qnsim("run", "my plans/fewer-idle.yaml", "--draws", "160", "--seed", "7", "--jobs", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    fault, draw = told(done.stderr), int(np.argmin(rates))
    assert fault["fault"].startswith(f"2026Q2, draw {draw}: 'fdi_attraction' (economy/foreign_investment.py:")
    assert "unemployment_rate = -" in fault["fault"]
    assert fault["command"].endswith(f"--draw {draw}")
    assert shlex.split(fault["command"])[2] == "my plans/fewer-idle.yaml"
    again = replayed(done.stderr, tmp_path)
    table = pd.read_csv(tmp_path / again.splitlines()[-1].removeprefix("Its values up to there: "))
    periods = table["period"].dropna()
    assert (periods.min(), periods.max()) == ("2023Q1", "2026Q2")
    last = table[table["period"] == "2026Q2"].set_index("variable")["value"]
    assert last["unemployment_rate"] < 0
    assert np.isnan(last["fdi_attraction"])
    assert table.loc[periods.index[periods < "2026Q2"], "value"].notna().all()


@CLAIM
def test_a_fault_in_the_first_quarter_of_the_second_scenario_is_repeated(tmp_path: Path) -> None:
    files = [write(tmp_path / "sound.yaml"), write(tmp_path / "it's empty" / "empty.yaml", fewer("2023Q1", 90))]
    with pytest.raises(NotFiniteError) as caught:
        run_scenarios([str(file) for file in files], draws=80, scheduler=Processes(2), out=tmp_path / "runs")
    assert told(str(caught.value))["name"] == "empty"
    assert "2023Q1, draw 0: 'fdi_attraction'" in str(caught.value)
    replayed(str(caught.value), tmp_path)
    assert not list((tmp_path / "runs").glob("sound-*")), "one bad scenario stops the run before anything is written"


@CLAIM
def test_a_fault_of_the_central_run_is_repeated(qnsim: Call, tmp_path: Path) -> None:
    write(tmp_path / "empty.yaml", fewer("2028Q4", 90))
    done = qnsim("run", "empty.yaml", "--central", "--draws", "90")
    assert "2028Q4, central run: 'fdi_attraction'" in done.stderr
    assert told(done.stderr)["command"] == "qnsim run empty.yaml --central"
    replayed(done.stderr, tmp_path)


@CLAIM
def test_a_single_bad_draw_in_the_second_block_is_found_and_repeated(tmp_path: Path) -> None:
    draws = 8_400
    start = "conditions: {unemployment_rate_start: {uniform: [1, 20], unit: '%'}}"
    seed, draw = seed_with_its_smallest_number_in_the_last_block(draws, "unemployment_rate_start")
    plain = load_scenario(write(tmp_path / "plain.yaml", start))
    (found,) = run_experiments([prepare(plain, read_case(), Stratified(seed, draws))], KeepPaths(["unemployment_rate"]))
    rates = np.sort(found["unemployment_rate"].to_numpy()[0])
    file = write(tmp_path / "one-in-many.yaml", start, fewer("2023Q1", 50 * (rates[0] + rates[1])))
    for scheduler in (InProcess(), Processes(2)):
        with pytest.raises(NotFiniteError, match=f"2023Q1, draw {draw}: 'fdi_attraction'") as caught:
            run_scenarios([str(file)], draws, seed, scheduler, out=None)
    replayed(str(caught.value), tmp_path)


def seed_with_its_smallest_number_in_the_last_block(draws: int, stream: str) -> tuple[int, int]:
    """A seed of which the smallest number of a stream belongs to the last block, and its draw."""
    any_rising = Distribution("uniform", (0.0, 1.0))
    for seed in range(1_000):
        numbers = [Streams(Stratified(seed), block).quantile(any_rising, stream) for block in plan_blocks(draws)]
        draw = int(np.argmin(np.concatenate(numbers)))
        if draw >= plan_blocks(draws)[-1].first > 0:
            return seed, draw
    raise AssertionError("no such seed")


@CLAIM
def test_the_first_fault_in_the_order_of_the_run_is_told_whatever_the_scheduler(tmp_path: Path) -> None:
    files = [
        write(tmp_path / f"{name}.yaml", fewer(when, 90)) for name, when in (("late", "2029Q1"), ("early", "2024Q3"))
    ]
    messages = set()
    for scheduler in (InProcess(), Threads(2), Threads(4), Processes(2)):
        with pytest.raises(NotFiniteError) as caught:
            run_scenarios([str(file) for file in files], 80, scheduler=scheduler, out=None)
        messages.add(str(caught.value))
    assert len(messages) == 1
    assert told(messages.pop())["name"] == "late"
