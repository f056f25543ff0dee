"""How fast a run is, and how time and memory grow with the number of draws.

Run from a checkout: python benchmarks/speed.py. Times depend on the machine; compare ratios within one run.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from qnsim.analysis.assessment import Assessing
from qnsim.analysis.measures import MEASURES
from qnsim.analysis.measures.measure import names_to_keep
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.formula import Term
from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, advance, begin, evaluate, simulate
from qnsim.facts.case import read_case
from qnsim.run import Experiment, prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario, load_scenarios, resolution_targets

REPEATS = 7
KEEP = names_to_keep(MEASURES)
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    if len(sys.argv) > 1:
        print_size(int(sys.argv[1]))
        return
    case = read_case()
    experiment = prepare(load_scenario("baseline"), case)
    print_engine(experiment)
    print_run(case)
    print("\nOne scenario, everything a run reports, two jobs:")
    print(f"{'draws':>10} {'seconds':>9} {'draws/s':>9} {'peak MB':>8}")
    for size in SIZES:
        subprocess.run([sys.executable, __file__, str(size)], check=True)


def print_engine(experiment: Experiment) -> None:
    """The engine against one hand-written NumPy statement per variable, in turn, on the same inputs."""
    block = plan_blocks(experiment.draws)[0]
    inputs = draw(experiment.scenario, experiment.case, experiment.horizon, experiment.design, block).inputs
    model, horizon = experiment.model, experiment.horizon
    by_hand = handwritten(model)
    ours, theirs = [], []
    for _ in range(REPEATS):
        ours.append(timed(lambda: simulate(model, inputs, horizon, block.size, KEEP)))
        theirs.append(timed(lambda: by_hand(inputs, horizon, block.size)))
    variables = len(model.equations) + len(model.stocks)
    steps = horizon.count * variables * block.size
    same = simulate(model, inputs, horizon, block.size, ["grdp"])["grdp"][-1]
    np.testing.assert_allclose(same, by_hand(inputs, horizon, block.size)[-1], rtol=1e-12)
    print(f"Engine: {len(model.equations)} equations, {len(model.stocks)} stocks, {horizon.count} quarters, one thread")
    rate, cost = block.size / median(ours), 1e9 * median(ours) / steps
    print(f"  {rate:,.0f} draws/s; {cost:.2f} ns per variable, step and draw")
    print(f"  {ratios(ours, theirs)} times the time of hand-written NumPy")
    print_against_calls(experiment, 1_000)
    print_against_calls(experiment, 8_000)


def print_against_calls(experiment: Experiment, draws: int) -> None:
    """The traced program against calling every equation every quarter, in turn, in CPU time of this thread."""
    model, horizon, design = experiment.model, experiment.horizon, Stratified(draws=draws)
    block = plan_blocks(draws)[0]
    inputs = draw(experiment.scenario, experiment.case, horizon, design, block).inputs
    called, ours = [], []
    for _ in range(2 * REPEATS):
        called.append(timed(lambda: call_equations(model, inputs, horizon, block.size), time.thread_time))
        ours.append(timed(lambda: simulate(model, inputs, horizon, block.size, KEEP), time.thread_time))
    print(f"  {ratios(called, ours)} times as fast as calling each equation, {block.size:,} draws at once")


def call_equations(model: Model, inputs: Inputs, horizon: Horizon, draws: int) -> None:
    """A run without a program: each equation is called, each quarter, and the same is kept."""
    kept = {name: np.empty((horizon.count, draws)) for name in KEEP}
    with np.errstate(all="ignore"):
        constants, level = begin(model, inputs, horizon)
        for position in range(horizon.count):
            given = {**constants, **inputs.at(position), **level, **horizon.clock(position)}
            now = evaluate(model.equations, given)
            for name in KEEP:
                kept[name][position] = now[name]
            level = advance(model, now, horizon.step)


def ratios(one: Sequence[float], other: Sequence[float]) -> str:
    """The median of ratios of neighbouring runs, and their range."""
    pairs = [a / b for a, b in zip(one, other, strict=True)]
    return f"{median(pairs):.2f} (from {min(pairs):.2f} to {max(pairs):.2f})"


def print_run(case: object) -> None:
    """All shipped scenarios with 10 000 draws, on one job and on two."""
    experiments = [prepare(scenario, read_case()) for scenario in load_scenarios([])]
    reducer = Assessing(resolution_targets())
    run_experiments(experiments[:1], reducer, 1)
    one, two = [], []
    for _ in range(3):
        one.append(timed(lambda: run_experiments(experiments, reducer, 1)))
        two.append(timed(lambda: run_experiments(experiments, reducer, 2)))
    first = experiments[0]
    print(f"\n{len(experiments)} scenarios x {first.draws:,} draws x {first.horizon.count} quarters, reported:")
    print(f"  one job {median(one):.1f} s, two jobs {median(two):.1f} s: {median(one) / median(two):.2f} times faster")


def print_size(draws: int) -> None:
    """Time and peak memory of one scenario, in a process of its own."""
    experiment = prepare(load_scenario("baseline"), read_case(), Stratified(draws=draws))
    reducer = Assessing(resolution_targets())
    seconds = timed(lambda: run_experiments([experiment], reducer, 2))
    peak = peak_memory()
    print(f"{draws:>10,} {seconds:>9.2f} {draws / seconds:>9,.0f} {peak:>8,.0f}", flush=True)


def peak_memory() -> float:
    """Largest memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count the parent process on Linux
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def timed(job: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    job()
    return clock() - start


def handwritten(model: Model) -> Callable[..., np.ndarray]:
    """The model as a person would write it in NumPy: one statement per variable, local names, no engine."""
    lines = ["def by_hand(constants, level, path, horizon, draws):"]
    names = [equation.name for equation in model.constants] + sorted(model.parameters)
    lines += [f"    {name} = constants['{name}']" for name in names]
    lines += [f"    {stock} = level['{stock}']" for stock in model.stocks]
    kept = [name for name in KEEP if name not in names]
    lines += [f"    kept_{name} = np.empty((horizon.count, draws))" for name in kept]
    lines += ["    step = horizon.step", "    for q in range(horizon.count):"]
    lines += ["        time = horizon.start + q * step"]
    lines += [f"        {name} = path['{name}'][q]" for name in sorted(model.paths)]
    lines += [f"        {equation.name} = {written(equation.formula)}" for equation in model.equations]
    lines += [f"        kept_{name}[q] = {name}" for name in kept]
    for stock in model.stocks:
        inflow = [f" + step * {e.name}" for e in model.equations if e.note.into == stock]
        outflow = [f" - step * {e.name}" for e in model.equations if e.note.out_of == stock]
        lines.append(f"        {stock} = {stock}{''.join(inflow + outflow)}")
    lines.append("    return kept_grdp")
    scope = {"np": np}
    exec("\n".join(lines), scope)

    def call(inputs: Inputs, horizon: object, draws: int) -> np.ndarray:
        with np.errstate(all="ignore"):
            constants, level = begin(model, inputs, horizon)
            return scope["by_hand"](constants, level, inputs.paths, horizon, draws)

    return call


def written(term: Term) -> str:
    """A formula as a NumPy expression."""
    if term.number is not None:
        return repr(term.number)
    if not term.parts:
        return term.head
    parts = [written(part) for part in term.parts]
    if term.head == "negative":
        return f"(-{parts[0]})"
    if term.head.isalpha():
        return f"np.{term.head}({', '.join(parts)})"
    return f"({parts[0]} {term.head} {parts[1]})"


if __name__ == "__main__":
    main()
