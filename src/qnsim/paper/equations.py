"""The content of the model on paper: every variable with its formula, its readers and its sources, by block."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from functools import reduce
from importlib.metadata import version
from operator import add, sub
from types import ModuleType

from qnsim.economy import BLOCKS
from qnsim.engine.formula import Term
from qnsim.engine.model import CLOCK, Equation, Model
from qnsim.facts.case import Case
from qnsim.facts.sources import TABLE
from qnsim.paper.entries import Entry, Paper, Reference, Section
from qnsim.paper.equation_words import distribution_in_words, meaning_and_source, rows_in

CLOCK_MEANING = {
    "time": ("year", "time at the start of the step; a whole number is the first of January"),
    "quarter_of_year": ("1", "1 to 4"),
    "step": ("year", "length of a step; a quarter, unless a test makes it shorter"),
}


def describe_model(case: Case) -> Paper:
    """The content of the page, from the model and the facts it rests on."""
    model = case.model
    readers = _readers(model)
    blocks = tuple(_block(module, model, readers) for module in BLOCKS)
    givens = (_parameters(case, readers), _draws(case), _paths(case, readers), _clock(readers))
    entries = [entry for section in (*blocks, *givens) for entry in section.entries]
    return Paper(version("qnsim"), case.digest, blocks, givens, _rows(blocks), _references(case, entries))


def _readers(model: Model) -> dict[str, tuple[str, ...]]:
    """Who reads each name: equations, and stocks that start at it."""
    readers: dict[str, list[str]] = {}
    for name, stock in model.stocks.items():
        if stock.start:
            readers.setdefault(stock.start, []).append(name)
    for equation in model.variables.values():
        for name in equation.reads:
            readers.setdefault(name, []).append(equation.name)
    return {name: tuple(sorted(found)) for name, found in readers.items()}


def _block(module: ModuleType, model: Model, readers: Mapping[str, tuple[str, ...]]) -> Section:
    title, _, about = (inspect.getdoc(module) or "").partition(":" if ":" in (module.__doc__ or "") else ";")
    about = about.strip()
    found = []
    for name, value in vars(module).items():
        if name in model.stocks and model.stocks[name] is value:
            found.append(_stock(name, module, model, readers))
        elif hasattr(value, "note") and value.__module__ == module.__name__:
            found.append(_variable(model.variables[name], model, readers))
    name = module.__name__.rpartition(".")[2]
    return Section(f"block-{name}", title.strip().rstrip("."), about[:1].upper() + about[1:], tuple(found))


def _variable(equation: Equation, model: Model, readers: Mapping[str, tuple[str, ...]]) -> Entry:
    meaning, source = meaning_and_source(equation.meaning)
    constant = equation in model.constants
    return Entry(
        name=equation.name,
        kind="flow" if equation.note.is_flow else "constant" if constant else "auxiliary",
        unit=equation.unit,
        meaning=meaning,
        place=equation.place,
        formula=equation.formula,
        out_of=(equation.note.out_of,) if equation.note.out_of else (),
        into=(equation.note.into,) if equation.note.into else (),
        source=source,
        reads=equation.reads,
        read_by=readers.get(equation.name, ()),
    )


def _stock(name: str, module: ModuleType, model: Model, readers: Mapping[str, tuple[str, ...]]) -> Entry:
    stock = model.stocks[name]
    flows = model.variables.values()
    inflows = tuple(flow.name for flow in flows if flow.note.into == name)
    outflows = tuple(flow.name for flow in flows if flow.note.out_of == name)
    return Entry(
        name=name,
        kind="stock",
        unit=stock.unit,
        meaning=stock.meaning,
        place=_place(name, module),
        formula=_level_one_step_later(name, inflows, outflows),
        inflows=inflows,
        outflows=outflows,
        reads=(stock.start,) if stock.start else (),
        read_by=readers.get(name, ()),
    )


def _level_one_step_later(name: str, inflows: Iterable[str], outflows: Iterable[str]) -> Term:
    """Stock next = stock + step x (inflows - outflows), as the engine advances it."""
    incoming, outgoing = [Term(flow) for flow in inflows], [Term(flow) for flow in outflows]
    first = incoming.pop(0) if incoming else -outgoing.pop(0)
    net = reduce(sub, outgoing, reduce(add, incoming, first))
    return Term.call("+", (Term(name), Term.call("*", (Term("step"), net))))


def _place(name: str, module: ModuleType) -> str:
    """File and line where a stock is declared."""
    lines = inspect.getsource(module).splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith(f"{name} = Stock("))
    return f"{module.__name__.removeprefix('qnsim.').replace('.', '/')}.py:{line}"


def _parameters(case: Case, readers: Mapping[str, tuple[str, ...]]) -> Section:
    about = f"What the equations read and no equation computes. Values are beliefs held on {case.about.vintage}."
    return Section("parameters", "Parameters", about, tuple(_parameter(case, name, readers) for name in _read(case)))


def _draws(case: Case) -> Section:
    about = "No equation reads these: the exogenous paths are drawn from them, or they fix what capital starts at."
    names = [name for name, p in case.parameters.items() if p.role == "draws"]
    return Section("draws", "Parameters of the draws", about, tuple(_parameter(case, name, {}) for name in names))


def _read(case: Case) -> list[str]:
    return [name for name in case.parameters if name in case.model.parameters]


def _parameter(case: Case, name: str, readers: Mapping[str, tuple[str, ...]]) -> Entry:
    fact = case.parameters[name]
    return Entry(
        name=name,
        kind="lever" if name in case.levers else "parameter",
        unit=fact.unit,
        meaning=fact.meaning,
        label=fact.label["vi"],
        place="parameters.yaml",
        value=distribution_in_words(fact, case.history),
        source=fact.source,
        confidence=fact.confidence,
        read_by=readers.get(name, ()),
    )


def _paths(case: Case, readers: Mapping[str, tuple[str, ...]]) -> Section:
    about = "One value per quarter and draw, from outside the equations: surprises, events, and how a year divides."
    units = {item.name: item.unit for item in case.settable}
    return Section(
        "paths",
        "Exogenous paths",
        about,
        tuple(
            Entry(name, "path", units.get(name, "1"), path.meaning, label=path.vi, read_by=readers.get(name, ()))
            for name, path in case.model.surprises.items()
        ),
    )


def _clock(readers: Mapping[str, tuple[str, ...]]) -> Section:
    about = "What an equation may read of the time. Each stock also reads the step to reach its next level."
    return Section(
        "clock",
        "The clock",
        about,
        tuple(Entry(name, "clock", *CLOCK_MEANING[name], read_by=readers.get(name, ())) for name in CLOCK),
    )


def _rows(blocks: Iterable[Section]) -> dict[str, tuple[str, ...]]:
    """Rows of the causal structure, and the variables that name them."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        for entry in block.entries:
            for row in rows_in(f"{entry.meaning} {entry.source}"):
                found.setdefault(row, []).append(entry.name)
    return {row: tuple(found[row]) for row in sorted(found, key=lambda row: (row[0], int(row[1:])))}


def _references(case: Case, entries: Iterable[Entry]) -> tuple[Reference, ...]:
    used: dict[str, list[str]] = {}
    for entry in entries:
        for key in entry.keys:
            used.setdefault(key, []).append(entry.name)
    tables = [folder / TABLE for folder in case.about.folders if (folder / TABLE).exists()]
    text = "\n".join(file.read_text(encoding="utf-8") for file in tables)
    table = re.findall(r"^\| (\S+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    return tuple(
        Reference(key, work, address if address.startswith("http") else "", tuple(used[key]))
        for key, work, address in table
        if key in used
    )
