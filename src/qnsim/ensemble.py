"""The draws of a run as labelled arrays, with units: for notebooks, NetCDF and every question asked draw by draw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qnsim.arguments import several
from qnsim.chance.blocks import Block
from qnsim.chance.draws import Draws
from qnsim.language import say
from qnsim.run import Experiment

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True)
class KeepPaths:
    """A reducer that keeps whole paths of some model variables, for all draws."""

    keep: Sequence[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "keep", several("keep", self.keep, str, say("names of variables, such as ['grdp']")))

    def reduce(
        self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, np.ndarray]
    ) -> Mapping[str, np.ndarray]:
        """The paths themselves."""
        return paths

    def merge(self, experiment: Experiment, parts: Sequence[Mapping[str, np.ndarray]]) -> xarray.Dataset:
        """A dataset with dimensions quarter and draw; units and run in its attributes."""
        import xarray

        labels = [experiment.horizon.label(position) for position in range(experiment.horizon.count)]
        variables = {}
        for name in self.keep:
            values = np.concatenate([part[name] for part in parts], axis=-1)
            dimensions = ("quarter", "draw")[-values.ndim :]
            variables[name] = (dimensions, values, {"unit": unit_of(experiment, name)})
        about = json.dumps(experiment.design.about())
        attributes = {"scenario": experiment.scenario.name, "design": about, "facts": experiment.case.digest}
        return xarray.Dataset(variables, coords={"quarter": labels}, attrs=attributes)


def unit_of(experiment: Experiment, name: str) -> str:
    """Unit of a variable, stock or parameter of the model."""
    parameters = experiment.case.parameters
    unit = parameters[name].unit if name in parameters else experiment.model.unit(name)
    return experiment.case.shown_unit(unit)
