"""What a study leaves behind: a folder with its tables, its chart and a manifest from which it can be made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel

from qnsim.errors import UsageError
from qnsim.facts.case import Case
from qnsim.installed import versions
from qnsim.language import say
from qnsim.press.files import replace_file
from qnsim.reporting.run_folder import MANIFEST, begin_folder, write_table
from qnsim.run import name_of_run
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.manifests import (
    Comparison,
    ScenarioForm,
    comparison,
    digests,
    scenario_texts,
    write_scenario,
)


@dataclass(frozen=True)
class Request:
    """A study that was asked for: its command, the scenarios, options that JSON can hold, and other cases it reads.

    `learned` is a digest of what past forecasts taught, for a study that shows it.
    """

    command: str
    scenarios: tuple[Scenario, ...]
    options: Mapping[str, Any]
    cases: tuple[Case, ...] = ()
    learned: str = ""

    def name(self, case: Case) -> str:
        """The name of its folder: command, scenarios, and a hash of everything that decides its numbers."""
        names = "-".join([self.command, *(scenario.name for scenario in self.scenarios)])
        own = [scenario.digest for scenario in self.scenarios] + [other.digest for other in self.cases]
        digests = "|".join([*own, *filter(None, [self.learned])])
        return name_of_run(names, digests, case.digest, self.options, version("qnsim"))


class StudyForm(BaseModel):
    """The manifest of a study."""

    study: str
    run: str
    scenarios: list[ScenarioForm]
    options: dict[str, Any]
    facts_digest: str
    versions: dict[str, str]
    tables: dict[str, str]


def write_study(
    request: Request,
    case: Case,
    out: Path,
    tables: Mapping[str, pd.DataFrame],
    draw: Callable[[Path], object] | None = None,
) -> Path:
    """Write the folder of a study: its tables as CSV, what `draw` puts there, and the manifest last."""
    folder = out / request.name(case)
    begin_folder(folder)
    files = {f"{name}.csv": table for name, table in tables.items()}
    for name, table in files.items():
        write_table(folder / name, table)
    if draw:
        draw(folder)
    about = StudyForm(
        study=request.command,
        run=folder.name,
        scenarios=[ScenarioForm.model_validate(scenario_texts(scenario)) for scenario in request.scenarios],
        options=dict(request.options),
        facts_digest=case.digest,
        versions=versions(),
        tables=digests(folder, files),
    )
    replace_file(folder / MANIFEST, json.dumps(about.model_dump(), ensure_ascii=False, indent=2) + "\n")
    return folder


def study_form(place: Path) -> StudyForm | None:
    """The manifest of a study, in a file or a folder; None if it is of something else."""
    file = place / MANIFEST if place.is_dir() else place
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return StudyForm.model_validate(content) if isinstance(content, dict) and "study" in content else None
    except (OSError, ValueError):
        return None


def recorded_scenarios(form: StudyForm, folder: Path) -> list[Path]:
    """The scenario files of a study, written into a folder each so that equal names do not meet."""
    found = []
    for number, scenario in enumerate(form.scenarios):
        own = folder / str(number)
        own.mkdir()
        found.append(write_scenario(scenario, own))
    return found


def compare_study(form: StudyForm, folder: Path) -> Comparison:
    """A study and its repetition in `folder`. Raises `UsageError` if it is not the same study."""
    if folder.name != form.run:
        raise UsageError(
            say(
                "this is study {run}, but with the facts and the version installed here it is {name}: the manifest "
                "was changed, or it was made with other facts or another version",
                run=form.run,
                name=folder.name,
            )
        )
    written = [name for name in form.tables if (folder / name).is_file()]
    return comparison(form.versions, form.tables, digests(folder, written))
