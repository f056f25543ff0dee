"""Measures everything and writes docs/performance.md: python benchmarks/write_page.py, on a machine that is quiet.

It takes about four minutes. The page is written by nothing else: machines differ, and only ratios within it compare.
"""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from engines import CALLED, COMPILED, PYSD, STATEMENTS, TOGETHER, other_engines, own_engines
from sizes import SIZES, measured
from whole_command import parts, wall

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
VERSIONS = ("numpy", "scipy", "matplotlib", "llvmlite", "pysd", "pysimlin")
SECONDS, SECOND_CORE, KERNEL, AGAINST_PYSD = 5.0, 1.7, 4.5, 10_000  # what was wished for
UNMEASURED = (
    "SDEverywhere's generated C, of which the kernel should be three times as fast; the kernel on two threads; "
    "10,000,000 draws; a Sobol study of 250,000 runs, wished for in 5 s"
)


def main() -> None:
    """Measure and write the page."""
    of_command, clocks = parts(), {jobs: wall(jobs) for jobs in (1, 2)}
    text = page(own_engines(), other_engines(), of_command, clocks, {draws: measured(draws) for draws in SIZES})
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def page(
    own: dict[str, dict[int, float]],
    others: dict[str, float],
    of_command: dict[str, float],
    clocks: dict[int, float],
    sizes: dict[int, tuple[float, float]],
) -> str:
    """The page from what was measured."""
    engines = [
        "| engine | " + " | ".join(f"{draws:,} draws together" for draws in TOGETHER) + " |",
        "|---|" + "--:|" * len(TOGETHER),
        *(
            f"| {name} | " + " | ".join(_with_ratio(own, name, draws) for draws in TOGETHER) + " |"
            for name in (CALLED, STATEMENTS, COMPILED)
            if name in own
        ),
    ]
    best = own[STATEMENTS][TOGETHER[-1]]
    beside = [
        f"| {name} | {_short(each)} | {_short(each / best)} times the time of NumPy |" for name, each in others.items()
    ]
    total = sum(of_command.values())
    shares = [f"| {name} | {seconds:.2f} | {seconds / total:.0%} |" for name, seconds in of_command.items()]
    grown = [f"| {draws:,} | {seconds:.1f} | {memory:.0f} |" for draws, (seconds, memory) in sizes.items()]
    return "\n".join(
        [
            "# Performance",
            "",
            f"Written by `benchmarks/write_page.py` on {datetime.date.today()}. Machine: {machine()}.",
            "Other machines give other seconds; compare what stands in one table.",
            "",
            "## Engines",
            "",
            "Microseconds of one processor for one run of the baseline, eight years in quarters, and the speed against",
            "NumPy with as many draws together (medians, jobs in turn):",
            "",
            *engines,
            "",
            "Other engines on the exported model, one run at a time, without reading the file. PySD is in Python,",
            "Simlin in Rust; SDEverywhere, which generates C, was not measured.",
            "",
            "| engine | microseconds | |",
            "|---|--:|---|",
            *beside,
            "",
            "## The whole command",
            "",
            "`qnsim run` with the twelve scenarios that ship and 10 000 draws each, folders and charts written.",
            f"By the clock: {clocks[1]:.1f} s with one process, {clocks[2]:.1f} s with two (medians of three). In one",
            "process, in processor seconds:",
            "",
            "| part | seconds | |",
            "|---|--:|--:|",
            *shares,
            f"| together | {total:.2f} | |",
            "",
            "## More draws",
            "",
            "One scenario in one process, no folder written:",
            "",
            "| draws | processor seconds | most memory, MB |",
            "|--:|--:|--:|",
            *grown,
            "",
            "## What falls short",
            "",
            *falls_short(own, others, clocks),
            "",
        ]
    )


def falls_short(own: dict[str, dict[int, float]], others: dict[str, float], clocks: dict[int, float]) -> list[str]:
    """What was wished for and is not reached, in numbers, and what nobody has measured."""
    said = []
    if clocks[2] > SECONDS:
        said.append(f"- The whole command should take {SECONDS:g} s on two quiet cores; it takes {clocks[2]:.1f} s.")
    second = clocks[1] / clocks[2]
    if second < SECOND_CORE:
        said.append(f"- The second core should make it {SECOND_CORE:g} times as fast; it makes it {second:.2f} times.")
    if COMPILED in own:
        found = {draws: own[STATEMENTS][draws] / own[COMPILED][draws] for draws in TOGETHER}
        if min(found.values()) < KERNEL:
            told = ", ".join(f"{ratio:.2f} times with {draws:,} draws together" for draws, ratio in found.items())
            said.append(f"- The kernel should be {KERNEL:g} times as fast as NumPy; it is {told}.")
    fastest = min(each for engine in own.values() for each in engine.values())
    if PYSD in others and others[PYSD] / fastest < AGAINST_PYSD:
        ratio = others[PYSD] / fastest
        said.append(f"- The fastest engine should be {AGAINST_PYSD:,} times as fast as PySD; it is {ratio:,.0f} times.")
    return [*said, f"- Not measured: {UNMEASURED}."]


def machine() -> str:
    """The processor, its cores and the versions that matter."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    told = [f"{name}, {os.cpu_count()} cores", f"Python {platform.python_version()}"]
    return ", ".join([*told, *(f"{each} {found}" for each in VERSIONS if (found := _version(each)))])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _with_ratio(own: dict[str, dict[int, float]], name: str, draws: int) -> str:
    ratio = own[STATEMENTS][draws] / own[name][draws]
    return f"{own[name][draws]:.1f} ({ratio:.2f} x)"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    main()
