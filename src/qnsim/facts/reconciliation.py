"""Accounts that add up, as near as possible to measurements that do not: weighted least squares.

The identities hold because of what is unknown: value added of each branch and investment of each kind, whose sums are
the totals, and the licences, shares and first backlog from which the foreign pipeline follows. What is measured is a
level, growth, or share of some parts together, each with its error. Standard errors are those of the linear
approximation at the solution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from qnsim.errors import DataError
from qnsim.language import say

TOTAL = "total"
TOGETHER = "+"  # joins the parts of a sum: mining+construction
ACCOUNTS = ("value_added", "investment", "fdi_registered", "employed")
SHARES = ("fdi_realised_share", "fdi_fixed_capital_share")
STEP = 1e-6  # of an unknown, which is a logarithm: for derivatives
Key = tuple[str, str, str]  # quantity, sector, year
Parts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Measurement:
    """A figure of the record with its standard deviation, p, d or a as in the history; without a year for all years."""

    quantity: str
    sector: str
    year: str
    value: float
    error: float
    unit: str
    status: str = "p"

    @property
    def key(self) -> Key:
        """What is measured."""
        return self.quantity, self.sector, self.year


@dataclass(frozen=True)
class Estimate:
    """The reconciled value of a quantity, its standard error, and the measurement of it if there is one."""

    key: Key
    value: float
    error: float
    measured: Measurement | None

    @property
    def residual(self) -> float | None:
        """How far the value lies above the measurement, in errors of the measurement."""
        return (self.value - self.measured.value) / self.measured.error if self.measured else None


def reconcile(
    measurements: Sequence[Measurement], parts: Parts, years: range, exchange_rate: float, foreign: str = "fdi"
) -> list[Estimate]:
    """Estimates of every level, growth, share and contribution, and of the foreign pipeline.

    `parts` names the branches of `value_added` and the kinds of `investment`, of which `foreign` is foreign;
    `exchange_rate` turns the money of registered FDI into that of investment. Raises `DataError` if something is
    measured twice or is not of these accounts.
    """
    measured = {each.key: each for each in measurements}
    for key, times in Counter(each.key for each in measurements).items():
        if times > 1:
            raise DataError(say("{names}: measured twice; keep the better figure or join the two", names=" ".join(key)))
    accounts = _Accounts(measurements, parts, years, exchange_rate, foreign)
    start = accounts.start()
    keys = list(accounts.quantities(start))
    if unknown := sorted(set(measured) - set(keys)):
        raise DataError(
            say(
                "{names}: not a quantity of the accounts of {first} to {last}",
                names=" ".join(unknown[0]),
                first=years[0],
                last=years[-1],
            )
        )
    places = [keys.index(key) for key in measured]
    value, error = (np.array([getattr(each, name) for each in measured.values()]) for name in ("value", "error"))

    def residuals(unknowns: np.ndarray) -> np.ndarray:
        return (accounts.values(unknowns)[places] - value) / error

    found = least_squares(residuals, start, xtol=1e-12, ftol=1e-12, gtol=1e-12)
    if np.linalg.matrix_rank(found.jac) < len(start):
        raise DataError(
            say("the measurements leave some levels open; give each part a level, a share or growth in every year")
        )
    errors = _errors(accounts, found.x, np.linalg.inv(found.jac.T @ found.jac))
    at_solution = accounts.values(found.x)
    return [Estimate(key, at_solution[i], errors[i], measured.get(key)) for i, key in enumerate(keys)]


def _errors(accounts: _Accounts, solution: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """The standard error of each quantity, from its slopes in the unknowns."""
    steps = np.eye(len(solution)) * STEP
    slopes = np.array([accounts.values(solution + s) - accounts.values(solution - s) for s in steps]).T / (2 * STEP)
    return np.sqrt(np.einsum("ij,jk,ik->i", slopes, covariance, slopes))


class _Accounts:
    """What the unknowns are, and every quantity that follows from them."""

    def __init__(
        self, measurements: Sequence[Measurement], parts: Parts, years: range, exchange_rate: float, foreign: str
    ):
        self.years = [str(year) for year in years]
        self.parts = {account: parts.get(account, (TOTAL,)) for account in ACCOUNTS}
        self.sums = {account: self._sums(account, measurements) for account in ACCOUNTS}
        self.exchange_rate = exchange_rate
        self.foreign = self.parts["investment"].index(foreign)
        self.levels = {a: [m.value for m in measurements if m.quantity == a] for a in ACCOUNTS}

    def _sums(self, account: str, measurements: Sequence[Measurement]) -> dict[str, list[bool]]:
        """Which parts each sector of an account holds: its parts, the sums that are measured, and the total."""
        own = self.parts[account]
        measured = [m.sector for m in measurements if m.quantity.startswith(account)]
        names = dict.fromkeys([*own, *measured, TOTAL])
        return {name: [part in name.split(TOGETHER) or name == TOTAL for part in own] for name in names}

    def start(self) -> np.ndarray:
        """First guess of the unknowns: equal parts of the mean level in each year, half of everything spent."""
        levels = {account: np.mean(self.levels[account]) / len(parts) for account, parts in self.parts.items()}
        flat = [np.full(len(self.parts[account]) * len(self.years), level) for account, level in levels.items()]
        return np.log(np.concatenate([*flat, [0.5, 0.5, levels["fdi_registered"]]]))

    def values(self, unknowns: np.ndarray) -> np.ndarray:
        """Every quantity, in one order."""
        return np.array(list(self.quantities(unknowns).values()))

    def quantities(self, unknowns: np.ndarray) -> dict[Key, float]:
        """Every quantity by its key."""
        *flat, realised, fixed, first_backlog = np.exp(unknowns)
        found: dict[Key, float] = {}
        levels, position = {}, 0
        for account, parts in self.parts.items():
            count = len(parts) * len(self.years)
            levels[account] = np.reshape(flat[position : position + count], (len(parts), len(self.years)))
            position += count
            for sector, held in self.sums[account].items():
                found.update(self._of_sector(account, sector, levels[account][held].sum(axis=0)))
        found.update(self._structure(levels["value_added"]))
        spent = levels["investment"][self.foreign] / (fixed * self.exchange_rate)
        accepted = realised * levels["fdi_registered"][0]
        backlog = first_backlog + np.concatenate([[0.0], np.cumsum((accepted - spent)[1:])])
        for name, path in (("fdi_accepted", accepted), ("fdi_spent", spent), ("fdi_backlog", backlog)):
            found.update({(name, TOTAL, year): each for year, each in zip(self.years, path, strict=True)})
        return found | {(name, TOTAL, ""): each for name, each in zip(SHARES, (realised, fixed), strict=True)}

    def _of_sector(self, account: str, sector: str, level: np.ndarray) -> dict[Key, float]:
        """Level, growth, its change and its mean of one sector; growth in percent."""
        growth = 100 * (level[1:] / level[:-1] - 1)
        mean = 100 * ((level[-1] / level[0]) ** (1 / (len(level) - 1)) - 1)
        paths = ((account, level), (f"{account}_growth", growth), (f"{account}_growth_change", np.diff(growth)))
        found = {
            (name, sector, year): each
            for name, path in paths
            for year, each in zip(self.years[len(level) - len(path) :], path, strict=True)
        }
        return {**found, (f"{account}_growth_mean", sector, f"{self.years[1]}-{self.years[-1]}"): mean}

    def _structure(self, parts: np.ndarray) -> dict[Key, float]:
        """Shares of value added in percent, and contributions to its growth in points."""
        total = parts.sum(axis=0)
        found = {}
        for sector, held in self.sums["value_added"].items():
            level = parts[held].sum(axis=0)
            for i, year in enumerate(self.years):
                found["value_added_share", sector, year] = 100 * level[i] / total[i]
                if i:
                    found["value_added_contribution", sector, year] = 100 * (level[i] - level[i - 1]) / total[i - 1]
        return found
