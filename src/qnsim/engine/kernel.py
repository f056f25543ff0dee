"""A program run as compiled code: one piece of draws through all quarters, then the next.

What holds for all draws or for all quarters is computed as in `statements`. It agrees with NumPy to a few units in the
last place, not in bits, and watches every variable and level for what is no number. Needs the extra `fast` (llvmlite).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from qnsim.engine.kernel_code import ALIGNMENT, WIDTH, Code, compile_plan
from qnsim.engine.plan import plan_statements
from qnsim.engine.program import Program
from qnsim.engine.statements import Array, Run, drawn_of

PIECE = 16  # groups of lanes that go through all quarters together: half a megabyte for a model of 250 values


def run_kernel(
    program: Program,
    known: Mapping[str, Any],
    level: Mapping[str, Any],
    paths: Mapping[str, Array],
    clocks: Sequence[Mapping[str, Any]],
    draws: int,
    kept: Mapping[str, Array],
) -> tuple[dict[str, Any], Array]:
    """Like `run_statements`; also returns one value per draw, not finite if a variable or level of the draw was not.

    Inputs, and what no quarter changes, are not looked at.
    """
    if draws < WIDTH:
        return _filled_up(program, known, level, paths, clocks, draws, kept)
    plan = plan_statements(program, drawn_of(known, level, paths), frozenset(paths), tuple(kept))
    code = compile_plan(plan, tuple(kept))
    run = _Beside(plan, known, level, draws)
    numbers = run.numbers_of_quarters(code, paths, clocks, kept)
    begins = [np.zeros(draws), *(_as_row(run.values[place]) for place in code.layout.packed)]
    watched, *levels = [np.empty(draws) for _ in (None, *code.layout.stocks)]
    fixed = np.array([_address(each) for each in (*begins, watched, *levels)], np.uintp)
    given = [np.ascontiguousarray(paths[name], dtype=float) for name in code.layout.paths]
    rows = _addresses_of_rows([*given, *(kept[name] for name in code.layout.kept)], len(clocks))
    _call(code, draws, len(clocks), fixed, rows, numbers)
    for place, values in zip(code.layout.stocks, levels, strict=True):
        run.values[place] = values
    for name in plan.written - set(plan.rows.values()):  # another name of a kept value
        kept[name][...] = kept[plan.rows[program.places[name]]]
    return run.levels(), watched if run.finite else np.full(draws, np.nan)


class _Beside(Run):
    """The part of a run that compiled code has no use for: what no draw changes, and what no quarter changes."""

    def _prepare(self, draws: int) -> None:
        """No buffers: the code has its own."""
        self.finite = True

    def numbers_of_quarters(
        self,
        code: Code,
        paths: Mapping[str, Array],
        clocks: Sequence[Mapping[str, Any]],
        kept: Mapping[str, Array],
    ) -> Array:
        """What the code reads that is alike in all draws (quarter, number); fills what is kept of it and of inputs."""
        values, places = self.values, self.plan.program.places
        found = np.empty((len(clocks), len(code.layout.numbers)))
        own = kept.keys() - self.plan.written - set(code.layout.kept)
        for position, clock in enumerate(clocks):
            given = {**{name: path[position] for name, path in paths.items()}, **clock}
            for name, value in given.items():
                if name in places:
                    values[places[name]] = value
            for place in self.plan.numbers:
                self._compute(place)
                self.finite &= bool(np.isfinite(self.values[place]))
            found[position] = [values[place] for place in code.layout.numbers]
            for name in own:
                kept[name][position] = values[places[name]] if name in places else given[name]
            self._change_numbers()
        return found


def _call(code: Code, draws: int, quarters: int, fixed: Array, rows: Array, numbers: Array) -> None:
    """Run all draws, a piece after the other in the same buffer; the last lanes may hold some draws once more."""
    groups = draws // WIDTH
    memory = np.empty(min(PIECE, groups) * code.layout.slots * WIDTH + ALIGNMENT // 8)
    buffer = _address(memory) + -_address(memory) % ALIGNMENT
    pieces = [(first * WIDTH, min(PIECE, groups - first)) for first in range(0, groups, PIECE)]
    pieces += [(draws - WIDTH, 1)] if draws % WIDTH else []
    for first, count in pieces:
        code.call(count, first, quarters, buffer, _address(fixed), _address(rows), _address(numbers))


def _filled_up(
    program: Program,
    known: Mapping[str, Any],
    level: Mapping[str, Any],
    paths: Mapping[str, Array],
    clocks: Sequence[Mapping[str, Any]],
    draws: int,
    kept: Mapping[str, Array],
) -> tuple[dict[str, Any], Array]:
    """The same of fewer draws than lanes, with the last one repeated."""

    def filled(value: Any) -> Any:
        missing = [(0, 0)] * (np.ndim(value) - 1) + [(0, WIDTH - draws)]
        return np.pad(value, missing, "edge") if np.ndim(value) else value

    wide = {name: np.empty((len(path), WIDTH)) for name, path in kept.items()}
    given = {name: filled(path) if np.ndim(path) > 1 else path for name, path in paths.items()}
    wider, start = ({name: filled(value) for name, value in each.items()} for each in (known, level))
    levels, watched = run_kernel(program, wider, start, given, clocks, WIDTH, wide)
    for name, path in kept.items():
        path[...] = wide[name][:, :draws]
    return {name: value[:draws] if np.ndim(value) else value for name, value in levels.items()}, watched[:draws]


def _as_row(values: Any) -> Array:
    return np.ascontiguousarray(values, dtype=float)


def _addresses_of_rows(arrays: Sequence[Array], quarters: int) -> Array:
    """Where each quarter of each array begins (quarter, array)."""
    starts = np.array([_address(each) for each in arrays], dtype=np.uintp)
    steps = np.array([each.strides[0] for each in arrays], dtype=np.uintp)
    return np.ascontiguousarray(starts + np.arange(quarters, dtype=np.uintp)[:, None] * steps)


def _address(array: Array) -> int:
    return int(array.__array_interface__["data"][0])
