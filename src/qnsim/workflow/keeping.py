"""What decides the numbers of a block, and where the blocks of an unfinished run are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qnsim.facts.targets import Target
from qnsim.installed import surroundings
from qnsim.kept_blocks import UNFINISHED, KeepingBlocks, KeptRun
from qnsim.run import Experiment, run_id
from qnsim.scheduler import Scheduler


def keeping_blocks(
    experiments: Sequence[Experiment],
    scheduler: Scheduler,
    out: Path,
    targets: Sequence[Target],
    keep_draws: bool,
    resume: bool,
) -> KeepingBlocks:
    """A scheduler that keeps the blocks of experiments below `out`, with those of a run before if it is to `resume`.

    Raises `UsageError` if what is kept there is of another run of one of the scenarios.
    """
    runs = [_kept_run(each, out, targets, keep_draws) for each in experiments]
    for run in runs:
        if resume:
            run.check()
        else:
            run.remove()
    for run in runs:
        run.begin()
    return KeepingBlocks(scheduler, runs)


def _kept_run(experiment: Experiment, out: Path, targets: Sequence[Target], keep_draws: bool) -> KeptRun:
    name = run_id(experiment)
    about: dict[str, Any] = {
        "run": name,
        "scenario": experiment.scenario.name,
        "digest": experiment.scenario.digest,
        "facts": experiment.case.digest,
        "design": experiment.design.about(),
        "targets": hashlib.sha256(repr(tuple(targets)).encode()).hexdigest()[:12],
        "keep_draws": keep_draws,
        "engine": experiment.engine,
        **surroundings(),
    }
    return KeptRun(out / UNFINISHED / name, about)
