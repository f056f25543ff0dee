"""One run of a scenario as a document that other system-dynamics programs read."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from qnsim.engine.simulate import Inputs
from qnsim.facts.parameters import Parameter
from qnsim.paper.xmile import Described, Heading, xmile_document
from qnsim.run import Experiment, run_id
from qnsim.scenarios.settings import Setting


def xmile_text(experiment: Experiment, inputs: Inputs, which: str) -> str:
    """The model of an experiment with the numbers of one draw as XMILE; `which` draw is said in the heading.

    Raises `ModelError` if an equation cannot be written.
    """
    described = dict(_descriptions(experiment))
    return xmile_document(experiment.model, inputs, experiment.horizon, _heading(experiment, which), described)


def _heading(experiment: Experiment, which: str) -> Heading:
    scenario, run = experiment.scenario, run_id(experiment)
    return Heading(
        vendor="The qnsim authors",
        product="qnsim",
        product_version=version("qnsim"),
        name=scenario.name,
        version=run,
        caption=f"{scenario.title['en']}. {which}, run {run}, from what was known on {scenario.as_of.isoformat()}.",
    )


def _descriptions(experiment: Experiment) -> Iterator[tuple[str, Described]]:
    """Unit, meaning and source of every input."""
    settings = experiment.scenario.settings
    for name, surprise in experiment.model.surprises.items():
        meaning = surprise.meaning
        yield name, Described("1", _sentences(f"{meaning[0].upper()}{meaning[1:]}", _set_by(settings.get(name))))
    for name, parameter in experiment.case.parameters.items():
        yield name, Described(parameter.unit, _sentences(_fact(parameter), _set_by(settings.get(name))))
    for name, setting in settings.items():
        if setting.kind == "variable":
            unit = experiment.model.unit(name)
            yield f"{name}_is_given", Described("1", f"1 where the scenario gives {name}, else 0.")
            yield f"{name}_given", Described(unit, _sentences(f"What the scenario gives as {name}", _set_by(setting)))
    for name in dict.fromkeys(judgement.variable for judgement in experiment.scenario.judgements):
        reasons = _reasons(experiment, name)
        yield f"{name}_judged_share", Described("1", f"Judged change of {name}, a share of it. {reasons}")
        yield f"{name}_judged_amount", Described(experiment.model.unit(name), f"Judged addition to {name}. {reasons}")


def _fact(parameter: Parameter) -> str:
    return f"{parameter.meaning} Source: {parameter.source} (confidence {parameter.confidence})"


def _set_by(setting: Setting | None) -> str:
    """Where a scenario sets a value; the folder is left out, so that the document is the same on every machine."""
    if setting is None:
        return ""
    source = f" ({setting.source})" if setting.source not in setting.written else ""
    return f"Set in {Path(setting.place.file).name}, line {setting.place.line}: {setting.written}{source}"


def _reasons(experiment: Experiment, variable: str) -> str:
    entries = [entry for entry in experiment.scenario.judgements if entry.variable == variable]
    return " ".join(f"{entry.when}: {entry.reason} ({entry.author})." for entry in entries)


def _sentences(*parts: str) -> str:
    return " ".join(f"{part.removesuffix('.')}." for part in parts if part)
