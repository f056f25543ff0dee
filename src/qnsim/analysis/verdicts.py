"""What becomes of each target in every draw: its indicator, what it is compared with, and whether it is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from qnsim.analysis.judging import event_of, mark_of, measure_of, values_of
from qnsim.analysis.measures.measure import Measure, measure, names_to_keep
from qnsim.analysis.measures.paths import Paths
from qnsim.analysis.summary import sorted_quantiles
from qnsim.chance.blocks import Block
from qnsim.chance.designs import blocks_of
from qnsim.chance.draws import Draws
from qnsim.facts.targets import Target
from qnsim.run import Experiment

Array = np.ndarray


@dataclass(frozen=True)
class Verdicts:
    """All draws (draw,) in order, by name; `blocks` are the sizes of what was simulated together.

    A target that is compared with nothing has values and no mark and no event.
    """

    values: Mapping[str, Array]
    marks: Mapping[str, Array]
    reached: Mapping[str, Array]
    blocks: Sequence[int]

    def quantiles(self, values: Array, levels: Sequence[float]) -> Array:
        """Quantiles of values (draw,) as in the summary of a run: the average of those of the blocks."""
        parts = np.split(values, np.cumsum(self.blocks)[:-1])
        return np.average([sorted_quantiles(np.sort(part), levels) for part in parts], axis=0, weights=self.blocks)


@dataclass(frozen=True)
class Judging:
    """The reducer that judges targets, by name, in all draws; `also` are measures whose values of a year come along."""

    targets: Mapping[str, Target]
    also: Mapping[str, tuple[Measure, str]] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Measure, ...]:
        """The measures that are needed, each once."""
        measures = [measure_of(each) for each in self.targets.values()] + [each for each, _ in self.also.values()]
        return tuple({each.key: each for each in measures}.values())

    @property
    def keep(self) -> Sequence[str]:
        """What the measures read, and what targets are compared with."""
        against = [target.against for target in self.targets.values() if target.against]
        return tuple(dict.fromkeys([*names_to_keep(self.asked), *against]))

    def reduce(
        self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]
    ) -> dict[str, dict[str, Array]]:
        """Values, marks and events of a block."""
        path = Paths(paths, int(experiment.horizon.start))
        measured = measure(path, self.asked)
        events = {name: event for name, target in self.targets.items() if (event := event_of(target))}
        values = {name: values_of(target, measured) for name, target in self.targets.items()}
        return {
            "values": values | {name: measured[each.key].at(year) for name, (each, year) in self.also.items()},
            "marks": {name: np.broadcast_to(mark_of(event.target, path), block.size) for name, event in events.items()},
            "reached": {name: event(measured, path) for name, event in events.items()},
        }

    def merge(self, experiment: Experiment, parts: Sequence[dict[str, dict[str, Array]]]) -> Verdicts:
        """All draws in order."""
        joined = {
            kind: {name: np.concatenate([part[kind][name] for part in parts]) for name in parts[0][kind]}
            for kind in parts[0]
        }
        return Verdicts(**joined, blocks=[block.size for block in blocks_of(experiment.design)])
