"""The statements of a plan as machine code, which keeps the values of some draws in registers.

A piece of draws goes through all quarters before the next begins. What its quarters share, levels of stocks above all,
stands packed in one buffer, the lanes of draws that go together beside each other, which stays in the processor's
cache; rows of paths, far from each other in memory, would push one another out of it. The statements are cut into
parts, each of which does all draws of the piece before the next part begins: as many instructions as the processor
can hold decoded. Needs the extra `fast` (llvmlite).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from qnsim.engine.compiled_code import CompiledCode
from qnsim.engine.elementary import Lanes, lanes_of
from qnsim.engine.formula import COMPARISONS
from qnsim.engine.plan import Plan
from qnsim.engine.program import Change, Operation

WIDTH = 16  # two registers or more: while a value in one is waited for, another goes on
ALIGNMENT = 8 * WIDTH  # bytes
WATCHERS = 4  # sums that wait for each other less than one would
INSTRUCTIONS = {"**": 200, "exp": 60, "log": 60}  # of an operation, about; two of any other
PART = 600  # instructions on as many lanes as a register has
NAME = "piece"
WHOLE, DOUBLE = ir.IntType(64), ir.DoubleType()
LANES, NUMBERS, ROWS = lanes_of(WIDTH), DOUBLE.as_pointer(), DOUBLE.as_pointer().as_pointer()


@dataclass(frozen=True)
class Layout:
    """Where the code finds what it reads and writes.

    `packed` are the places in the buffer: after what watches each draw the `stocks` that are written, then what holds
    for all quarters; behind them is room for values that `cross` from one of the `parts` of statements into another.
    `paths` and `kept` are names, whose rows of each quarter follow each other; `numbers` are places of what is alike in
    all draws.
    """

    parts: tuple[tuple[int | Change, ...], ...]
    packed: tuple[int, ...]
    cross: tuple[int, ...]
    stocks: tuple[int, ...]
    paths: tuple[str, ...]
    kept: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def slots(self) -> int:
        """Places of the buffer, with the one that watches."""
        return 1 + len(self.packed) + len(self.cross)


@dataclass(frozen=True, eq=False)
class Code:
    """Compiled code: `call(groups, first, quarters, buffer, fixed rows, rows of quarters, numbers)`.

    The fixed rows are what watches and the packed places as a run begins, then what watches and the stocks as it ends.
    """

    layout: Layout
    call: Callable[..., None]
    engine: Any  # holds the code


@lru_cache(maxsize=32)
def compile_plan(plan: Plan, keep: tuple[str, ...]) -> Code:
    """The statements of a plan that keeps some names, for this processor. Takes about a second."""
    features = llvm.get_host_cpu_features()
    writer = Writer(plan, keep, fused=features.get("fma", False))
    machine = target_machine(llvm.get_host_cpu_name(), features.flatten())
    engine = compiled(str(writer.module), machine)
    kind = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * 3, *[ctypes.c_void_p] * 4)
    return Code(writer.layout, kind(engine.get_function_address(NAME)), engine)


def target_machine(cpu: str, features: str) -> Any:
    """What LLVM knows of a processor of this family."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(cpu=cpu, features=features, opt=2)


def compiled(text: str, machine: Any) -> Any:
    """An engine with the code of LLVM's text, from the cache of the user if it was compiled here before."""
    kept = CompiledCode(text, machine)
    module = llvm.parse_assembly(text) if kept.content else optimised(text, machine)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.set_object_cache(kept.keep, lambda _: kept.content)
    engine.finalize_object()
    return engine


def optimised(text: str, machine: Any) -> Any:
    """A module of LLVM's text, checked and optimised."""
    module = llvm.parse_assembly(text)
    module.verify()
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=2))
    builder.getModulePassManager().run(module, builder)
    return module


def lay_out(plan: Plan, keep: Sequence[str]) -> Layout:
    """What the statements of a plan read and write, each in one place."""
    operations, drawn = plan.program.operations, plan.dependence.drawn
    levels = {plan.program.places[name]: name for name in plan.program.stocks}
    stocks = sorted({each.stock for each in plan.statements if isinstance(each, Change)})
    reads = [
        place
        for each in plan.statements
        for place in ((each.amount, each.stock) if isinstance(each, Change) else operations[each].reads)
    ]
    kept = [name for name in keep if plan.program.places.get(name) in levels.keys() & drawn]
    reads += [plan.program.places[name] for name in kept]
    computed = {each for each in plan.statements if not isinstance(each, Change)}
    given = [each for each in dict.fromkeys(reads) if each not in computed and operations[each].number is None]
    moving = [each for each in given if each in drawn & plan.dependence.timed and each not in levels]
    fixed = [each for each in given if each in drawn and each not in moving and each not in stocks]
    parts = _parts(plan)
    return Layout(
        parts,
        (*stocks, *fixed),
        _crossing(plan, parts),
        tuple(stocks),
        tuple(operations[each].head for each in moving),
        (*plan.rows.values(), *kept),
        tuple(each for each in given if each not in drawn),
    )


