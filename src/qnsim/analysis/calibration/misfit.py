"""How far a simulated past lies from the figures of the record, for many points of the unit cube at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from scipy.special import ndtr

from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import Measure, Words, names_to_keep
from qnsim.analysis.measures.paths import QUARTERS, SECTORS, Paths
from qnsim.analysis.outcomes import until
from qnsim.chance.blocks import Block, Replicate
from qnsim.chance.coordinates import coordinates_of
from qnsim.chance.designs import Columns, Design
from qnsim.chance.draws import draw
from qnsim.engine.simulate import simulate_unchecked
from qnsim.errors import DataError, nearest
from qnsim.facts.likelihood import FIRST_RELEASE, RATIO, SHARE, Figure
from qnsim.language import say
from qnsim.run import Experiment

Array = np.ndarray
GROWTH = "grdp_growth_final", ""
RELEASE_ERROR, REVISION = "first_release_error_sd", "mean_revision"  # parameters of the first published growth
SHOCK_SCALE, DISCREPANCY = "shock_scale", "model_discrepancy_sd"  # whose product is the yearly error of the model
# Not varied. Errors that are drawn each year are integrated out of growth: a figure without noise would make a needle.
# How large revisions are is known from figures that were revised, not from how well a model tells the first ones.
LEFT_OUT = ("release_draw@", "discrepancy_draw@", RELEASE_ERROR)
PROBES = 2  # points at which is tried whether a coordinate acts
PROBE_STEP = 1.0  # in standard deviations of the coordinate
EDGE = 2.0**-53  # the nearest a uniform number may come to 0 or 1


@dataclass(frozen=True)
class Past:
    """What the model has for each figure (figure, draw), the error of growth (draw,) in points, growth (year, draw).

    The error is that of first releases and that of the model itself together.
    """

    figures: Array
    growth_error: Array
    growth: Array


@dataclass(frozen=True)
class Misfit:
    """The residuals of an experiment over a record, as a function of its coordinates.

    `names` are the coordinates that vary, each standard normal before any figure; all others stand at their middle. It
    pickles, so processes can share the work.
    """

    experiment: Experiment
    figures: tuple[Figure, ...]
    names: tuple[str, ...]

    @property
    def dimension(self) -> int:
        """How many coordinates vary."""
        return len(self.names)

    @property
    def numbers(self) -> tuple[str, ...]:
        """What a call tells of each draw, by name: its coordinates, then growth of every year simulated."""
        horizon, first = self.experiment.horizon, self.experiment.scenario.first_year
        return (*self.names, *(f"growth {first + year}" for year in range(horizon.count // QUARTERS)))

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What each figure is compared with. Raises `DataError` for a figure the model has no measure of."""
        return tuple(_measure_of(figure, self.experiment) for figure in self.figures)

    def __call__(self, z: Array) -> tuple[Array, Array, Array]:
        """Residuals (figure, draw) in standard errors, the log of the errors (draw,), and growth (year, draw) in %.

        `z` is (coordinate, draw). Where the model leaves the numbers, so do they.
        """
        return self.judged(self.simulated(*self.design(z)))

    def design(self, z: Array) -> tuple[Columns, Block]:
        """Points (coordinate, draw) as a design of one block."""
        numbers = np.clip(ndtr(z), EDGE, 1 - EDGE)
        return Columns(dict(zip(self.names, numbers, strict=True))), Block((Replicate(0, 0, z.shape[1]),))

    def simulated(self, design: Design, block: Block) -> Past:
        """What the model has for each figure."""
        experiment, growth = replace(self.experiment, design=design), BY_KEY[GROWTH]
        draws = draw(experiment.scenario, experiment.case, experiment.horizon, design, block)
        keep = [*names_to_keep([*self.measures, growth]), RELEASE_ERROR, REVISION, SHOCK_SCALE, DISCREPANCY]
        found = simulate_unchecked(experiment.model, draws.inputs, experiment.horizon, block.size, keep)
        paths = Paths(found, experiment.scenario.first_year)
        with np.errstate(all="ignore"):
            values = {each.key: each.year(paths) for each in (*self.measures, growth)}
        revision = 100 * found[REVISION]
        modelled = [
            self._at(figure, values[each.key]) - (revision if figure.kind == FIRST_RELEASE else 0)
            for figure, each in zip(self.figures, self.measures, strict=True)
        ]
        error = 100 * np.hypot(found[RELEASE_ERROR], found[SHOCK_SCALE] * found[DISCREPANCY])
        return Past(np.stack(modelled), error, values[GROWTH])

    def judged(self, past: Past, published: Array | None = None) -> tuple[Array, Array, Array]:
        """A simulated past against the figures, or against others `published` (figure, draw); see the call."""
        error = self.errors(past)
        values = self._values if published is None else published
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = [_distance(*each) for each in zip(self.figures, values, past.figures, strict=True)]
        released = [place for place, each in enumerate(self.figures) if each.kind == FIRST_RELEASE]
        return np.stack(apart) / error, np.log(error[released]).sum(axis=0), past.growth

    def published(self, past: Past, source: np.random.Generator) -> Array:
        """Figures that a past would have had published (figure, draw): what was, with an error of each."""
        errors = self.errors(past) * source.standard_normal(past.figures.shape)
        ratio = np.array([each.kind == RATIO for each in self.figures])[:, None]
        return np.where(ratio, past.figures * np.exp(errors / 100), past.figures + errors)

    @property
    def _values(self) -> Array:
        return np.array([[each.value] for each in self.figures])

    def drawn(self, z: Array, source: np.random.Generator) -> Array:
        """Figures (figure, draw) that points (coordinate, draw) would have led to."""
        return self.published(self.simulated(*self.design(z)), source)

    def against(self, z: Array, figures: Array) -> tuple[Array, Array, Array]:
        """As the call, but each draw against figures of its own (figure, draw)."""
        return self.judged(self.simulated(*self.design(z)), figures)

    def errors(self, past: Past) -> Array:
        """The standard error of each figure (figure, draw), that of a ratio in percent."""
        count = past.growth.shape[1]
        return np.stack([np.broadcast_to(_error(each, past.growth_error), count) for each in self.figures])

    def _at(self, figure: Figure, values: Array) -> Array:
        """The mean over the years of a figure: (draw,)."""
        first = self.experiment.scenario.first_year
        return values[int(figure.period) - first : int(figure.last) - first + 1].mean(axis=0)


