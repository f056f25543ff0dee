"""Who does the work of a command, and that they load what they need while this process does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qnsim.cluster import Cluster
from qnsim.errors import UsageError
from qnsim.facts.about import read_about
from qnsim.facts.shipped import data_folder
from qnsim.language import say
from qnsim.scenarios.scenario import find_scenarios
from qnsim.scheduler import InProcess, Processes, Scheduler, usable_processors

NEEDED_BY_WORKERS = ("qnsim.workflow.run_folders", "qnsim.workflow.runs", "scipy.special", "scipy.interpolate", "pint")
DRAWS_PER_FOLDER = 6_000  # draws that take as long as the writing of a run folder
DRAWS_WORTH_A_POOL = 30_000  # two processes are faster from here on


def fastest_scheduler(scenarios: int, draws: int, processors: int | None = None) -> Scheduler:
    """Processes where they save more than their start costs, else none."""
    processors = usable_processors() if processors is None else processors
    small = scenarios * (draws + DRAWS_PER_FOLDER) < DRAWS_WORTH_A_POOL
    return InProcess() if processors < 2 or small else Processes(processors)


def begin(
    jobs: int | None, arguments: Sequence[str], draws: int, folder: Path | None = None, cluster: str | None = None
) -> Scheduler:
    """So many processes, or for None as many as pay; they load what they need from now on, while facts are read.

    `folder` is that of the case; `cluster` is for `begin_study`. Raises `UsageError` for less than one process or for
    a scenario that is not there.
    """
    if jobs is None and cluster is None:
        return begin_for(arguments, read_about(folder or data_folder()).scenarios, draws)
    return begin_study(jobs, cluster)


def begin_for(arguments: str | Path | Sequence[str | Path], shipped: Path, draws: int) -> Scheduler:
    """As many processes as pay for scenarios, which may be names in the folder `shipped`."""
    return loading(fastest_scheduler(len(find_scenarios(arguments, shipped)), draws))


def begin_study(jobs: int | None, cluster: str | None = None) -> Scheduler:
    """So many processes, or for None one for each processor; they load what they need from now on.

    With the address of a Dask scheduler its `cluster`. Raises `UsageError` if both are given, or it cannot be used.
    """
    if cluster is not None:
        if jobs not in (None, 1):
            raise UsageError(say("--jobs and --scheduler cannot be combined; the cluster has its own workers"))
        found = Cluster(cluster)
        found.check()
        return found
    count = usable_processors() if jobs is None else jobs
    return loading(InProcess() if count == 1 else Processes(count))


def loading(scheduler: Scheduler) -> Scheduler:
    """The scheduler, whose processes begin to load what they will need."""
    if isinstance(scheduler, Processes):
        scheduler.warm(NEEDED_BY_WORKERS)
    return scheduler