def _parts(plan: Plan) -> tuple[tuple[int | Change, ...], ...]:
    """The statements in order, cut where a part has instructions enough."""
    parts: list[list[int | Change]] = [[]]
    size = 0
    for each in plan.statements:
        more = 2 if isinstance(each, Change) else INSTRUCTIONS.get(plan.program.operations[each].head, 2)
        if size + more > PART and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(each)
        size += more
    return tuple(map(tuple, parts))


def _crossing(plan: Plan, parts: Sequence[Sequence[int | Change]]) -> tuple[int, ...]:
    """The places computed in one part and read in a later one."""
    home = {each: number for number, part in enumerate(parts) for each in part if not isinstance(each, Change)}
    found: dict[int, None] = {}
    for number, part in enumerate(parts):
        for each in part:
            reads = (each.amount,) if isinstance(each, Change) else plan.program.operations[each].reads
            found |= {read: None for read in reads if home.get(read, number) < number}
    return tuple(found)


class Writer:
    """Writes the function of a plan: loops over quarters and over lanes, with the statements in the innermost."""

    def __init__(self, plan: Plan, keep: Sequence[str], fused: bool = False):
        self.plan, self.operations, self.layout = plan, plan.program.operations, lay_out(plan, keep)
        self.module = ir.Module()
        kind = ir.FunctionType(ir.VoidType(), [WHOLE, WHOLE, WHOLE, NUMBERS, ROWS, ROWS, NUMBERS])
        function = ir.Function(self.module, kind, NAME)
        self.groups, self.first, self.quarters, self.buffer, self.fixed, self.rows, self.numbers = function.args
        self.builder = ir.IRBuilder(function.append_basic_block())
        self.lanes = Lanes(self.builder, WIDTH, fused)
        places = (*self.layout.packed, *self.layout.cross)
        self.slots = {place: number for number, place in enumerate(places, 1)}
        self._write()

    def _write(self) -> None:
        layout, b = self.layout, self.builder
        moving = len(layout.paths) + len(layout.kept)
        with self._loop(self._whole(1 + len(layout.packed))) as slot:
            self._copy(slot, into_buffer=True)
        with self._loop(self.quarters) as quarter:
            self.at_rows = b.gep(self.rows, [b.mul(quarter, self._whole(moving))])
            self.at_numbers = b.gep(self.numbers, [b.mul(quarter, self._whole(len(layout.numbers)))])
            for number, part in enumerate(layout.parts):
                with self._loop(self.groups) as group:
                    self.at_slots = b.gep(self.buffer, [b.mul(group, self._whole(layout.slots * WIDTH))])
                    self.draw = b.add(self.first, b.mul(group, self._whole(WIDTH)))
                    self._write_part(part, is_first=number == 0)
        with self._loop(self._whole(1 + len(layout.stocks))) as slot:
            self._copy(slot, into_buffer=False)
        b.ret_void()

    @contextmanager
    def _loop(self, count: Any) -> Iterator[Any]:
        """Once for every number below a count, which is above 0."""
        b, before = self.builder, self.builder.block
        start = b.append_basic_block()
        b.branch(start)
        b.position_at_end(start)
        number = b.phi(WHOLE)
        number.add_incoming(self._whole(0), before)
        yield number
        after = b.add(number, self._whole(1))
        number.add_incoming(after, b.block)
        end = b.append_basic_block()
        b.cbranch(b.icmp_unsigned("<", after, count), start, end)
        b.position_at_end(end)

    def _copy(self, slot: Any, into_buffer: bool) -> None:
        """Copy a fixed row of the piece into its slot of the buffer, or from there into the row it goes to."""
        b = self.builder
        place = slot if into_buffer else b.add(slot, self._whole(1 + len(self.layout.packed)))
        row = b.gep(b.load(b.gep(self.fixed, [place])), [self.first])
        with self._loop(self.groups) as group:
            outside = self._as_lanes(b.gep(row, [b.mul(group, self._whole(WIDTH))]))
            number = b.add(b.mul(group, self._whole(self.layout.slots)), slot)
            inside = self._as_lanes(b.gep(self.buffer, [b.mul(number, self._whole(WIDTH))]))
            if into_buffer:
                b.store(b.load(outside, align=8), inside, align=ALIGNMENT)
            else:
                b.store(b.load(inside, align=ALIGNMENT), outside, align=8)

    def _write_part(self, part: Sequence[int | Change], is_first: bool) -> None:
        """Some statements of one quarter, for the draws of one group of lanes."""
        layout, b = self.layout, self.builder
        self.values: dict[int, Any] = {}
        self.watched = [self.lanes.number(0.0)] * WATCHERS
        places, kept = self.plan.program.places, {name: number for number, name in enumerate(layout.kept)}
        if is_first:
            for name in layout.kept[len(self.plan.rows) :]:  # levels as the quarter begins
                b.store(self.read(places[name]), self._row(len(layout.paths) + kept[name]), align=8)
        named = set(places.values())
        for statement in part:
            if isinstance(statement, Change):
                change = b.fadd if statement.inflow else b.fsub
                self.values[statement.stock] = change(self.read(statement.stock), self.read(statement.amount))
                continue
            self.values[statement] = self.computed(self.operations[statement])
            if statement in named:
                self.watch(self.values[statement])
            if statement in self.plan.rows:
                row = self._row(len(layout.paths) + kept[self.plan.rows[statement]])
                b.store(self.values[statement], row, align=8)
            if statement in layout.cross:
                b.store(self._as_double(self.values[statement]), self._slot(self.slots[statement]), align=ALIGNMENT)
        for stock in dict.fromkeys(each.stock for each in part if isinstance(each, Change)):
            b.store(self.values[stock], self._slot(self.slots[stock]), align=ALIGNMENT)
            self.watch(self.values[stock])
        total = b.load(self._slot(0), align=ALIGNMENT)
        for part in self.watched:
            total = b.fadd(total, part)
        b.store(total, self._slot(0), align=ALIGNMENT)

    def watch(self, value: Any) -> None:
        """Add nothing to a sum, or what is no number: infinity less itself is none either."""
        self.watched.append(self.builder.fadd(self.watched.pop(0), self.builder.fsub(value, value)))

    def read(self, place: int) -> Any:
        """The lanes of a value: computed in this part, a number of the program, or found where the layout says."""
        if place not in self.values:
            self.values[place] = self._found(place)
        return self.values[place]

    def _found(self, place: int) -> Any:
        number, layout = self.operations[place].number, self.layout
        if number is not None:
            return self.lanes.number(float(number))
        if place in self.slots:
            return self.builder.load(self._slot(self.slots[place]), align=ALIGNMENT)
        if place in layout.numbers:
            return self._spread(layout.numbers.index(place))
        return self.builder.load(self._row(layout.paths.index(self.operations[place].head)), align=8)

    def _as_double(self, value: Any) -> Any:
        """What is true as 1, what is false as 0."""
        return value if value.type == LANES else self.builder.uitofp(value, LANES)

    def _slot(self, number: int) -> Any:
        return self._as_lanes(self.builder.gep(self.at_slots, [self._whole(number * WIDTH)]))

    def _row(self, number: int) -> Any:
        row = self.builder.load(self.builder.gep(self.at_rows, [self._whole(number)]))
        return self._as_lanes(self.builder.gep(row, [self.draw]))

    def _spread(self, number: int) -> Any:
        """A number that is alike in all draws, in every lane."""
        b = self.builder
        one = b.load(b.gep(self.at_numbers, [self._whole(number)]))
        empty = ir.Constant(LANES, ir.Undefined)
        first = b.insert_element(empty, one, ir.Constant(ir.IntType(32), 0))
        return b.shuffle_vector(first, empty, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH))

    def _as_lanes(self, pointer: Any) -> Any:
        return self.builder.bitcast(pointer, LANES.as_pointer())

    def _whole(self, number: int) -> Any:
        return ir.Constant(WHOLE, number)

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
        name = f"llvm.{word}.v{WIDTH}f64"
        return self.module.globals.get(name) or ir.Function(self.module, ir.FunctionType(LANES, [LANES]), name)

    def _chosen(self, sign: str, one: Any, other: Any) -> Any:
        """The smaller or larger of two, or the one that is no number."""
        b = self.builder
        found = b.select(b.fcmp_unordered(sign, one, other), one, other)
        return b.select(b.fcmp_unordered("uno", other, other), other, found)

    def _where(self, condition: Any, yes: Any, no: Any) -> Any:
        if condition.type == LANES:
            condition = self.builder.fcmp_unordered("!=", condition, self.lanes.number(0.0))
        return self.builder.select(condition, yes, no)
