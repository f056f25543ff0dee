"""Build a model from equations: collect, check every name, trace every body, sort once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from types import ModuleType
from typing import Any, TypeVar

from qnsim.engine.declare import Note, Stock, Surprise
from qnsim.engine.formula import Term, place_of, trace
from qnsim.errors import ModelError, nearest
from qnsim.language import say

CLOCK = ("time", "quarter_of_year", "step")
Declared = TypeVar("Declared", Stock, Surprise)


@dataclass(frozen=True)
class Equation:
    """One variable: its function, the names it reads, its note, its formula and where it is written."""

    name: str
    compute: Callable[..., Any]
    reads: tuple[str, ...]
    note: Note
    formula: Term
    place: str
    meaning: str

    @property
    def unit(self) -> str:
        """Unit of the variable."""
        return self.note.unit


@dataclass(frozen=True)
class Model:
    """A checked model; its equations in an order in which each can be computed.

    `starts` give the stocks their first level, `constants` hold for a whole run, `equations` are computed every
    quarter. `timed` are the parameters that change over time in this run; `paths` come from outside every quarter, and
    the `surprises` among them are drawn by chance.
    """

    stocks: Mapping[str, Stock]
    starts: tuple[Equation, ...]
    constants: tuple[Equation, ...]
    equations: tuple[Equation, ...]
    parameters: frozenset[str]
    timed: frozenset[str]
    paths: frozenset[str]
    surprises: Mapping[str, Surprise]

    @property
    def variables(self) -> dict[str, Equation]:
        """All equations by name, constants first."""
        return {equation.name: equation for equation in (*self.constants, *self.equations)}

    def unit(self, name: str) -> str:
        """Unit of a stock or variable."""
        return self.stocks[name].unit if name in self.stocks else self.variables[name].unit


def build(modules: Iterable[ModuleType], parameters: Iterable[str], paths: Iterable[str] = ()) -> Model:
    """The model written in `modules`, given the names of its parameters and of exogenous paths besides its surprises.

    Raises `ModelError`, naming file and line, for a name nobody defines, a name defined twice, a body that is not a
    formula, a flow without its stock, or a loop within one quarter.
    """
    modules = tuple(modules)
    stocks, surprises = _collect(modules, Stock), _collect(modules, Surprise)
    inputs, path_names = frozenset(parameters), frozenset((*paths, *surprises))
    equations = _collect_equations(modules)
    known = {*stocks, *(equation.name for equation in equations), *inputs, *path_names, *CLOCK}
    _check_names(equations, stocks, inputs | path_names, known)
    return _arrange(equations, stocks, inputs, path_names, surprises)


def _collect(modules: Iterable[ModuleType], kind: type[Declared]) -> dict[str, Declared]:
    """What is declared of one kind, by the name it is bound to."""
    found: dict[str, Declared] = {}
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, kind) and found.setdefault(name, value) is not value:
                what = kind.__name__.lower()
                raise ModelError(
                    say(
                        "{module}: {what} '{name}' is declared twice; give one of them another name",
                        module=module.__name__,
                        what=what,
                        name=name,
                    )
                )
    return found


def _collect_equations(modules: Iterable[ModuleType]) -> list[Equation]:
    found = [
        read_equation(value.__name__, value, value.note)
        for module in modules
        for value in vars(module).values()
        if hasattr(value, "note") and value.__module__ == module.__name__
    ]
    seen: dict[str, Equation] = {}
    for equation in found:
        if equation.name in seen:
            raise ModelError(
                say(
                    "{place}: '{name}' is already defined at {elsewhere}",
                    place=equation.place,
                    name=equation.name,
                    elsewhere=seen[equation.name].place,
                )
            )
        seen[equation.name] = equation
    return found


def read_equation(name: str, function: Callable[..., Any], note: Note) -> Equation:
    """An equation with its formula traced; an error in its body names file and line."""
    file, line = place_of(function)
    place = f"{file}:{line}"
    reads = tuple(inspect.signature(function).parameters)
    meaning = (inspect.getdoc(function) or "").strip()
    if not meaning:
        raise ModelError(
            say("{place}: '{name}' has no docstring; say in one sentence what it is", place=place, name=name)
        )
    try:
        formula = trace(function, reads)
    except ModelError as fault:
        raise ModelError(say("{place}: '{name}': {fault}", place=place, name=name, fault=str(fault))) from None
    return Equation(name, function, reads, note, formula, place, meaning)


def _check_names(
    equations: Iterable[Equation], stocks: Mapping[str, Stock], given: frozenset[str], known: set[str]
) -> None:
    for equation in equations:
        for kind, taken in ((say("a stock"), stocks), (say("a parameter"), given), (say("the clock"), CLOCK)):
            if equation.name in taken:
                raise ModelError(
                    say(
                        "{place}: '{name}' is also {kind}; give one of them another name",
                        place=equation.place,
                        name=equation.name,
                        kind=kind,
                    )
                )
        for name in equation.reads:
            if name not in known:
                raise ModelError(
                    say(
                        "{place}: '{name}' reads '{read}', which is not a stock, flow, auxiliary or parameter.{close}",
                        place=equation.place,
                        name=equation.name,
                        read=name,
                        close=nearest(name, sorted(known)),
                    )
                )
        for changed in (equation.note.out_of, equation.note.into):
            if changed and changed not in stocks:
                raise ModelError(
                    say(
                        "{place}: '{name}' changes '{changed}', which is not a stock.{close}",
                        place=equation.place,
                        name=equation.name,
                        changed=changed,
                        close=nearest(changed, sorted(stocks)),
                    )
                )
    for name, stock in stocks.items():
        if name in given or name in CLOCK:
            raise ModelError(
                say("stock '{name}' is also a parameter, a path or the clock; give one of them another name", name=name)
            )
        if stock.start and stock.start not in known:
            raise ModelError(
                say(
                    "stock '{name}' starts at '{start}', unknown.{close}",
                    name=name,
                    start=stock.start,
                    close=nearest(stock.start, sorted(known)),
                )
            )


def _arrange(
    equations: list[Equation],
    stocks: Mapping[str, Stock],
    parameters: frozenset[str],
    paths: frozenset[str],
    surprises: Mapping[str, Surprise],
    timed: frozenset[str] = frozenset(),
) -> Model:
    ordered = _sort(equations)
    early = _known_from(ordered, parameters)
    for name, stock in stocks.items():
        if stock.start and stock.start not in early:
            raise ModelError(
                say(
                    "stock '{name}' starts at '{start}', which is not known before the first quarter",
                    name=name,
                    start=stock.start,
                )
            )
    needed = _needed_for(ordered, {stock.start for stock in stocks.values() if stock.start})
    constant = _known_from(ordered, parameters - timed)
    return Model(
        stocks=dict(stocks),
        starts=tuple(equation for equation in ordered if equation.name in needed),
        constants=tuple(equation for equation in ordered if equation.name in constant),
        equations=tuple(equation for equation in ordered if equation.name not in constant),
        parameters=parameters,
        timed=timed,
        paths=paths,
        surprises=dict(surprises),
    )


def _known_from(ordered: Iterable[Equation], given: frozenset[str]) -> set[str]:
    """The given names and all auxiliaries that depend on nothing else."""
    known = {*given, "step"}
    for equation in ordered:
        if not equation.note.is_flow and known.issuperset(equation.reads):
            known.add(equation.name)
    return known


def _needed_for(ordered: Sequence[Equation], names: set[str]) -> set[str]:
    needed = set(names)
    for equation in reversed(ordered):
        if equation.name in needed:
            needed.update(equation.reads)
    return needed


def _sort(equations: list[Equation]) -> list[Equation]:
    by_name = {equation.name: equation for equation in equations}
    order = TopologicalSorter({e.name: [name for name in e.reads if name in by_name] for e in equations})
    try:
        return [by_name[name] for name in order.static_order()]
    except CycleError as fault:
        loop = list(reversed(fault.args[1]))
        raise ModelError(
            say(
                "{place}: a loop within one quarter: {loop}. Put a stock (a delay) somewhere in it.",
                place=by_name[loop[0]].place,
                loop=" -> ".join(loop),
            )
        ) from None


def over_time(model: Model, names: Iterable[str]) -> Model:
    """The model with some parameters changing over time: what depends on them is computed every quarter.

    Starts read their first quarter. Raises `ModelError` for a parameter that only fixes a start.
    """
    timed, moving = frozenset(names), {equation.name for equation in model.equations}
    for name in sorted(timed):
        changed = {e.name for e in _rearranged(model, timed=frozenset({name})).equations} - moving | {name}
        if not any(changed.intersection(equation.reads) for equation in model.equations):
            raise ModelError(say("'{name}' only fixes the start of the model and cannot change over time", name=name))
    return _rearranged(model, timed=timed)


@dataclass(frozen=True)
class Adjusted:
    """An equation passed through a rule; a value and not a closure, so that a model pickles if its functions do."""

    compute: Callable[..., Any]
    reads: int
    rule: Callable[..., Any]

    def __call__(self, *values: Any) -> Any:
        """The rule on the equation of its own inputs and on the further ones."""
        return self.rule(self.compute(*values[: self.reads]), *values[self.reads :])


def adjusted(model: Model, name: str, reads: tuple[str, ...], rule: Callable[..., Any]) -> Model:
    """The model with one variable passed through `rule(value, *new inputs)`; `reads` names those exogenous paths.

    This is how a judgement or a given path enters: as part of the equation, so the oracle and every export see it.
    """
    old = model.variables[name]

    formula = rule(old.formula, *(Term(key) for key in reads))
    new = replace(old, compute=Adjusted(old.compute, len(old.reads), rule), reads=(*old.reads, *reads), formula=formula)
    return _rearranged(model, swap={name: new}, paths=model.paths | frozenset(reads))


def replaced(model: Model, function: Callable[..., Any]) -> Model:
    """The model with the equation of the function's name computed by the function; its unit and stocks stay.

    Raises `ModelError` for a name that is no equation, another declaration, or whatever `build` would refuse.
    """
    name, (file, line) = function.__name__, place_of(function)
    old = model.variables.get(name)
    if old is None:
        kind = say("a stock, which only flows change") if name in model.stocks else say("not an equation of the model")
        close = nearest(name, sorted(model.variables))
        raise ModelError(
            say(
                "{file}:{line}: '{name}' is {kind}; call the function as the equation it replaces.{close}",
                file=file,
                line=line,
                name=name,
                kind=kind,
                close=close,
            )
        )
    if getattr(function, "note", old.note) != old.note:
        fault = say("declares another unit or other stocks than the model; leave the decorator out")
        raise ModelError(say("{file}:{line}: '{name}' {fault}", file=file, line=line, name=name, fault=fault))
    new = read_equation(name, function, old.note)
    known = {*model.stocks, *model.variables, *model.parameters, *model.paths, *CLOCK}
    _check_names([new], model.stocks, model.parameters | model.paths, known)
    return _rearranged(model, swap={name: new})


def _rearranged(
    model: Model,
    swap: Mapping[str, Equation] | None = None,
    paths: frozenset[str] | None = None,
    timed: frozenset[str] | None = None,
) -> Model:
    swap = swap or {}
    equations = [swap.get(e.name, e) for e in (*model.constants, *model.equations)]
    return _arrange(
        equations,
        model.stocks,
        model.parameters,
        model.paths if paths is None else paths,
        model.surprises,
        model.timed if timed is None else timed,
    )
