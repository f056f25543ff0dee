"""One step of all chains at once: preconditioned Crank-Nicolson for a Student reference, tpcn.

A step draws a share of the variance anew from the reference and is accepted by what the reference does not know (pCN:
Cotter, Roberts, Stuart and White 2013, Statistical Science 28; generalised to any Gaussian reference: Rudolf and
Sprungk 2018, Foundations of Computational Mathematics 18). A Student reference is a Gaussian of random scale, and a
step draws the scale first: tpcn (Grumitt, Karamanis and Seljak 2024, arXiv 2407.07781). No gradient is needed.
"""

from __future__ import annotations

import numpy as np

from qnsim.analysis.sampling.informed_subspace import Reference
from qnsim.analysis.sampling.target import Points, Target

Array = np.ndarray


def step(
    chains: Points, target: Target, reference: Reference, lengths: Array, source: np.random.Generator
) -> tuple[Points, Array]:
    """The chains after one step, and which of them (chain,) moved; `lengths` (chain,) are shares of the variance."""
    z, new, old = propose(chains.z, reference, lengths, source)
    proposed = target.at(z)
    gain = proposed.log_density - new
    gain -= chains.log_density - old
    moved = -source.standard_exponential(len(lengths)) < gain
    return chains.replaced(moved, proposed), moved


def propose(z: Array, reference: Reference, lengths: Array, source: np.random.Generator) -> tuple[Array, Array, Array]:
    """States (dimension, chain) to step to, and the log density of the reference there and where the chains are."""
    own, rest = reference.standard(z)
    freedom = reference.degrees_of_freedom
    scale = (freedom + (own**2).sum(axis=0)) / source.chisquare(freedom + len(own), len(lengths))
    kept = np.sqrt(1 - lengths)
    new_own = kept * own + np.sqrt(lengths * scale) * source.standard_normal(own.shape)
    new_rest = kept * rest + np.sqrt(lengths) * source.standard_normal(rest.shape)
    densities = reference.log_density(new_own, new_rest), reference.log_density(own, rest)
    return reference.coordinates(new_own, new_rest), *densities


def draw_lengths(longest: float, shortest_share: float, chains: int, source: np.random.Generator) -> Array:
    """A step length for each chain: the longest for one half of them, any down to a share of it for the others.

    Lengths do not depend on states, so each step still keeps the posterior.
    """
    shares = np.exp(source.uniform(np.log(shortest_share), 0, chains))
    return longest * np.where(source.random(chains) < 0.5, 1, shares)
