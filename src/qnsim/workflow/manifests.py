"""Manifests: what a run folder says of its run, so that the same numbers can be made again."""

from __future__ import annotations

import datetime
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from qnsim.chance.blocks import FEWEST_REPLICATES, REPLICATE_SIZE
from qnsim.errors import UsageError
from qnsim.press.files import replace_file
from qnsim.run import Experiment, run_id

SAMPLER = (
    f"Latin hypercube by stream and replicate (at most {REPLICATE_SIZE} draws, at least {FEWEST_REPLICATES} replicates)"
)
VERSIONS = ("qnsim", "numpy", "scipy", "pandas")


def manifest(experiment: Experiment) -> dict[str, Any]:
    """All that is needed to make the same numbers again."""
    scenario = experiment.scenario
    return {
        "run": run_id(experiment),
        "scenario": {
            "name": scenario.name,
            "digest": scenario.digest,
            "files": [
                {"name": Path(file).name, "text": Path(file).read_text(encoding="utf-8")} for file in scenario.files
            ],
        },
        "facts_digest": experiment.case.digest,
        "data_vintage": scenario.as_of.isoformat(),
        "design": experiment.design.about(),
        "sampler": SAMPLER,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}},
        "written": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def write_manifest(experiment: Experiment, folder: Path) -> None:
    """Write the manifest after all other files, so that a folder that has one is whole."""
    replace_file(folder / "manifest.json", json.dumps(manifest(experiment), ensure_ascii=False, indent=2) + "\n")


def read_manifest(file: Path) -> tuple[dict[str, Any], str, int, int, str]:
    """A manifest, and of it the name of the scenario, draws, seed and run. Raises `UsageError` if it is none."""
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
        about["scenario"]["files"]
        return (
            about,
            str(about["scenario"]["name"]),
            int(about["design"]["draws"]),
            int(about["design"]["seed"]),
            str(about["run"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UsageError(f"{file}: not the manifest of a run ({fault})") from None
