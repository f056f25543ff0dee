"""Schedulers: the same results and the same first fault from each, and a clear sentence when one cannot do its work."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from qnsim import errors
from qnsim.analysis.assessment import Assessing
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.engine.model import adjusted
from qnsim.ensemble import KeepPaths
from qnsim.errors import DataError, NotFiniteError, Problem, ScenarioError, UsageError
from qnsim.facts.case import read_case
from qnsim.interruption import holding_control_c, noting_control_c
from qnsim.run import prepare, run_block, run_experiments
from qnsim.scheduler import InProcess, Processes, Scheduler, Threads, usable_processors
from qnsim.workflow.scenarios import load_scenario, resolution_targets
from qnsim.workflow.schedulers import begin, fastest_scheduler

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm_workers")]

ALL = pytest.mark.parametrize("each", [InProcess(), Threads(3), Processes(2)], ids=str)
UNGUARDED = """
from qnsim.scheduler import Processes
print(Processes(2).each(abs, [-1, -2]))
"""
NOTEBOOK = """
import sys
sys.modules["__main__"].__dict__.pop("__file__", None)
from qnsim.scheduler import Processes
def mine(task):
    return task
Processes(2).each(mine, [1, 2])
"""


def double(number: int) -> int:
    return 2 * number


def refuse_odd(number: int) -> int:
    if number % 2:
        raise NotFiniteError(number, "2023Q1", number, "odd")
    return number


def end_at_once(folder: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def end_the_first_time(marks: Path) -> str:
    if marks.name == "deadly" and not marks.exists():
        marks.touch()
        end_at_once(marks)
    return marks.name


@ALL
def test_results_come_in_the_order_of_the_tasks(each: Scheduler) -> None:
    told: list[tuple[int, int]] = []
    assert each.each(double, range(7), lambda *numbers: told.append(numbers)) == [0, 2, 4, 6, 8, 10, 12]
    assert told == [(done, 7) for done in range(1, 8)]
    assert each.each(double, []) == []


@ALL
def test_the_fault_of_the_first_task_is_raised_whole(each: Scheduler) -> None:
    with pytest.raises(NotFiniteError) as caught:
        each.each(refuse_odd, [0, 2, 5, 4, 3, 1, 0, 0, 0])
    assert (caught.value.position, caught.value.draw, str(caught.value)) == (5, 5, "2023Q1, draw 5: odd")


def test_every_error_travels_between_processes() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    problems = [Problem("a", 1, 2, "b"), Problem("a", 3, 4, "c")]
    given = {
        ScenarioError: (problems,),
        NotFiniteError: (1, "2023Q1", 2, "x"),
    }
    for kind in kinds:
        fault = kind(*given.get(kind, ("text",)))
        copy = pickle.loads(pickle.dumps(fault))
        assert (type(copy), str(copy), vars(copy)) == (kind, str(fault), vars(fault))
    assert {*given, DataError} <= set(kinds)


@pytest.mark.parametrize("name", ["baseline", "resolution-2023", "fdi-drought"])
def test_a_task_and_what_it_makes_travel_without_a_changed_bit(name: str) -> None:
    experiment = prepare(load_scenario(name), read_case(), Stratified(5, 80))
    (block,) = plan_blocks(80)
    reducer = Assessing(resolution_targets(), keep_draws=True)
    here = run_block(experiment, block, reducer)
    there = run_block(*pickle.loads(pickle.dumps((experiment, block, reducer))))
    assert pickle.dumps(pickle.loads(pickle.dumps(here))) == pickle.dumps(pickle.loads(pickle.dumps(there)))


def test_what_a_killed_process_left_is_done_again_once(tmp_path: Path) -> None:
    names = ["a", "b", "deadly", "c", "d"]
    assert Processes(2).each(end_the_first_time, [tmp_path / name for name in names]) == names


def test_processes_that_are_killed_again_end_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="end before they have done anything"):
        Processes(2).each(end_at_once, [tmp_path])
    with pytest.raises(UsageError, match="perhaps memory is short"):
        Processes(1).each(double_or_end, [1, 2, 0, 3])


def double_or_end(number: int) -> int:
    if not number:
        end_at_once(Path())
    return double(number)


def test_a_function_without_a_name_cannot_travel_and_the_message_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"cannot be sent to another process: .*lambda.*top of a module.*InProcess"):
        Processes(2).each(lambda number: number, [1, 2])
    plain = prepare(load_scenario("baseline"), read_case(), Stratified(draws=80))
    changed = adjusted(plain.model, "grdp", ("storm",), lambda value, storm: value + 0 * storm)
    with pytest.raises(UsageError, match="cannot be sent to another process"):
        run_experiments([replace(plain, model=changed)], KeepPaths(["grdp"]), Processes(2))


@pytest.mark.parametrize(
    ("program", "said"),
    [(UNGUARDED, "beneath if __name__ == '__main__'"), (NOTEBOOK, "a worker process cannot find what it was sent: ")],
    ids=["a script without a guard", "a notebook"],
)
def test_a_program_that_cannot_be_loaded_again_is_told_so(program: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=100, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("count", [0, -1])
@pytest.mark.parametrize(
    "kind", [Threads, Processes, lambda count: begin(count, (), 200)], ids=["Threads", "Processes", "begin"]
)
def test_fewer_than_one_worker_is_refused(kind: Callable[[int], object], count: int) -> None:
    with pytest.raises(UsageError, match=rf"\({count}\): expected at least 1; use 1 or more"):
        kind(count)


def test_small_work_stays_in_this_process_and_large_work_gets_all_processors() -> None:
    assert fastest_scheduler(scenarios=1, draws=200, processors=8) == InProcess()
    assert fastest_scheduler(scenarios=12, draws=10_000, processors=8) == Processes(8)
    assert fastest_scheduler(scenarios=12, draws=10_000, processors=1) == InProcess()
    assert fastest_scheduler(scenarios=12, draws=10_000) == (
        Processes(usable_processors()) if usable_processors() > 1 else InProcess()
    )
    assert begin(None, ["baseline"], 200) == begin(1, ["baseline"], 10_000) == InProcess()
    assert begin(3, ["baseline"], 200) == Processes(3)


@pytest.mark.parametrize("each", [InProcess(), Threads(2), Processes(2)], ids=str)
def test_control_c_that_python_dropped_stops_before_the_next_task(each: Scheduler) -> None:
    begun: list[int] = []

    def press(done: int, total: int) -> None:
        begun.append(done)
        with suppress(KeyboardInterrupt):  # as a destructor would
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        each.each(double, range(1_000), press)
    assert len(begun) <= 4
    assert signal.getsignal(signal.SIGINT) is before


def test_control_c_that_python_dropped_before_stops_the_first_task() -> None:
    begun: list[int] = []
    with pytest.raises(KeyboardInterrupt), noting_control_c():
        with suppress(KeyboardInterrupt):  # as a callback of an import would
            signal.raise_signal(signal.SIGINT)
        InProcess().each(begun.append, [1, 2, 3])
    assert begun == []
    assert InProcess().each(double, [4]) == [8]  # what was pressed is forgotten by then


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back here")
def test_control_c_while_a_process_starts_waits_and_does_not_reach_that_process() -> None:
    started = False
    command = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('alive')"
    with pytest.raises(KeyboardInterrupt), holding_control_c():
        signal.raise_signal(signal.SIGINT)
        child = subprocess.run([sys.executable, "-c", command], capture_output=True, encoding="utf-8", check=True)
        started = child.stdout == "alive\n"
    assert started
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_program_that_handles_control_c_itself_is_left_alone() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        with noting_control_c() as look:
            signal.raise_signal(signal.SIGINT)
            look()
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]
