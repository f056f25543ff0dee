"""A program compiled for this processor: the statements of a plan on eight draws at a time, every value in a register.

What holds for all draws or all quarters is computed as in `statements`; compiled code does the rest of a quarter.
It agrees with NumPy to a few units in the last place, not in bits, and watches every variable and level for what is no
number. No command uses it yet. Needs the extra `fast` (llvmlite).
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir

from qnsim.engine.elementary import Lanes, lanes_of
from qnsim.engine.formula import COMPARISONS
from qnsim.engine.plan import Plan, plan_statements
from qnsim.engine.program import Change, Operation, Program
from qnsim.engine.statements import Run, drawn_of, run_quarters

WIDTH = 8
WATCHERS = 4  # sums that wait for each other less than one would
WHOLE, DOUBLE = ir.IntType(64), ir.DoubleType()
ROWS, NUMBERS = DOUBLE.as_pointer().as_pointer(), DOUBLE.as_pointer()


@dataclass(frozen=True, eq=False)
class Kernel:
    """A compiled quarter: `call(draws, rows, numbers)`; the last row gathers what is no number."""

    call: Any
    rows: tuple[int, ...]
    numbers: tuple[int, ...]
    engine: Any


@lru_cache(maxsize=16)
def compile_plan(plan: Plan) -> Kernel:
    """The statements of a plan for this processor. Takes about a second."""
    writer = _Writer(plan)
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple()
    machine = target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=2)
    module = llvm.parse_assembly(str(writer.module))
    module.verify()
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=2))
    builder.getModulePassManager().run(module, builder)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    kind = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)
    call = kind(engine.get_function_address("quarter"))
    return Kernel(call, tuple(writer.rows), tuple(writer.numbers), engine)


class _Writer:
    """Writes the function of a plan: a loop over draws, in which each statement is some instructions on lanes."""

    def __init__(self, plan: Plan):
        self.plan, self.operations = plan, plan.program.operations
        self.module = ir.Module()
        function = ir.Function(self.module, ir.FunctionType(ir.VoidType(), [WHOLE, ROWS, NUMBERS]), "quarter")
        self.draws, self.at_rows, self.at_numbers = function.args
        start, loop, end = (function.append_basic_block(name) for name in ("start", "loop", "end"))
        self.before, self.builder = ir.IRBuilder(start), ir.IRBuilder(loop)
        self.lanes = Lanes(self.builder, WIDTH)
        self.place = self.builder.phi(WHOLE)
        self.values: dict[int, Any] = {}
        self.rows: dict[int, Any] = {}
        self.numbers: dict[int, Any] = {}
        self.watched = [self.lanes.number(0.0)] * WATCHERS
        self._write_body()
        self.before.branch(loop)
        after = self.builder.add(self.place, ir.Constant(WHOLE, WIDTH))
        self.place.add_incoming(ir.Constant(WHOLE, 0), start)
        self.place.add_incoming(after, loop)
        self.builder.cbranch(self.builder.icmp_signed("<", after, self.draws), loop, end)
        ir.IRBuilder(end).ret_void()

    def _write_body(self) -> None:
        named = set(self.plan.program.places.values())
        stocks = {change.stock for change in self.plan.statements if isinstance(change, Change)}
        for statement in self.plan.statements:
            if isinstance(statement, Change):
                change = self.builder.fadd if statement.inflow else self.builder.fsub
                self.values[statement.stock] = change(self.read(statement.stock), self.read(statement.amount))
                continue
            self.values[statement] = self.computed(self.operations[statement])
            if statement in named:
                self.watch(self.values[statement])
        for place in (*sorted(stocks), *self.plan.rows):
            self.builder.store(self.values[place], self.row(place), align=8)
        for stock in sorted(stocks):
            self.watch(self.values[stock])
        gathered = self.row(-1)
        total = self.builder.load(gathered, align=8)
        for part in self.watched:
            total = self.builder.fadd(total, part)
        self.builder.store(total, gathered, align=8)

    def watch(self, value: Any) -> None:
        """Add nothing to a sum, or what is no number: infinity less itself is none either."""
        self.watched.append(self.builder.fadd(self.watched.pop(0), self.builder.fsub(value, value)))

    def read(self, place: int) -> Any:
        """The lanes of a value: written earlier, a number for all draws, or read from its row."""
        if place not in self.values:
            number = self.operations[place].number
            if number is not None:
                self.values[place] = self.lanes.number(float(number))
            elif place in self.plan.dependence.drawn:
                self.values[place] = self.builder.load(self.row(place), align=8)
            else:
                self.values[place] = self._spread(place)
        return self.values[place]

    def row(self, place: int) -> Any:
        """Where the lanes of these draws stand in the row of a place."""
        if place not in self.rows:
            slot = self.before.gep(self.at_rows, [ir.Constant(WHOLE, len(self.rows))])
            self.rows[place] = self.before.load(slot)
        at = self.builder.gep(self.rows[place], [self.place])
        return self.builder.bitcast(at, lanes_of(WIDTH).as_pointer())

    def _spread(self, place: int) -> Any:
        number = ir.Constant(WHOLE, self.numbers.setdefault(place, len(self.numbers)))
        one = self.before.load(self.before.gep(self.at_numbers, [number]))
        empty = ir.Constant(lanes_of(WIDTH), ir.Undefined)
        first = self.before.insert_element(empty, one, ir.Constant(ir.IntType(32), 0))
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
        return self.before.shuffle_vector(first, empty, zeros)

    def computed(self, operation: Operation) -> Any:
        """The instructions of one operation."""
        b, head = self.builder, operation.head
        values = [self.read(place) for place in operation.reads]
        if head in COMPARISONS:
            return (b.fcmp_unordered if head == "!=" else b.fcmp_ordered)(head, *values)
        simple = {"+": b.fadd, "-": b.fsub, "*": b.fmul, "/": b.fdiv, "negative": b.fneg}
        if head in simple:
            return simple[head](*values)
        if head == "**":
            squared = self.operations[operation.reads[1]].number == 2
            return b.fmul(values[0], values[0]) if squared else self.lanes.power(*values)
        if head in ("minimum", "maximum"):
            return self._chosen("<" if head == "minimum" else ">", *values)
        if head == "where":
            return self._where(*values)
        if head in ("sqrt", "floor"):
            return b.call(self._intrinsic(head), values)
        return {"exp": self.lanes.exp, "log": self.lanes.log}[head](*values)

    def _intrinsic(self, word: str) -> Any:
        """An operation that the processor rounds correctly itself."""
        name, lanes = f"llvm.{word}.v{WIDTH}f64", lanes_of(WIDTH)
        return self.module.globals.get(name) or ir.Function(self.module, ir.FunctionType(lanes, [lanes]), name)

    def _chosen(self, sign: str, one: Any, other: Any) -> Any:
        """The smaller or larger of two, or the one that is no number."""
        b = self.builder
        found = b.select(b.fcmp_unordered(sign, one, other), one, other)
        return b.select(b.fcmp_unordered("uno", other, other), other, found)

    def _where(self, condition: Any, yes: Any, no: Any) -> Any:
        if condition.type == lanes_of(WIDTH):
            condition = self.builder.fcmp_unordered("!=", condition, self.lanes.number(0.0))
        return self.builder.select(condition, yes, no)


class KernelRun(Run):
    """A run whose statements are compiled; `watched` (draw,) is not a number where anything was not."""

    def _prepare(self, draws: int) -> None:
        self.kernel, self.draws, self.watched = compile_plan(self.plan), draws, np.zeros(draws)
        self.at = np.empty(len(self.kernel.rows), dtype=np.uintp)
        self.numbers = np.empty(len(self.kernel.numbers))
        self.moving = [
            (number, place)
            for number, place in enumerate(self.kernel.rows)
            if place in self.plan.rows or place in self.plan.moving
        ]
        moving = {place for _, place in self.moving}
        rows = {place: _row(self.values[place]) for place in self.kernel.rows if place >= 0 and place not in moving}
        self.fixed = {**rows, -1: self.watched}
        for number, place in enumerate(self.kernel.rows):
            if place in self.fixed:
                self.at[number] = _address(self.fixed[place])

    def _execute(self) -> None:
        rows = [_row(self.values[place]) for _, place in self.moving]  # held until the call is over
        for (number, _), row in zip(self.moving, rows, strict=True):
            self.at[number] = _address(row)
        for number, place in enumerate(self.kernel.numbers):
            self.numbers[number] = self.values[place]
        self.kernel.call(self.draws, _address(self.at), _address(self.numbers))


def _row(values: Any) -> np.ndarray:
    return np.ascontiguousarray(values, dtype=float)


def _address(array: np.ndarray) -> int:
    return int(array.__array_interface__["data"][0])


def run_kernel(
    program: Program,
    known: Mapping[str, Any],
    level: Mapping[str, Any],
    paths: Mapping[str, np.ndarray],
    clocks: Sequence[Mapping[str, Any]],
    draws: int,
    kept: Mapping[str, np.ndarray],
) -> tuple[dict[str, Any], np.ndarray]:
    """Like `run_statements`; also returns one value per draw, not finite if a variable or level of the draw was not.

    `draws` is a multiple of 8. Inputs are not looked at; a value that no draw changes is not either.
    """
    if draws % WIDTH:
        raise ValueError(f"the kernel runs a multiple of {WIDTH} draws, not {draws}; fill up the last lanes")
    plan = plan_statements(program, drawn_of(known, level, paths), frozenset(paths), tuple(kept))
    run = KernelRun(plan, known, level, draws)
    return run_quarters(run, paths, clocks, kept), run.watched
