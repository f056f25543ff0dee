"""The XMILE writer on small models, read back as XML and run in two other engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from other_engines import ENGINES, Engine, differences
from random_models import PARAMETERS, models

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.formula import Term
from qnsim.engine.model import Model, adjusted, over_time
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.engine.words import exp, floor, log, maximum, minimum, sqrt, where
from qnsim.errors import ModelError
from qnsim.paper.xmile import NAMESPACE, Described, Heading, names_in_file, xmile_document
from qnsim.paper.xmile_formula import formula_text, number_text, path_text
from qnsim.paper.xmile_names import exchange_names

TWO_YEARS = Horizon(2023.0, 8)
HEADING = Heading("makers", "qnsim", "1.0", "small", "small-1", "A small model & its numbers.")
NAMES = {name: name for name in "abc"}
A, B, C = Term("a"), Term("b"), Term("c")
Document = ElementTree.Element
each_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def read(text: str) -> Document:
    """The document as a tree."""
    return ElementTree.fromstring(text.encode())


def entry(document: Document, tag: str, name: str) -> dict[str, str]:
    """What the document says of one variable, by tag."""
    (element,) = document.findall(f".//{{{NAMESPACE}}}{tag}[@name='{name}']")
    return {part.tag.rpartition("}")[2]: part.text or "" for part in element}


def largest_difference(engine: Engine, model: Model, inputs: Inputs, folder: Path) -> tuple[float, str]:
    """The largest difference between an engine and our own run, and the variable it is in."""
    file = folder / "small.xmile"
    file.write_text(xmile_document(model, inputs, TWO_YEARS, HEADING), encoding="utf-8")
    keep = [*model.stocks, *model.variables]
    names = names_in_file(model)
    found = simulate(model, inputs, TWO_YEARS, 1, keep)
    mine = {
        names[name]: np.broadcast_to(values[..., 0], TWO_YEARS.count).astype(float) for name, values in found.items()
    }
    differing = differences(mine, engine(file, list(mine)))
    worst = max(differing, key=lambda name: differing[name])
    return differing[worst], worst


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (A + B, "(a + b)"),
        (A - (B - C), "(a - (b - c))"),
        ((A - B) - C, "((a - b) - c)"),
        (A / (B * C), "(a / (b * c))"),
        (2 ** (A**B), "(2.0 ^ (a ^ b))"),
        (-(A**2), "(-((a ^ 2.0)))"),
        ((-A) ** 2, "((-(a)) ^ 2.0)"),
        (minimum(A, maximum(B, 0)), "MIN(a, MAX(b, 0.0))"),
        (exp(log(sqrt(A))), "EXP(LN(SQRT(a)))"),
        (floor(A), "(INT(a) - (IF (INT(a) > a) THEN 1.0 ELSE 0.0))"),
        (where(A >= B, C, 0), "(IF (a >= b) THEN c ELSE 0.0)"),
        (where(A, B, C), "(IF (a <> 0.0) THEN b ELSE c)"),
        (where(A == B, 1, 0), "(IF (a = b) THEN 1.0 ELSE 0.0)"),
        (where(A != B, 1, 0) * C, "((IF (a <> b) THEN 1.0 ELSE 0.0) * c)"),
    ],
)
def test_a_formula_leaves_nothing_to_precedence(formula: Term, text: str) -> None:
    assert formula_text(formula, NAMES) == text


@pytest.mark.parametrize("number", [0.1, 1e-07, -2.5e-300, 1.7976931348623157e308, 1 / 3, 20221209.0, -0.0])
def test_a_number_keeps_all_its_digits(number: float) -> None:
    assert float(number_text(np.float64(number))) == number
    assert number_text(True) == "1.0"


def test_a_path_is_written_where_it_changes() -> None:
    assert path_text([5.0, 5.0, 5.0], Horizon(2023.0, 3)) == "5.0"
    text = path_text([1.0, 1.0, 2.0, 3.0], Horizon(2023.0, 4))
    assert text == "(IF (TIME < 2023.5) THEN 1.0 ELSE (IF (TIME < 2023.75) THEN 2.0 ELSE 3.0))"


def test_names_that_mean_something_in_xmile_are_changed() -> None:
    given = exchange_names(["grdp", "Step", "delay", "pi", "notes", "time_step", "a__b", "A_b", "model_delay"])
    assert given["grdp"] == "grdp"
    assert given["Step"] == "model_Step"
    assert given["delay"] == "model_model_delay"
    assert given["model_delay"] == "model_delay"
    assert given["notes"] == "model_notes"
    assert given["time_step"] == "model_time_step"
    assert (given["a__b"], given["A_b"]) == ("a__b", "model_A_b")


@pytest.fixture
def reservoir(small: Callable[..., Model]) -> Model:
    """Every word, sign and kind of name in one small model."""
    return small(*_reservoir(), parameters=["low", "speed", "ln", "notes"], paths=["rain"], **_reservoirs())


def _reservoirs() -> dict[str, Stock]:
    return {"upper": Stock("m3", start="upper_start", meaning="Water above."), "lower": Stock("m3"), "pi": Stock("m3")}


def _reservoir() -> list[Any]:
    @auxiliary("m3")
    def upper_start(low, speed, step):
        """Where the upper one begins."""
        return 2 - low * speed / step

    @flow("m3 / year", into="upper")
    def inflow(rain, quarter_of_year):
        """Rain < "snow" & more."""
        return rain * quarter_of_year

    @flow("m3 / year", out_of="upper", into="lower")
    def outflow(upper, step, speed):
        """Downward."""
        return minimum(maximum(upper, 0) / step, speed * sqrt(maximum(upper, 0)))

    @flow("m3 / year", out_of="lower", into="pi")
    def seepage(lower, notes):
        """Slowly."""
        return lower * (1 - exp(-notes))

    @auxiliary("1")
    def delay(low, rain):
        """Below zero."""
        return floor(low) + 2 * floor(low * rain) + floor(-rain)

    @auxiliary("1")
    def mixed(upper, lower, low, ln, time):
        """Signs and powers."""
        return -(low**2) + (-low) ** 2 - (upper - (lower - low)) / (2 / (ln / time)) + 2 ** (low**2)

    @auxiliary("1")
    def chosen(upper, lower, rain, delay):
        """Choices."""
        high = where(upper > lower, where(lower >= 0, 1, 0), 0)
        dry = where(delay != 0, where(rain == 0, 1, 0), 0)
        return where(rain, where(high, 2, 1), log(1 + upper**2)) + where(delay < 0, 1, 0) - dry

    return [upper_start, inflow, outflow, seepage, delay, mixed, chosen]


WET = Inputs(
    {"low": -1.5, "speed": np.array([0.75]), "ln": 1e-7, "notes": 1 / 3},
    {"rain": np.array([0.1, 0, 3.3333333333333335, 1e-9, 7, 7, 0, 2.123456789012345])[:, None]},
)


@pytest.mark.slow
@each_engine
def test_every_word_means_the_same_in_other_engines(engine: Engine, reservoir: Model, tmp_path: Path) -> None:
    difference, name = largest_difference(engine, reservoir, WET, tmp_path)
    assert difference < 1e-14, name


@each_engine
def test_a_judgement_and_a_parameter_over_time_run_alike(engine: Engine, reservoir: Model, tmp_path: Path) -> None:
    model = adjusted(over_time(reservoir, ["low"]), "outflow", ("more",), lambda value, more: value * (1 + more))
    paths = {**WET.paths, "low": np.linspace(-1.5, 1, 8), "more": np.array([0, 0, 0.5, 0, 0, -0.2, 0, 0])}
    constants = {name: value for name, value in WET.constants.items() if name != "low"}
    difference, name = largest_difference(engine, model, Inputs(constants, paths), tmp_path)
    assert difference < 1e-14, name


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(written=models(), numbers=st.lists(st.floats(0, 2, width=16), min_size=11, max_size=11))
def test_any_small_model_runs_alike_in_other_engines(
    small: Any, tmp_path_factory: pytest.TempPathFactory, written: Any, numbers: list[float]
) -> None:
    equations, stocks = written
    model = small(*equations, parameters=PARAMETERS, paths=["shock"], **stocks)
    inputs = Inputs(dict(zip(PARAMETERS, numbers, strict=False)), {"shock": np.array(numbers[3:])})
    for name, engine in ENGINES.items():
        difference, variable = largest_difference(engine, model, inputs, tmp_path_factory.mktemp("random"))
        assert difference < 1e-9, (name, variable)


def test_a_stock_names_its_start_and_its_flows(reservoir: Model) -> None:
    document = read(xmile_document(reservoir, WET, TWO_YEARS, HEADING))
    upper = entry(document, "stock", "upper")
    assert upper == {
        "doc": "Water above.",
        "eqn": "upper_start",
        "inflow": "inflow",
        "outflow": "outflow",
        "units": "m3",
    }
    lower = entry(document, "stock", "lower")
    assert (lower["eqn"], lower["inflow"], lower["outflow"]) == ("0.0", "outflow", "seepage")
    assert entry(document, "stock", "model_pi")["inflow"] == "seepage"


def test_an_equation_keeps_meaning_place_and_unit(reservoir: Model) -> None:
    inflow = entry(read(xmile_document(reservoir, WET, TWO_YEARS, HEADING)), "flow", "inflow")
    assert inflow["doc"].startswith('Rain < "snow" & more.\n')
    assert ".py:" in inflow["doc"]
    assert inflow["units"] == "m3 / year"


def test_an_input_keeps_what_is_known_of_it(reservoir: Model) -> None:
    described: Mapping[str, Described] = {"low": Described("m3", "A level. Source: none.")}
    document = read(xmile_document(reservoir, WET, TWO_YEARS, HEADING, described))
    assert entry(document, "aux", "low") == {"doc": "A level. Source: none.", "eqn": "-1.5", "units": "m3"}
    assert entry(document, "aux", "speed") == {"eqn": "0.75"}


@each_engine
def test_what_an_author_writes_cannot_become_program(
    engine: Engine, small: Callable[..., Model], tmp_path: Path
) -> None:
    @auxiliary("1")
    def twice(speed):
        """Two times."""
        return 2 * speed

    sly = Described("1", 'So fast: """\nraise SystemExit\n"""\\')
    model, file = small(twice, parameters=["speed"]), tmp_path / "sly.xmile"
    file.write_text(xmile_document(model, Inputs({"speed": 1.5}), TWO_YEARS, HEADING, {"speed": sly}), encoding="utf-8")
    assert list(engine(file, ["twice"])["twice"]) == [3.0] * 8


def test_the_heading_and_the_time_are_written(reservoir: Model) -> None:
    document = read(xmile_document(reservoir, WET, TWO_YEARS, HEADING))
    texts = {element.tag.rpartition("}")[2]: element.text for part in document[:2] for element in part}
    assert texts == {
        "vendor": "makers",
        "product": "qnsim",
        "name": "small",
        "version": "small-1",
        "caption": "A small model & its numbers.",
        "start": "2023.0",
        "stop": "2024.75",
        "dt": "0.25",
    }
    assert document[1].attrib["method"] == "Euler"


def test_the_clock_is_written_only_where_it_is_read(small: Callable[..., Model]) -> None:
    @auxiliary("1")
    def twice(speed):
        """Two times."""
        return 2 * speed

    model = small(twice, parameters=["speed"])
    document = read(xmile_document(model, Inputs({"speed": 1.0}), TWO_YEARS, HEADING))
    assert [element.attrib["name"] for element in document.iter() if "name" in element.attrib] == ["twice", "speed"]


def test_a_word_that_xmile_lacks_is_an_error_with_its_place(small: Callable[..., Model]) -> None:
    @auxiliary("1")
    def wave(speed):
        """A sine."""
        return 2 * speed

    model = small(wave, parameters=["speed"])
    (equation,) = model.constants
    model = replace(model, constants=(replace(equation, formula=Term.call("sine", (Term("speed"),))),))
    with pytest.raises(ModelError, match=r"test_xmile\.py:\d+: 'wave': 'sine' cannot be written in XMILE"):
        xmile_document(model, Inputs({"speed": 1.0}), TWO_YEARS, HEADING)


def test_an_input_that_is_no_number_is_an_error(reservoir: Model) -> None:
    dry = Inputs({**WET.constants, "low": np.nan}, WET.paths)
    with pytest.raises(ModelError, match="'low': nan cannot be written"):
        xmile_document(reservoir, dry, TWO_YEARS, HEADING)


def test_inputs_of_many_draws_are_refused(reservoir: Model) -> None:
    with pytest.raises(ValueError, match="too many values"):
        xmile_document(reservoir, Inputs({**WET.constants, "low": np.ones(3)}, WET.paths), TWO_YEARS, HEADING)
    with pytest.raises(ValueError, match="reshape"):
        xmile_document(reservoir, Inputs(WET.constants, {"rain": np.ones((8, 3))}), TWO_YEARS, HEADING)
