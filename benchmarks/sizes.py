"""Time and memory of one scenario by the number of draws, each in a process of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)


def measured(draws: int) -> tuple[float, float]:
    """Processor seconds and the most memory in MB of a run of the baseline, no folder written."""
    done = subprocess.run(
        [sys.executable, __file__, str(draws)], check=True, capture_output=True, text=True, timeout=280
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def peak_memory() -> float:
    """Largest memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count the parent process on Linux
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main() -> None:
    """Run so many draws and print what they took."""
    from qnsim.scheduler import InProcess
    from qnsim.workflow.runs import run_scenarios

    start = time.process_time()
    run_scenarios(["baseline"], int(sys.argv[1]), scheduler=InProcess(), out=None)
    print(time.process_time() - start, peak_memory())


if __name__ == "__main__":
    main()
