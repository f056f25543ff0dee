"""A model with one set of numbers as an XMILE 1.0 document, which other system-dynamics engines read.

Scalars only and Euler steps; memory is in stocks already, and an input over time is a formula of TIME that holds each
value until the next. Nothing is left to what an engine assumes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np

from qnsim.engine.model import Equation, Model
from qnsim.engine.simulate import Horizon, Inputs
from qnsim.errors import ModelError
from qnsim.language import say
from qnsim.paper.xmile_formula import formula_text, number_text, path_text
from qnsim.paper.xmile_names import exchange_names

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
QUARTER_OF_YEAR = "(1.0 + (4.0 * (TIME - INT(TIME))))"


@dataclass(frozen=True)
class Heading:
    """Where a document comes from: the program, the model's name, its version and a sentence about it."""

    vendor: str
    product: str
    product_version: str
    name: str
    version: str
    caption: str


@dataclass(frozen=True)
class Described:
    """What a file says of a parameter or path: its unit and its meaning with source."""

    unit: str
    meaning: str


@dataclass(frozen=True)
class _Writing:
    """One document in the making: `names` are those in the file."""

    model: Model
    inputs: Inputs
    horizon: Horizon
    described: Mapping[str, Described]
    names: Mapping[str, str]


def xmile_document(
    model: Model,
    inputs: Inputs,
    horizon: Horizon,
    heading: Heading,
    described: Mapping[str, Described] | None = None,
) -> str:
    """The document as text, the same for the same inputs, which are those of a single draw.

    Raises `ModelError` naming the place of an equation that XMILE cannot say, or an input that is not a finite number.
    """
    root = Element("xmile", {"version": "1.0", "xmlns": NAMESPACE})
    _write_header(root, heading)
    _write_time(root, horizon)
    writing = _Writing(model, inputs, horizon, described or {}, names_in_file(model))
    SubElement(SubElement(root, "model"), "variables").extend(list(_variables(writing)))
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def names_in_file(model: Model) -> dict[str, str]:
    """The name in the file of every stock, variable, parameter, path and of the clock."""
    own = (*model.stocks, *model.variables, *sorted(model.parameters | model.paths), "step", "quarter_of_year")
    return {**exchange_names(own), "time": "TIME"}


def _write_header(root: Element, heading: Heading) -> None:
    header = SubElement(root, "header")
    _write(header, "vendor", heading.vendor)
    _write(header, "product", heading.product).set("version", heading.product_version)
    _write(header, "name", heading.name)
    _write(header, "version", heading.version)
    _write(header, "caption", heading.caption)


def _write_time(root: Element, horizon: Horizon) -> None:
    times = SubElement(root, "sim_specs", {"method": "Euler", "time_units": "year"})
    _write(times, "start", number_text(horizon.start))
    _write(times, "stop", number_text(horizon.clock(horizon.count - 1)["time"]))
    _write(times, "dt", number_text(horizon.step))


def _variables(writing: _Writing) -> Iterator[Element]:
    model = writing.model
    yield from (_stock(writing, name) for name in model.stocks)
    yield from (_equation(writing, equation) for equation in model.variables.values())
    yield from (_input(writing, name) for name in sorted(model.parameters | model.paths))
    yield from _clock(writing)


def _stock(writing: _Writing, name: str) -> Element:
    stock, equations = writing.model.stocks[name], writing.model.variables.values()
    start = writing.names[stock.start] if stock.start else number_text(0)
    element = _variable("stock", writing.names[name], stock.meaning, start)
    for tag, flows in (
        ("inflow", [e.name for e in equations if e.note.into == name]),
        ("outflow", [e.name for e in equations if e.note.out_of == name]),
    ):
        for flow in flows:
            _write(element, tag, writing.names[flow])
    _write(element, "units", stock.unit)
    return element


def _equation(writing: _Writing, equation: Equation) -> Element:
    try:
        text = formula_text(equation.formula, writing.names)
    except ModelError as fault:
        raise ModelError(
            say("{place}: '{name}': {fault}", place=equation.place, name=equation.name, fault=fault)
        ) from None
    tag = "flow" if equation.note.is_flow else "aux"
    element = _variable(tag, writing.names[equation.name], f"{equation.meaning}\n{equation.place}", text)
    _write(element, "units", equation.unit)
    return element


def _input(writing: _Writing, name: str) -> Element:
    inputs, about = writing.inputs, writing.described.get(name, Described("", ""))
    try:
        if name in inputs.paths:
            text = path_text(np.reshape(inputs.paths[name], writing.horizon.count).tolist(), writing.horizon)
        else:
            (number,) = np.ravel(inputs.constants[name])
            text = number_text(number)
    except ModelError as fault:
        raise ModelError(say("'{name}': {fault}", name=name, fault=fault)) from None
    element = _variable("aux", writing.names[name], about.meaning, text)
    if about.unit:
        _write(element, "units", about.unit)
    return element


def _clock(writing: _Writing) -> Iterator[Element]:
    read = set().union(*(equation.formula.names for equation in writing.model.variables.values()))
    clock = {
        "step": ("Length of a step.", number_text(writing.horizon.step), "year"),
        "quarter_of_year": ("1 to 4, within a quarter with a fraction.", QUARTER_OF_YEAR, "1"),
    }
    for name in sorted(read.intersection(clock)):
        meaning, text, unit = clock[name]
        element = _variable("aux", writing.names[name], meaning, text)
        _write(element, "units", unit)
        yield element


def _variable(tag: str, name: str, meaning: str, text: str) -> Element:
    element = Element(tag, {"name": name})
    if meaning:
        _write(element, "doc", meaning.replace('"""', "'''"))  # PySD pastes it between triple quotes into a program
    _write(element, "eqn", text)
    return element


def _write(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = text
    return element
