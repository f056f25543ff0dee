"""Two engines that share no code with qnsim: PySD (Python, a parser and evaluator of its own) and Simlin (Rust)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest.mock import patch

import numpy as np

Engine = Callable[[Path, Iterable[str]], dict[str, np.ndarray]]


def in_pysd(file: Path, names: Iterable[str]) -> dict[str, np.ndarray]:
    """Paths of the variables called `names` in the file, and of TIME.

    The model is read afresh: PySD keeps numbers from one run to the next. The code it writes is not made pretty, which
    would take four fifths of the time.
    """
    with warnings.catch_warnings(), patch("black.format_file_contents", lambda text, **_: text):
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"pysd\.")
        import pysd

        table = pysd.read_xmile(str(file)).run(return_columns=list(names))
    return {"TIME": table.index.to_numpy(), **{name: table[name].to_numpy(dtype=float) for name in table}}


def in_simlin(file: Path, names: Iterable[str]) -> dict[str, np.ndarray]:
    """Paths of the variables called `names` in the file, and of TIME."""
    import simlin

    run = simlin.load(file).simulate()
    run.run_to_end()
    return {name: run.get_series(name) for name in ("TIME", *names)}


ENGINES = {"PySD": in_pysd, "Simlin": in_simlin}


def differences(mine: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> dict[str, float]:
    """By variable the largest difference, relative to the largest value of its path (1 if it is always 0).

    What is not a number differs without limit.
    """
    found = {}
    for name, values in mine.items():
        scale = np.abs(values).max() or 1.0
        found[name] = float(np.nan_to_num(np.abs(theirs[name] - values), nan=np.inf).max() / scale)
    return found
