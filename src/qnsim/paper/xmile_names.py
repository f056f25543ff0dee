"""Names in an XMILE file: the model's own, except where they would mean something else to a reader of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS_OF_ENGINES = """
    if then else and or not mod self true false
    abs arccos arcsin arctan arcsinh arccosh arctanh cos sin tan cosh sinh tanh exp ln log log10 sqrt int round
    pi inf nan max min sum mean median prod product size rank stddev sort lookup lookupinv forecast interpolate
    time dt starttime stoptime simulation_time time_step saveper initial_time final_time timestep
    delay delay1 delay3 delayn smth1 smth3 smthn smooth trend forcst init previous history endval
    step ramp pulse counter switch safediv xidz zidz quantum modulo integer power root rootn percent
    normal uniform lognormal poisson random exprnd beta binomial gamma geometric logistic pareto triangular weibull
    npv irr pmt pv fv derivn cycle_time queue conveyor oven cap sinwave coswave allocate vmax vmin
"""
RESERVED = frozenset(WORDS_OF_ENGINES.split())
READ_AS_NEGATION = "not"  # PySD reads `notes` as NOT es


def exchange_names(names: Iterable[str]) -> dict[str, str]:
    """For each name of a model the name it has in the file.

    XMILE ignores case and counts several underscores as one, so names that differ in nothing else are kept apart too.
    """
    own = list(dict.fromkeys(names))
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in own:
        if not _misread(name) and _canonical(name) not in taken:
            given[name] = name
            taken.add(_canonical(name))
    for name in own:
        if name not in given:
            given[name] = _free_name(name, taken)
            taken.add(_canonical(given[name]))
    return given


def _free_name(name: str, taken: set[str]) -> str:
    free = f"model_{name}"
    while _canonical(free) in taken:
        free = f"model_{free}"
    return free


def _canonical(name: str) -> str:
    return re.sub("_+", "_", name.lower())


def _misread(name: str) -> bool:
    return _canonical(name) in RESERVED or _canonical(name).startswith(READ_AS_NEGATION)
