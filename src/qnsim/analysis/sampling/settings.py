"""How the posterior is sampled: every number of the method, by name."""

from __future__ import annotations

from dataclasses import dataclass

from qnsim.errors import UsageError
from qnsim.language import say


@dataclass(frozen=True)
class Settings:
    """The numbers of the method; the usual ones suit about 200 coordinates and 70 figures (1.4 million runs).

    Raises `UsageError` for settings that cannot work.
    """

    members: int = 4_000
    """Members of the ensemble smoother that finds where the chains start."""
    inflations: tuple[float, ...] = (8, 8, 4, 4, 2)
    """Relative inflation of the errors in each update of the smoother, scaled so that the inverses add up to 1."""
    jacobians: int = 24
    """States at which the figures are differentiated to learn which directions they inform."""
    difference: float = 0.05
    """Half-width of a central difference, in prior standard deviations: wide enough to average kinks."""
    least_information: float = 0.05
    """Least information of an informed direction, relative to that of the prior."""
    degrees_of_freedom: float = 20
    """Of the Student reference in the informed directions: tails wide enough that no chain is stuck in them."""
    first_spread: float = 1.2
    """Factor on the variance of the first reference, whose moments are those of the smoother."""
    spread: float = 1.1
    """Factor on the variance of later references, whose moments are those of the chains."""
    super_chains: int = 16
    """Groups of chains. The chains of a group start at one state, which nested R-hat needs."""
    chains_each: int = 128
    """Chains of a group."""
    stages: tuple[int, ...] = (60, 100, 200)
    """Steps of each stage of burn-in: in its first half step lengths adapt, from its second the reference is learnt."""
    steps: int = 300
    """Steps after burn-in, with everything fixed: only they count as draws of the posterior."""
    kept_every: int = 5
    """Of the states after burn-in, and of those a reference is learnt from, every fifth."""
    first_length: float = 0.3
    """Longest step at the start, as the share of the variance that is drawn anew; 1 is a jump anywhere."""
    shortest_share: float = 0.02
    """Least of the random step lengths, relative to the longest. Short steps free chains from where a long one hardly
    ever leads out: on bent ridges in 50 dimensions 0.1 leaves chains that stand still for 200 steps, 0.02 none for 100,
    and effective sample sizes are the same."""
    acceptance: float = 0.25
    """Share of accepted steps that the longest step adapts to."""
    pace: float = 0.5
    """Change of the logarithm of the longest step for each unit that acceptance is off."""
    batch: int = 2_048
    """Most draws of one call of the model."""

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if not getattr(self, name) >= least:
                raise UsageError(
                    say(
                        "settings: {name} is {value}; expected at least {least}",
                        name=name,
                        value=getattr(self, name),
                        least=least,
                    )
                )
        for name in ("difference", "degrees_of_freedom", "first_length", "shortest_share", "spread", "first_spread"):
            if not getattr(self, name) > 0:
                raise UsageError(
                    say("settings: {name} is {value}; expected more than 0", name=name, value=getattr(self, name))
                )
        if self.members < self.super_chains:
            raise UsageError(
                say(
                    "settings: {super_chains} super_chains start at {members} members; have as many",
                    super_chains=self.super_chains,
                    members=self.members,
                )
            )
        if not self.inflations or min(self.inflations) <= 0:
            raise UsageError(
                say(
                    "settings: inflations are {inflations}; expected numbers above 0, at least one",
                    inflations=self.inflations,
                )
            )
        if self.steps < self.kept_every:
            raise UsageError(
                say(
                    "settings: steps is {steps}; expected at least {kept_every}, or none is kept",
                    steps=self.steps,
                    kept_every=self.kept_every,
                )
            )
        if not self.stages or min(self.stages) < 2 * self.kept_every:
            raise UsageError(
                say(
                    "settings: stages are {stages}; expected at least {least} steps in each",
                    stages=self.stages,
                    least=2 * self.kept_every,
                )
            )
        if max(self.first_length, self.shortest_share) > 1:
            raise UsageError(
                say("settings: first_length or shortest_share is above 1, a jump anywhere; expected 1 or less")
            )

    @property
    def chains(self) -> int:
        """Chains of all groups."""
        return self.super_chains * self.chains_each

    @property
    def kept(self) -> int:
        """States kept of each chain."""
        return self.steps // self.kept_every

    def runs(self, dimension: int) -> int:
        """How many draws of the model sampling takes."""
        smoother = self.members * (1 + len(self.inflations))
        slopes = self.jacobians * 2 * dimension * (1 + len(self.stages))
        return smoother + slopes + self.chains * (sum(self.stages) + self.steps)


_LEAST = {"members": 10, "jacobians": 1, "super_chains": 2, "chains_each": 1, "kept_every": 1, "batch": 1}
