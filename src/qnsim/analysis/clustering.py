"""Whether the figures of a record lie closer together above a line than a smooth spread would put them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.backtest.members import StudentT

DRAWS = 200_000


@dataclass(frozen=True)
class Cluster:
    """How many figures lie within a width above a line, and the chance of that under a smooth law.

    `share` is the chance of a single figure, `chance` that of as many figures or more just there, and `anywhere` that
    of as many within the same width anywhere: the width and the place were chosen after the figures were seen.
    """

    inside: int
    figures: int
    share: float
    chance: float
    anywhere: float


def cluster_above(figures: Sequence[float], line: float, width: float, law: StudentT) -> Cluster:
    """How unusual it is under a law that so many figures lie above a line and at most a width above it."""
    from scipy.special import bdtrc

    inside = sum(line < figure <= line + width for figure in figures)
    share = law.below(line + width) - law.below(line)
    as_many = float(bdtrc(inside - 1, len(figures), share)) if inside else 1.0
    return Cluster(inside, len(figures), share, as_many, _anywhere(inside, len(figures), width, law))


def _anywhere(inside: int, count: int, width: float, law: StudentT) -> float:
    """The chance that as many of some independent figures lie within a width, wherever."""
    if inside < 2:
        return 1.0
    drawn = law.scale * np.random.default_rng(0).standard_t(law.freedom, (DRAWS, count))
    drawn.sort(axis=1)
    apart = drawn[:, inside - 1 :] - drawn[:, : count - inside + 1]
    return float((apart.min(axis=1) <= width).mean())


def spread_of(figures: Sequence[float]) -> StudentT:
    """The smooth law of figures: what their mean and their spread say of another one. Needs two figures."""
    count, mean, spread = len(figures), np.mean(figures), np.std(figures, ddof=1)
    return StudentT(count - 1, float(mean), float(spread * np.sqrt(1 + 1 / count)))