def misfit_of(experiment: Experiment, figures: Sequence[Figure]) -> Misfit:
    """The misfit of an experiment to figures of its years, with every coordinate that acts on one of them.

    Raises `DataError` for a figure the model has no measure of, or that none of its years is of.
    """
    last = max(figure.last for figure in figures)
    short = until(experiment, last)
    names = [
        each.name
        for each in coordinates_of(short.scenario, short.case, short.horizon)
        if not each.name.startswith(LEFT_OUT)
    ]
    everything = Misfit(short, tuple(figures), tuple(names))
    return replace(everything, names=tuple(_acting(everything)))


def _acting(misfit: Misfit) -> list[str]:
    """The coordinates that change a residual, tried up and down from points drawn once and for all."""
    source, moved = np.random.default_rng(0), np.zeros(misfit.dimension, dtype=bool)
    for probe in range(PROBES):
        middle = np.zeros(misfit.dimension) if probe == 0 else source.standard_normal(misfit.dimension)
        for direction in (-PROBE_STEP, PROBE_STEP):
            points = np.concatenate([middle[:, None], middle[:, None] + direction * np.eye(misfit.dimension)], axis=1)
            residuals, scale, _ = misfit(points)
            both = np.concatenate([residuals, scale[None]])
            moved |= (both[:, 1:] != both[:, :1]).any(axis=0)
    return [name for name, acts in zip(misfit.names, moved, strict=True) if acts]


def _distance(figure: Figure, value: Array, modelled: Array) -> Array:
    """The value of a figure less what the model has, or the log of their ratio, in the unit of the error."""
    return 100 * np.log(value / modelled) if figure.kind == RATIO else value - modelled


def _error(figure: Figure, growth_error: Array) -> Array | float:
    """The standard error of a figure: (draw,) for a first release, else one number."""
    if figure.kind == FIRST_RELEASE:
        return np.hypot(growth_error, figure.error)
    return figure.error


def share_of_year(paths: Paths, name: str) -> Array:
    """A sector's part of the year's production, in percent, both at the prices of the base year."""
    return 100 * paths.production(name) / paths.production("grdp")


def _measure_of(figure: Figure, experiment: Experiment) -> Measure:
    first, last = experiment.horizon.label(0)[:4], experiment.horizon.label(experiment.horizon.count - 1)[:4]
    if not first <= figure.period <= figure.last <= last:
        raise DataError(
            say(
                "{place}: period {period} is not within {first} to {last}, which are simulated",
                place=figure.place,
                period=figure.period,
                first=first,
                last=last,
            )
        )
    if figure.kind == SHARE and figure.measure == "value_added" and figure.sector in SECTORS:
        name = SECTORS[figure.sector]
        words = Words(f"Tỷ trọng: {figure.sector}", f"Share: {figure.sector}")
        return Measure("share", figure.sector, "%", words, words, partial(share_of_year, name=name))
    if figure.kind == FIRST_RELEASE:
        return BY_KEY[GROWTH]
    measure = BY_KEY.get((figure.measure, figure.sector))
    if measure is None or figure.kind == SHARE:
        known = sorted({" ".join(key).strip() for key in BY_KEY})
        said = f"{figure.measure} {figure.sector}".strip()
        raise DataError(
            say(
                "{place}: '{said}' is not measured in a run.{close} Remove the row",
                place=figure.place,
                said=said,
                close=nearest(said, known),
            )
        )
    if measure.unit != figure.unit:
        raise DataError(
            say(
                "{place}: the unit is '{unit}', but {variable} is in {own}",
                place=figure.place,
                unit=figure.unit,
                variable=measure.variable,
                own=measure.unit,
            )
        )
    return measure
